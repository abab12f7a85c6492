import type { Dispatcher } from 'undici';
import { OutboundError } from './errors.ts';
import { exchangeFailure } from './exchange-failure.ts';
import type { PinnedClient } from './pinned-client.ts';

/** What a receiver answered, whatever the status; a redirect is a reply like any other. */
export interface OutboundReply {
  status: number;
  /** Names in lower case; a header sent more than once is an array. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as sent, never decompressed; at most `maxResponseBytes`. */
  body: Buffer;
  /** The body was longer than `maxResponseBytes`; the rest was not read. */
  truncated: boolean;
  /** From the call until the reply was in, waiting for a connection included. */
  ms: number;
  /** The checked address that answered. */
  remoteAddress: string;
}

/** What an {@link Attempt} needs to know of its request. */
export interface AttemptRequest {
  origin: string;
  path: string;
  method: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
  timeoutMs: number;
  maxResponseBytes: number;
  signal: AbortSignal | undefined;
}

/** Where an attempt's outcome goes; called exactly once. */
export interface AttemptOutcome {
  resolve(reply: OutboundReply): void;
  reject(error: OutboundError): void;
  /** Called just before either, for the pool's books. */
  ended(attempt: Attempt): void;
}

const noBytes = Buffer.alloc(0);

// A reply may announce itself with interim replies (103 Early Hints); without a bound they would be an endless header.
const maxInterimReplies = 10;

/**
 * One HTTP exchange. It is undici's request options and its handler in one object, so that an attempt costs one allocation,
 * no closures and one timer; that is why it is a class, and why its option fields carry undici's names.
 */
export class Attempt implements Dispatcher.DispatchOptions, Dispatcher.DispatchHandler {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | null;
  /** Asks undici to close the connection after the reply. */
  reset = false;

  readonly startedAt = performance.now();
  /** The client it runs on, once it has one. */
  pinned: PinnedClient | undefined;
  hasEnded = false;

  private readonly outcome: AttemptOutcome;
  private readonly maxResponseBytes: number;
  private readonly timeoutMs: number;
  private readonly deadline: NodeJS.Timeout;
  private readonly signal: AbortSignal | undefined;
  private isSent = false;
  private failure: OutboundError | undefined;
  private status = 0;
  private interimReplies = 0;
  private replyHeaders: OutboundReply['headers'] = {};
  private bytes = noBytes;
  private length = 0;

  constructor(request: AttemptRequest, outcome: AttemptOutcome) {
    this.origin = request.origin;
    this.path = request.path;
    this.method = request.method;
    this.headers = request.headers;
    this.body = request.body;
    this.outcome = outcome;
    this.maxResponseBytes = request.maxResponseBytes;
    this.timeoutMs = request.timeoutMs;
    this.deadline = setTimeout(passDeadline, request.timeoutMs, this);
    this.signal = request.signal;
    this.signal?.addEventListener('abort', this);
  }

  onRequestStart(): void {
    // An attempt that ended while it waited for a connection must not be sent any more. Throwing drops the request and
    // keeps the connection for the next one, where destroying the socket would cost it.
    if (this.failure !== undefined) throw this.failure;
    this.isSent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: OutboundReply['headers'],
  ): void {
    if (status < 200) {
      this.interimReplies += 1;
      if (this.interimReplies > maxInterimReplies) {
        this.stop(new OutboundError('response', 'malformed_reply', 'Too many 1xx replies'));
      }
      return;
    }
    this.status = status;
    this.replyHeaders = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.hasEnded) return;
    const room = this.maxResponseBytes - this.length;
    this.append(chunk, Math.min(room, chunk.length));
    if (chunk.length <= room) return;
    this.succeed(true);
    this.destroySocket();
  }

  onResponseEnd(): void {
    if (this.hasEnded) return;
    // Who answers before the request is all sent often closes then, which would fail the next attempt.
    if (this.pinned?.connection.socket?.writableLength) this.destroySocket();
    this.succeed(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (!this.hasEnded) this.fail(exchangeFailure(error, this.status !== 0));
  }

  /** The caller's signal fired. */
  handleEvent(): void {
    this.stop(
      new OutboundError('aborted', 'aborted', 'The call was cancelled', this.signal?.reason),
    );
  }

  /** The deadline of the whole attempt passed. */
  expire(): void {
    const waitedFor =
      this.status !== 0 ? 'rest of the reply' : this.isSent ? 'reply' : 'connection';
    this.stop(
      new OutboundError(
        'timeout',
        'deadline_exceeded',
        `No complete reply within ${this.timeoutMs} ms; was waiting for the ${waitedFor}`,
      ),
    );
  }

  private stop(failure: OutboundError): void {
    if (this.hasEnded) return;
    this.fail(failure);
    if (this.isSent) this.destroySocket();
  }

  // Not by undici's abort, which opens another connection before it drops the aborted request (7.30).
  private destroySocket(): void {
    this.pinned?.connection.socket?.destroy();
  }

  private succeed(truncated: boolean): void {
    this.end();
    this.outcome.resolve({
      status: this.status,
      headers: this.replyHeaders,
      body: this.bytes.subarray(0, this.length),
      truncated,
      ms: performance.now() - this.startedAt,
      remoteAddress: this.pinned?.connection.address ?? '',
    });
  }

  private fail(failure: OutboundError): void {
    this.failure = failure;
    this.end();
    this.outcome.reject(failure);
  }

  private end(): void {
    this.hasEnded = true;
    clearTimeout(this.deadline);
    this.signal?.removeEventListener('abort', this);
    this.outcome.ended(this);
  }

  // Copied, since a chunk is a view of a whole socket read: a reply in one-byte chunks would pin 64 KiB for each byte.
  private append(chunk: Buffer, count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) this.grow(needed);
    chunk.copy(this.bytes, this.length, 0, count);
    this.length = needed;
  }

  private grow(needed: number): void {
    // Doubling keeps the copying linear for a body that comes in many small chunks; a body in one chunk fits exactly.
    const doubled = Math.min(this.length * 2, this.maxResponseBytes);
    const bytes = Buffer.allocUnsafe(Math.max(needed, doubled));
    this.bytes.copy(bytes, 0, 0, this.length);
    this.bytes = bytes;
  }
}

function passDeadline(attempt: Attempt): void {
  attempt.expire();
}
