/** A member of a request that was refused. */
export interface Violation {
  /** JSON Pointer into what was sent. */
  pointer: string;
  /** In English. */
  message: string;
  /** Keyword of JSON Schema that it breaks; another one, or none, where only the message says what is wrong. */
  keyword?: string;
  params?: { limit?: number; values?: unknown[]; types?: string[]; format?: string };
}

/** What the server answered instead of what was asked for. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
  /** The stable word for what was wrong. */
  readonly code: string;
  readonly violations: readonly Violation[];
  /** By which the server's log tells the request. */
  readonly requestId: string | null;

  constructor(answer: {
    status: number;
    code: string;
    detail: string;
    violations?: readonly Violation[];
    requestId?: string | null;
  }) {
    super(answer.detail);
    this.status = answer.status;
    this.code = answer.code;
    this.violations = answer.violations ?? [];
    this.requestId = answer.requestId ?? null;
  }

  /** What was wrong with one member, by its JSON Pointer. */
  at(pointer: string): string | undefined {
    return this.violations.find((violation) => violation.pointer === pointer)?.message;
  }
}

/** Nothing was answered: the server or the way to it is gone. */
export const NO_ANSWER = 'no_answer';

/** Something in between answered, and not in the words of the server. */
export const NOT_OURS = 'not_ours';

/** The session is over; in a view of a host's page, the host gives no token that counts any more. */
export const SIGNED_OUT = 'signed_out';

/** Reads a refusal: problem details (RFC 9457), or whatever a proxy in between wrote. */
export async function readApiError(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('plugboard-request-id');
  const { status } = response;
  const problem: unknown = await response.json().catch(() => undefined);
  if (!isProblem(problem)) {
    return new ApiError({ status, code: NOT_OURS, detail: '', requestId });
  }
  const { code, detail, errors: violations = [] } = problem;
  return new ApiError({ status, code, detail, violations, requestId });
}

interface Problem {
  code: string;
  detail: string;
  errors?: Violation[];
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
