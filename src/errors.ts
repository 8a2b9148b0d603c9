/**
 * What Sanwei says when it refuses. Operations throw Problem; http/answer-problem.ts is the one place that turns it into
 * problem+json (RFC 9457). The list of codes is closed: a client may switch on it.
 */
const STATUS = {
  'invalid-input': 422,
  'not-json': 400,
  'too-large': 413,
  'wrong-content-type': 415,
  'not-logged-in': 401,
  'wrong-login': 401,
  'no-right': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'wrong-state': 409,
  'stale-revision': 409,
  'already-exists': 409,
  'same-person': 409,
  'does-not-fit': 409,
  'too-many-requests': 429,
  'internal-error': 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof STATUS;

/** One thing wrong with one field: `field` is a path such as `body` or `accounts.1` or `line 17.writtenAt`. */
export interface FieldProblem {
  readonly field: string;
  /** What was wrong, in Chinese, shown to staff as it is. */
  readonly problem: string;
  /** What to do about it, in Chinese. */
  readonly remedy: string;
}

export interface ProblemDetails {
  readonly fields?: readonly FieldProblem[];
  /** For 'too-many-requests' and 'unavailable'. */
  readonly retryAfterSeconds?: number;
}

/** A refusal a person can act on. `detail` says in Chinese what happened and what to do; no personal data, no secrets. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(code: ProblemCode, detail: string, details: ProblemDetails = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = STATUS[code];
    this.fields = details.fields ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** The closed list, for the OpenAPI document. */
export const problemCodes = Object.keys(STATUS) as readonly ProblemCode[];

/** Refuses with one field named. */
export function invalid(field: string, problem: string, remedy: string): Problem {
  return new Problem('invalid-input', `${field}：${problem}。${remedy}`, { fields: [{ field, problem, remedy }] });
}
