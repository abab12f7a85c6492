import type { ViewName } from '@plugboard/bridge/view';

// What is after `/spaces/{id}/` in the address of a page.
const HAS: Record<ViewName, RegExp> = {
  catalog: /^(?:catalog(?:\/.*)?|installs\/\d+\/setup)$/,
  installed: /^installs(?:\/\d+(?:\/permissions)?)?$/,
  settings: /^installs\/\d+(?:\/(?:settings|history|permissions|setup))?$/,
  activity: /^activity(?:\/jobs\/.*)?$/,
};

/** Which view shows what another one has no page for. */
const ELSEWHERE: readonly [page: RegExp, view: ViewName][] = [
  [/^catalog(?:\/.*)?$/, 'catalog'],
  [/^installs$/, 'installed'],
  [/^installs\/(\d+)(?:\/(?:settings|setup|permissions))?$/, 'settings'],
  [/^installs\/(\d+)\/activity$/, 'activity'],
  [/^activity(?:\/jobs\/.*)?$/, 'activity'],
];

/** Another view, and the install that it is to be of. */
export interface OtherView {
  view: ViewName;
  install: number | undefined;
}

/**
 * Where a link leads from a view: to one of its own pages, to another view, or nowhere.
 *
 * @param path made by `paths`.
 */
export function wayFrom(view: ViewName, path: string): 'here' | OtherView | undefined {
  const page = /^\/spaces\/\d+\/(.+)$/.exec(path)?.[1];
  if (page === undefined) return undefined;
  if (HAS[view].test(page)) return 'here';
  for (const [pattern, other] of ELSEWHERE) {
    const found = pattern.exec(page);
    if (found === null || other === view) continue;
    return { view: other, install: found[1] === undefined ? undefined : Number(found[1]) };
  }
  return undefined;
}
