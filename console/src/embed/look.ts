import { applyLook, type ViewLook } from '@plugboard/bridge/view';

/** A colour of the screen: red, green and blue from 0 to 1. */
type Colour = readonly [number, number, number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [1, 1, 1];
/** What can be read has at least this contrast (WCAG 2.2, 1.4.3). */
const READABLE = 4.5;
const STEPS = 20;

/** A host's type may be so large, in CSS pixels; ours is in proportion to it. */
const [SMALLEST_PX, LARGEST_PX] = [12, 20];
/** The size of our text at the browser's own size of 16. */
const OWN_PX = 14;

// What follows from a host's colours, as shares of its text on its surface.
const SHARES = { '--muted': 72, '--line': 16, '--field-line': 52 };

/** Takes on the look of the page around: its theme and language, and its colours and type where it says them. */
export function takeOnLook(root: HTMLElement, look: ViewLook): void {
  applyLook(root, look);
  const { style } = root;
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) style.removeProperty(name);
    else style.setProperty(name, value);
  };
  const { properties } = look;
  const [surface, text] = [
    properties['--plugboard-color-surface'],
    properties['--plugboard-color-text'],
  ].map((colour) => (isColour(colour) ? colour : undefined));
  set('--surface', surface);
  set('--raised', surface);
  set('--text', text);
  const isToned = surface !== undefined || text !== undefined;
  for (const [name, share] of Object.entries(SHARES)) {
    set(name, isToned ? `color-mix(in srgb, var(--text) ${share}%, var(--surface))` : undefined);
  }
  set('--hover', isToned ? 'color-mix(in srgb, var(--text) 7%, transparent)' : undefined);
  setAccent(root, set, properties['--plugboard-color-accent']);
  const radius = properties['--plugboard-radius'];
  const isRound = radius !== undefined && CSS.supports('border-top-left-radius', radius);
  set('--radius', isRound ? radius : undefined);
  set('--radius-small', isRound ? `calc(${radius} * 0.75)` : undefined);
  setFont(root, set, properties['--plugboard-font']);
}

type Set = (name: string, value: string | undefined) => void;

const isColour = (value: string | undefined): value is string =>
  value !== undefined && CSS.supports('color', value);

/** The accent as it can be read on the surface: made darker or lighter as far as it has to be. */
function setAccent(root: HTMLElement, set: Set, given: string | undefined): void {
  for (const name of ['--accent', '--accent-strong', '--accent-soft', '--on-accent']) {
    set(name, undefined);
  }
  if (!isColour(given)) return;
  const ground = colourOf(root, 'var(--surface)');
  const away = luminance(ground) > 0.18 ? BLACK : WHITE;
  const exact = colourOf(root, given);
  // It is text on a soft ground of itself, too.
  const isRead = (colour: Colour) => contrast(colour, mixed(ground, colour, 0.1)) >= READABLE;
  let accent = exact;
  for (let step = 1; step <= STEPS && !isRead(accent); step++) {
    accent = mixed(exact, away, step / STEPS);
  }
  set('--accent', cssOf(accent));
  set('--accent-strong', cssOf(mixed(accent, away, 0.2)));
  set('--accent-soft', cssOf(mixed(ground, accent, 0.1)));
  const isLight = contrast(accent, WHITE) < READABLE;
  set('--on-accent', cssOf(isLight ? BLACK : WHITE));
}

/** A font as of CSS `font`, or its family alone. */
function setFont(root: HTMLElement, set: Set, given: string | undefined): void {
  set('--font', undefined);
  root.style.removeProperty('font-size');
  if (given === undefined) return;
  const sample = document.createElement('span');
  sample.style.fontFamily = given;
  sample.style.font = given;
  const { fontFamily, fontSize } = sample.style;
  if (fontFamily !== '') set('--font', fontFamily);
  if (!fontSize.endsWith('px') && !fontSize.endsWith('rem')) return;
  const px = Number.parseFloat(fontSize) * (fontSize.endsWith('rem') ? 16 : 1);
  const within = Math.min(LARGEST_PX, Math.max(SMALLEST_PX, px));
  root.style.fontSize = `${(within / OWN_PX) * 100}%`;
}

function colourOf(root: HTMLElement, css: string): Colour {
  const sample = document.createElement('span');
  // However it was written, a mixture is computed in the colour space that it is mixed in.
  sample.style.color = `color-mix(in srgb, ${css}, ${css})`;
  root.append(sample);
  const parts = /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(getComputedStyle(sample).color);
  sample.remove();
  const [red = 0, green = 0, blue = 0] = (parts ?? []).slice(1).map(Number);
  return [red, green, blue];
}

const cssOf = (colour: Colour): string =>
  `rgb(${colour.map((part) => Math.round(part * 255)).join(' ')})`;

const mixed = (one: Colour, other: Colour, share: number): Colour =>
  one.map((part, index) => part + ((other[index] ?? 0) - part) * share) as unknown as Colour;

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
