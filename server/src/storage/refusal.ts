import { Failure, type FailureCode } from '../lib/failures.ts';

/** A failure about one place of the request. */
export function refusal(code: FailureCode, pointer: string, message: string): Failure {
  return new Failure(code, `${pointer} ${message}`, { violations: [{ pointer, message }] });
}
