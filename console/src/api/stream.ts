import { createParser } from 'eventsource-parser';
import { fetchSigned, type Schemas } from './client.ts';

/** What changed: a job, an attempt or an install. */
export type Change = Schemas['StreamChange'];

/** Who listens to a stream. */
export interface StreamListener {
  onChange(change: Change): void;
  /** Changes were missed: everything is to be read again. */
  onReset(): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
// The server comments each 15 seconds.
const SILENCE_MS = 40_000;

/**
 * Listens to what changes (Server-Sent Events), and goes on after the last change where the connection broke, until `signal` ends it.
 *
 * @param query as of `GET /platform/v1/stream`, such as `space_id=1`.
 */
export async function listen(
  query: string,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  let lastId: string | undefined;
  let delay = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      await listenOnce(query, lastId, signal, (event) => {
        delay = FIRST_DELAY_MS;
        if (event.id !== undefined) lastId = event.id;
        if (event.event === 'reset') listener.onReset();
        else listener.onChange(JSON.parse(event.data) as Change);
      });
    } catch {
      // Whatever ended it: it is tried again, later each time.
    }
    if (signal.aborted) return;
    await pause(delay * (0.5 + Math.random() / 2), signal);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }
}

interface StreamEvent {
  id?: string | undefined;
  event?: string | undefined;
  data: string;
}

async function listenOnce(
  query: string,
  lastId: string | undefined,
  signal: AbortSignal,
  onEvent: (event: StreamEvent) => void,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    const request = new Request(`/platform/v1/stream?${query}`, {
      headers: {
        accept: 'text/event-stream',
        ...(lastId !== undefined && { 'last-event-id': lastId }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const response = await fetchSigned(request);
    if (!response.ok || response.body === null) throw new Error(`${response.status}`);
    const parser = createParser({ onEvent });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
