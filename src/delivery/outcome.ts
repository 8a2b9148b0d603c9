/** How a try or a look ended, as the delivery's next state. */
import type { Receipt, Standing } from '../channel/contract.ts';
import type { FailureKind } from '../channel/failure.ts';

export type Outcome =
  | ({ readonly state: 'done' } & Standing)
  /** Look at dueAt; `ticket` when the platform gave one, `failure` null when it accepted the job. */
  | {
      readonly state: 'settling';
      readonly ticket: string | null;
      readonly dueAt: Date;
      readonly reason: string;
      readonly failure: FailureKind | null;
    }
  | { readonly state: 'waiting'; readonly dueAt: Date; readonly reason: string; readonly failure: FailureKind | null }
  | { readonly state: 'stuck'; readonly reason: string; readonly failure: FailureKind };

export function afterReceipt(receipt: Receipt): Outcome {
  if (receipt.state === 'done') return receipt;
  const { ticket, lookAt } = receipt;
  return { state: 'settling', ticket, dueAt: lookAt, reason: '平台已受理，等待结果', failure: null };
}
