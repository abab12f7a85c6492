import { useEffect } from 'react';
import { queries } from './query.ts';
import { type Change, listen } from './stream.ts';

/** What was read and shows jobs, or installs: by the beginning of its path. */
const SHOWS: Record<Change['type'], readonly string[]> = {
  'job.updated': [
    '/platform/v1/activity',
    '/platform/v1/summary',
    '/platform/v1/jobs',
    '/platform/v1/events',
    '/platform/v1/replays',
    '/platform/v1/installs/{id}/health',
    '/platform/v1/deliveries',
    '/platform/v1/plugins/{id}/deliveries',
    '/platform/v1/plugins/{id}/endpoints',
    '/platform/v1/plugins/{id}/notices',
    '/platform/v1/plugins/{id}/storage',
  ],
  'attempt.finished': [
    '/platform/v1/jobs',
    '/platform/v1/activity',
    '/platform/v1/deliveries',
    '/platform/v1/plugins/{id}/deliveries',
  ],
  'install.changed': [
    '/platform/v1/installs',
    '/platform/v1/spaces/{id}/installs',
    '/platform/v1/catalog',
    '/platform/v1/me/spaces',
    '/platform/v1/notifications',
    '/platform/v1/route_calls',
    '/platform/v1/plugins/{id}/installs',
    '/platform/v1/plugins/{id}/releases/{number}/cohorts',
    '/platform/v1/plugins/{id}/roll_outs',
    '/platform/v1/plugins/{id}/development_installs',
  ],
};
/** Changes that come together are read together. */
const TOGETHER_MS = 300;

/** A message between the tabs of a browser, of which one listens for all. */
type Told = Change | 'reset';

/**
 * Keeps what is shown of a space as it is, for a document that listens to the stream for itself: frames of other sites may have neither
 * locks nor channels.
 */
export function useLiveSpaceAlone(spaceId: number): void {
  useEffect(() => {
    const ended = new AbortController();
    const collect = collector();
    const listener = { onChange: collect.take, onReset: () => collect.take('reset') };
    listen(`space_id=${spaceId}`, listener, ended.signal);
    return () => {
      ended.abort();
      collect.stop();
    };
  }, [spaceId]);
}

/** Keeps what is shown as it is where there is no stream, by looking again. */
export function useLookAgain(everyMs: number): void {
  useEffect(() => {
    const collect = collector();
    const timer = setInterval(() => {
      if (!document.hidden) collect.take('reset');
    }, everyMs);
    return () => {
      clearInterval(timer);
      collect.stop();
    };
  }, [everyMs]);
}

/** Keeps what is shown of a space as it is: one tab of the browser listens to the stream and tells the others. */
export function useLiveSpace(spaceId: number): void {
  useLive('space', spaceId);
}

/** The same of a plugin, in all spaces, for who develops it; of none until it is known which. */
export function useLivePlugin(pluginId: number | undefined): void {
  useLive('plugin', pluginId);
}

function useLive(kind: 'space' | 'plugin', id: number | undefined): void {
  useEffect(() => {
    if (id === undefined) return;
    const ended = new AbortController();
    const name = `plugboard-${kind}-${id}`;
    const tabs = new BroadcastChannel(name);
    const collect = collector();
    tabs.onmessage = ({ data }: MessageEvent<Told>) => collect.take(data);
    const tell = (told: Told) => {
      collect.take(told);
      tabs.postMessage(told);
    };
    const listener = { onChange: tell, onReset: () => tell('reset') };
    // Whoever holds the lock listens; when that tab is closed, the next one takes over.
    navigator.locks
      .request(name, { signal: ended.signal }, () =>
        listen(`${kind}_id=${id}`, listener, ended.signal),
      )
      .catch(() => {});
    return () => {
      ended.abort();
      tabs.close();
      collect.stop();
    };
  }, [kind, id]);
}

function collector() {
  let stale = new Set<string>();
  let all = false;
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    const paths = [...stale];
    const isStale = ([path]: readonly unknown[]) =>
      all || paths.some((shown) => typeof path === 'string' && path.startsWith(shown));
    queries.invalidateQueries({
      predicate: ({ queryKey, meta }) => meta?.isStill !== true && isStale(queryKey),
    });
    stale = new Set();
    all = false;
  };
  return {
    take(told: Told) {
      if (told === 'reset') all = true;
      else for (const path of SHOWS[told.type]) stale.add(path);
      timer ??= window.setTimeout(flush, TOGETHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
