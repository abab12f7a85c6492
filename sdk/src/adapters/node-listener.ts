import { bodyWasRead, bodyWasReadReply, tooLarge } from '../fetch.ts';
import type { Plugin } from '../plugin.ts';
import type { Reply } from '../reply.ts';
import { type BodySource, readBody } from './node-body.ts';

/** The part of a request before its body. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Of Express: the URL before a router took its part away. */
  readonly originalUrl?: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What is read of a request of `node:http`, or of a framework that adds to it. */
export interface NodeRequest extends RequestHead, BodySource {
  readonly readableDidRead: boolean;
  /** Whatever a body parser left here; bytes are taken as they are. */
  readonly body?: unknown;
}

/** What is written to. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string): unknown;
}

/** What adapters need of a plugin. */
export type Handling = Pick<Plugin, 'handle' | 'onError'>;

/** Answers requests of `node:http` without making a `Request`, which takes 99 µs. `fix` is what to do where the body was parsed before. */
export function listenWith(plugin: Handling, fix: string) {
  return async (request: NodeRequest, response: NodeResponse): Promise<void> => {
    const wasRead = request.body !== undefined || request.readableDidRead;
    const body = wasRead ? (request.body ?? null) : await readBody(request);
    const reply =
      body === undefined
        ? { ...tooLarge(), headers: { connection: 'close' } }
        : await replyTo(plugin, request, { body, fix });
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  };
}

/** Answers a request whose body was read: bytes are handed on, and whatever else it is was made of them by a parser. */
export async function replyTo(
  plugin: Handling,
  { method, headers, originalUrl, url = '/' }: RequestHead,
  { body, fix }: { body: unknown; fix: string },
): Promise<Reply> {
  if (!(body instanceof Uint8Array)) {
    const error = bodyWasRead(fix);
    plugin.onError(error);
    return bodyWasReadReply(error);
  }
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [path = '/'] = (originalUrl ?? url).split('?');
  return plugin.handle({ method, path, headers: header, body });
}
