import type { ViewName } from '@plugboard/bridge/view';

/** What a view shows, by its document and the attributes of the element around it. */
export interface ViewPlace {
  view: ViewName;
  space: number | undefined;
  install: number | undefined;
  identifier: string | undefined;
}

const VIEWS: readonly ViewName[] = ['catalog', 'installed', 'settings', 'activity'];

/** Reads it. @throws Error for a document that is of no view */
export function placeOf(document: Document): ViewPlace {
  const named = document.querySelector('meta[name="plugboard-view"]')?.getAttribute('content');
  const view = VIEWS.find((one) => one === named);
  if (view === undefined) throw new Error('The document is of no view');
  const given = new URL(document.location.href).searchParams;
  return {
    view,
    space: idIn(given.get('space')),
    install: idIn(given.get('install')),
    identifier: given.get('identifier') || undefined,
  };
}

const idIn = (text: string | null): number | undefined =>
  text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
