/**
 * What an element of the host's page and the view of Plugboard in its frame say to each other, as it is on the wire. The view says hello to
 * the page around it; the element answers with a port, and all else goes through that.
 */

import { isTheme, ownFields, type Theme } from './messages.ts';

/** The views there are of a space. */
export const VIEWS = ['catalog', 'installed', 'settings', 'activity'] as const;

/**
 * A view of Plugboard in the page of a host.
 *
 * @example
 * const view: ViewName = 'settings';
 */
export type ViewName = (typeof VIEWS)[number];

/** View → page around it: "I listen." Whoever is at the address of Plugboard is answered with a port. */
export const HELLO = 'plugboard-view-hello';

/** Element → view, with the port: all else goes through that. */
export const CONNECT = 'plugboard-view-connect';

/** The colours and type of the host that a view takes on: custom properties of its element, by their names. */
export const LOOK_PROPERTIES = [
  '--plugboard-color-accent',
  '--plugboard-color-surface',
  '--plugboard-color-text',
  '--plugboard-radius',
  '--plugboard-font',
] as const;

/**
 * How the page around a view looks.
 *
 * @example
 * const look: ViewLook = { theme: 'dark', lang: 'de', properties: { '--plugboard-color-accent': '#b5472f' } };
 */
export interface ViewLook {
  theme: Theme;
  /** BCP 47, as the page says it; empty where it does not. */
  lang: string;
  /** Those of {@link LOOK_PROPERTIES} that the page sets. */
  properties: Partial<Record<(typeof LOOK_PROPERTIES)[number], string>>;
}

/**
 * Element → view.
 *
 * @example
 * const message: ToView = { type: 'token', token: 'pbv_…' };
 */
export type ToView =
  | { type: 'token'; token: string }
  | { type: 'token-failed' }
  | { type: 'look'; look: ViewLook };

/**
 * View → element.
 *
 * @example
 * const message: FromView = { type: 'height', height: 480 };
 */
export type FromView =
  /** "The token that I have is refused, or I have none." */
  | { type: 'token-wanted' }
  /** CSS pixels of the content. */
  | { type: 'height'; height: number }
  /** "The user goes on to another view", of an install where it is one's. */
  | { type: 'open'; view: ViewName; install: number | null };

const MAX_VALUE = 500;

/** Reads what an element sent; undefined for everything else. */
export function parseToView(data: unknown): ToView | undefined {
  const { type, token, look } = ownFields(data) ?? {};
  if (type === 'token-failed') return { type };
  if (type === 'token') return isText(token) && token !== '' ? { type, token } : undefined;
  const given = type === 'look' ? parseLook(look) : undefined;
  return given && { type: 'look', look: given };
}

function parseLook(data: unknown): ViewLook | undefined {
  const { theme, lang, properties } = ownFields(data) ?? {};
  const given = ownFields(properties);
  if (!isTheme(theme) || !isText(lang) || given === undefined) return undefined;
  const known = LOOK_PROPERTIES.filter((name) => isText(given[name]) && given[name] !== '');
  return { theme, lang, properties: Object.fromEntries(known.map((name) => [name, given[name]])) };
}

/** Reads what a view sent; undefined for everything else. */
export function parseFromView(data: unknown): FromView | undefined {
  const { type, height, view, install } = ownFields(data) ?? {};
  if (type === 'token-wanted') return { type };
  if (type === 'height') {
    return typeof height === 'number' && Number.isFinite(height) && height >= 0
      ? { type, height }
      : undefined;
  }
  const name = VIEWS.find((one) => one === view);
  if (type !== 'open' || name === undefined) return undefined;
  return { type, view: name, install: Number.isSafeInteger(install) ? (install as number) : null };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_VALUE;
