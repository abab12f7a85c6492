import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';

// More than any host has; what is beyond is called by its name.
const MOST = { query: { limit: 200 } };

/** What the host says of its scopes and event types; a name says itself where nothing is said of it. */
export function useVocabulary(): {
  scope: (name: string) => string;
  event: (name: string) => string;
} {
  const scopes = useQuery(read('/platform/v1/scopes', MOST));
  const events = useQuery(read('/platform/v1/event_types', MOST));
  const among = (said: { name: string; description: string }[] | undefined) => (name: string) =>
    said?.find((one) => one.name === name)?.description ?? name;
  return { scope: among(scopes.data?.data), event: among(events.data?.data) };
}
