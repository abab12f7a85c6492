import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../api/query.ts';
import type { Install } from '../../../parts/install-state.tsx';
import { isRead } from '../../../parts/is-read.ts';
import { isGuideHidden } from './guide-memory.ts';

/** What the demo tells of itself in its space. */
const RECEPTION = 'reception_url';
const GREETER = 'greeter';
const VISIT = 'entry_sign_in';
/** So far it is looked back for what was done. */
const LOOKED_AT = 100;
/** What is told as it happens is told sooner than this; the demo begins with what was hours ago. */
const AT_ONCE_MS = 60_000;

/** What the guide through the demo leads to, and what of it is done as far as the server knows. */
export interface GuideFacts {
  spaceId: number;
  /** Where the reception is. */
  reception: string;
  /** The install of the greeter. */
  greeterId: number;
  /** When it was made: what a browser remembers of a guide is of this one. */
  began: string;
  done: { visitor: boolean; greeting: boolean; break: boolean };
}

/**
 * The guide through the demo; undefined until it is known whether there is one. It is null elsewhere, since only the demo has a reception
 * desk, and where somebody had enough of it.
 *
 * @param installs undefined while they are not known.
 */
export function useGuide(
  spaceId: number,
  installs: readonly Install[] | undefined,
): GuideFacts | null | undefined {
  // Whoever has just done the last step still sees it.
  const [isHidden] = useState(isGuideHidden);
  const space = useQuery({
    ...read('/platform/v1/spaces/{id}', { path: { id: spaceId } }),
    enabled: !isHidden,
  });
  const reception = webAddress((space.data?.attributes as Record<string, unknown>)?.[RECEPTION]);
  const greeter = installs?.find(({ plugin_slug }) => plugin_slug === GREETER);
  const query = { space_id: spaceId, install_id: greeter?.id ?? 0, limit: LOOKED_AT };
  const heard = useQuery({
    ...read('/platform/v1/activity', { query }),
    enabled: !isHidden && reception !== undefined && greeter !== undefined,
  });
  if (isHidden) return null;
  if (!isRead(space) || installs === undefined) return undefined;
  if (reception === undefined || greeter === undefined) return null;
  if (!isRead(heard)) return undefined;
  const events = heard.data?.data ?? [];
  const jobs = events.flatMap(({ decisions }) => decisions.flatMap(({ job }) => job ?? []));
  return {
    spaceId,
    reception,
    greeterId: greeter.id,
    began: greeter.created_at,
    done: {
      visitor: events.some((event) => event.name === VISIT && isToldAtOnce(event)),
      greeting: greeter.config_revision > 1,
      break: jobs.some(({ status, attempts }) => attempts > (status === 'queued' ? 0 : 1)),
    },
  };
}

const isToldAtOnce = (event: { occurred_at: string; created_at: string }): boolean =>
  Date.parse(event.created_at) - Date.parse(event.occurred_at) < AT_ONCE_MS;

const webAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && /^https?:\/\//.test(value) ? value : undefined;
