import { useQuery } from '@tanstack/react-query';
import { read } from '../api/query.ts';
import { useTexts } from '../texts.tsx';

// More than any host has; what is beyond is called by its name.
const MOST = { query: { limit: 200 } };

/** What the host says of its scopes and event types; a name says itself where nothing is said of it. */
export function useVocabulary(): {
  scope: (name: string) => string;
  event: (name: string) => string;
} {
  const eventTitle = useEventTitle();
  const scopes = useQuery(read('/platform/v1/scopes', MOST));
  const events = useQuery(read('/platform/v1/event_types', MOST));
  const among = (said: { name: string; description: string }[] | undefined) => (name: string) =>
    said?.find((one) => one.name === name)?.description ?? name;
  const event = among(events.data?.data);
  return { scope: among(scopes.data?.data), event: (name) => eventTitle(name, event(name)) };
}

interface ToldEvent {
  name: string;
  title: string | null;
  decisions: readonly { plugin_name: string }[];
}

/** An event in words: the host's, or ours where the event is. */
export function useEventTitle(): (name: string, title: string | null | undefined) => string {
  const lifecycle: Record<string, string> = useTexts().status.lifecycle;
  return (name, title) => lifecycle[name] ?? title ?? name;
}

/** An event in words, with the name of the plugin that it happened to where it is of a plugin's life and not of the host. */
export function useEventTitleOf(): (event: ToldEvent) => { title: string; isLifecycle: boolean } {
  const titleOf = useEventTitle();
  const lifecycleOf: Record<string, (name: string) => string> = useTexts().status.lifecycleOf;
  return ({ name, title, decisions }) => {
    const plugin = decisions.length === 1 ? decisions[0]?.plugin_name : undefined;
    const told = Object.hasOwn(lifecycleOf, name) ? lifecycleOf[name] : undefined;
    if (told === undefined || plugin === undefined) {
      return { title: titleOf(name, title), isLifecycle: false };
    }
    return { title: told(plugin), isLifecycle: true };
  };
}
