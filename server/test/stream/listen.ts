import { expect } from 'vitest';
import type { StreamChange } from '../../src/stream/schema.ts';
import type { TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

/** An event as it came. */
export interface Heard {
  id: string | undefined;
  /** `message` unless it is named. */
  event: string;
  data: string;
}

/** Somebody who listens. */
export interface TestListener {
  status: number;
  headers: Headers;
  heard: Heard[];
  /** Comments, and events without data. */
  quiet: string[];
  /** How it ended: `end`, or what broke it. Undefined while it goes on. */
  ended(): string | undefined;
  /** The `data` of all changes. */
  changes(): StreamChange[];
  /** The last id that came. */
  lastId(): string | undefined;
  /** Leaves. */
  close(): void;
}

/** Opens a stream and reads it; a wrong answer has nothing to hear. */
export async function open(
  server: Pick<TestServer, 'url' | 'hostKey'>,
  query: string,
  headers: Record<string, string | undefined> = {},
): Promise<TestListener> {
  const leaving = new AbortController();
  const all = { authorization: `Bearer ${server.hostKey}`, ...headers };
  const given = Object.entries(all).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const response = await fetch(`${server.url}/platform/v1/stream?${query}`, {
    headers: new Headers(given),
    signal: leaving.signal,
  });
  const heard: Heard[] = [];
  const quiet: string[] = [];
  let ended: string | undefined;
  let lastId: string | undefined;

  function take(block: string): void {
    const fields = block.split('\n').map((line) => /^([a-z]*): ?(.*)$/s.exec(line) ?? []);
    const read = (name: string) => fields.find(([, field]) => field === name)?.[2];
    lastId = read('id') ?? lastId;
    const data = read('data');
    if (data === undefined) quiet.push(block);
    else heard.push({ id: read('id'), event: read('event') ?? 'message', data });
  }

  async function readAll(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      blocks.forEach(take);
    }
  }
  readAll().then(
    () => {
      ended = 'end';
    },
    (error: Error) => {
      ended = leaving.signal.aborted ? 'left' : String(error.cause ?? error);
    },
  );
  return {
    status: response.status,
    headers: response.headers,
    heard,
    quiet,
    ended: () => ended,
    changes: () =>
      heard.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data)),
    lastId: () => lastId,
    close: () => leaving.abort(),
  };
}

/** The same, and waits until the client may read its lists: from then on every change is heard. */
export async function listen(...of: Parameters<typeof open>): Promise<TestListener> {
  const listener = await open(...of);
  expect(listener.status).toBe(200);
  await waitFor(() => listener.heard.some(({ event }) => event === 'reset'), {
    describe: 'the stream to begin',
  });
  return listener;
}

/** Waits until a change came of which this holds. */
export function hears(
  { changes }: TestListener,
  isIt: (change: StreamChange) => boolean,
  describe: string,
): Promise<StreamChange> {
  return waitFor(() => changes().find(isIt), { describe });
}
