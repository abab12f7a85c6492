import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schemas } from '../api/client.ts';
import { read } from '../api/query.ts';
import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';

/** What somebody may be beside a member of spaces. */
export interface Hat {
  /** A member of `frame.hats`. */
  name: 'developer' | 'operator';
  /** Where its pages begin. */
  to: string;
}

/** Whether somebody develops plugins, or may begin to. */
const isDeveloping = ({ is_developer, may_register_plugins }: Schemas['Me']) =>
  is_developer || may_register_plugins;

const HATS: readonly (Hat & { isWorn: (me: Schemas['Me']) => boolean })[] = [
  { name: 'developer', to: paths.plugins(), isWorn: isDeveloping },
  { name: 'operator', to: paths.reviewQueue(), isWorn: ({ is_operator }) => is_operator },
];

/** Those of whoever is signed in; none in a portal, and until it is known who that is. */
export function useHats(): readonly Hat[] {
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  return useMemo(() => {
    if (me === undefined || shownDocument().onlySpace !== undefined) return [];
    return HATS.filter(({ isWorn }) => isWorn(me));
  }, [me]);
}
