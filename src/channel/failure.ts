/**
 * Failures named by what to do next. A failure carries its own text only: never the platform's raw error, whose message
 * may hold an address with a token. What follows from each kind is in delivery/after-failure.ts.
 */

/**
 * refused      a person changes the content
 * locked-out   a person repairs the account; deliveries wait, none fail
 * limited      wait until retryAt
 * unreachable  it certainly did not arrive: send again later
 * uncertain    it may have arrived: find() first
 */
export type FailureKind = 'refused' | 'locked-out' | 'limited' | 'unreachable' | 'uncertain';

export class ChannelFailure extends Error {
  readonly kind: FailureKind;
  /** The platform's own code, for staff who look it up; '' when there is none. */
  readonly code: string;
  /** For 'limited'; for 'locked-out' where a person needs longer than the usual pause. */
  readonly retryAt: Date | null;

  /** `reason` is Chinese, shown to staff: what happened and, where a person must act, what to do. */
  constructor(kind: FailureKind, reason: string, details: { code?: string; retryAt?: Date } = {}) {
    super(reason);
    this.name = 'ChannelFailure';
    this.kind = kind;
    this.code = details.code ?? '';
    this.retryAt = details.retryAt ?? null;
  }
}

/** Any error as a failure; one nobody sorted counts as lost, and only its name is kept. */
export function toFailure(error: unknown): ChannelFailure {
  if (error instanceof ChannelFailure) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new ChannelFailure('uncertain', `未归类的错误（${name}），按“结果不明”处理，先核查再决定是否重发`);
}
