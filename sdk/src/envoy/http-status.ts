/** Statuses by which a worker or a route says how it went, other than 200. */
export const HttpStatus = {
  /** The job was begun, and is settled later. */
  ONGOING: 202,
  /** There was nothing to do. */
  IGNORED: 400,
  /** It cannot be done, or is not allowed. */
  FAILED: 412,
  /** Something went wrong: it is tried again. */
  UNEXPECTED_FAILURE: 500,
} as const;

/** One of {@link HttpStatus}. */
export type HttpStatus = (typeof HttpStatus)[keyof typeof HttpStatus];
