import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { readAgain, readPages } from '../../../api/query.ts';
import { RELEASES } from '../releases/types.ts';
import {
  COHORTS,
  isMoving,
  PLUGIN_INSTALLS,
  ROLL_OUT,
  ROLL_OUT_INSTALLS,
  ROLL_OUTS,
} from './types.ts';

/** So often one that moves is looked at: that it is over is no change of an install. */
export const MOVING_MS = 1500;

/** The roll-outs of a plugin, the newest first; looked at again while one of them moves. */
export function useRollOuts(pluginId: number) {
  const query = useInfiniteQuery({
    ...readPages(ROLL_OUTS, { path: { id: String(pluginId) }, query: { limit: 20 } }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(isMoving)) ? MOVING_MS : false,
  });
  useReadAgainOnceOver(query.data?.some(isMoving) ?? false);
  return query;
}

/** What the end of a roll-out changes is no change of an install: which release is current, and what became of the others. */
export function useReadAgainOnceOver(moves: boolean): void {
  const moved = useRef(moves);
  useEffect(() => {
    if (moved.current && !moves) readWhatChanged();
    moved.current = moves;
  }, [moves]);
}

/** Reads again whatever a roll-out changes. */
export const readWhatChanged = (): Promise<void> =>
  readAgain(
    ROLL_OUTS,
    ROLL_OUT,
    ROLL_OUT_INSTALLS,
    COHORTS,
    PLUGIN_INSTALLS,
    RELEASES,
    '/platform/v1/plugins/{id}',
    '/platform/v1/plugins',
  );
