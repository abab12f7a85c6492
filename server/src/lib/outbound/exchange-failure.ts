import { errors } from 'undici';
import { entryOf } from '../entry-of.ts';
import { codeOf, OutboundError } from './errors.ts';

/**
 * What a failed exchange means, from undici's or Node's error. Failures to connect come through undici unchanged, as our
 * connector made them.
 *
 * @param replyStarted whether status and headers of the reply were in
 */
export function exchangeFailure(error: Error, replyStarted: boolean): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = codeOf(error);
  const own = entryOf(ownFailures, code);
  if (own !== undefined) return new OutboundError(own.stage, own.code, own.message, error);
  if (error instanceof errors.HTTPParserError) return malformed(error);
  if ((error as NodeJS.ErrnoException).syscall === 'write') {
    return new OutboundError(
      'send',
      'send_failed',
      'The connection was closed while the request was being sent',
      error,
    );
  }
  return broken(code, replyStarted, error);
}

const ownFailures: Record<string, Pick<OutboundError, 'stage' | 'code' | 'message'>> = {
  UND_ERR_HEADERS_OVERFLOW: {
    stage: 'response',
    code: 'headers_too_large',
    message: 'The headers of the reply are larger than 16 KiB',
  },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    stage: 'response',
    code: 'reply_incomplete',
    message: 'The body of the reply is not as long as its Content-Length says',
  },
  UND_ERR_INVALID_ARG: {
    stage: 'send',
    code: 'request_invalid',
    message: 'The request has a header or method that HTTP does not allow',
  },
  UND_ERR_NOT_SUPPORTED: {
    stage: 'send',
    code: 'request_invalid',
    message: 'The request has a header that is not supported',
  },
};

function malformed(error: Error): OutboundError {
  return new OutboundError('response', 'malformed_reply', 'The reply is not valid HTTP/1.1', error);
}

function broken(code: string, replyStarted: boolean, error: Error): OutboundError {
  // undici's word for an interim 100 or 101 that nobody asked for.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return malformed(error);
  if (replyStarted) {
    return new OutboundError(
      'response',
      'reply_incomplete',
      'The connection ended before the reply was complete',
      error,
    );
  }
  if (code === 'ECONNRESET') {
    return new OutboundError(
      'response',
      'connection_reset',
      'The connection was reset before a reply came',
      error,
    );
  }
  return new OutboundError(
    'response',
    'connection_closed',
    'The connection was closed before a reply came',
    error,
  );
}
