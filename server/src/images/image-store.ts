import { Failure } from '../lib/failures.ts';

/** Where uploaded images are kept, under names made of their content: what has a name never changes. */
export interface ImageStore {
  put(name: string, bytes: Buffer, type: string): Promise<void>;
  get(name: string): Promise<Buffer | undefined>;
  /** @throws Error when it could keep nothing now. */
  check(): Promise<void>;
  close(): void;
}

/** What is answered while images cannot be kept or read; why is for the log. */
export const storeUnavailable = (cause: unknown): Failure =>
  new Failure('unavailable', 'The image store cannot be used; try again soon', {
    retryAfter: 5,
    cause,
  });
