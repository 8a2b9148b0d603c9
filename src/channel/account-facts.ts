/** What an account is asked about itself: does it work, what is left of its limits, do its pushes reach us. */
import type { Action, Quota } from './contract.ts';

/** One thing found while checking an account; `ok: false` carries what a person must do. Chinese. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly remedy: string | null;
}

/** What the platform itself says is left of one of its limits. */
export interface QuotaLeft {
  /** Which acts use it up, one of it each; empty where it is only told. */
  readonly actions: readonly Action[];
  /** 如“新建草稿”, shown to staff. */
  readonly name: string;
  readonly limit: number;
  readonly left: number;
  readonly per: Quota['per'];
}

/** What a platform asks /push/<account id> with GET when the address is entered there, and what it wants to hear. */
export interface PushProbe {
  readonly query: Readonly<Record<string, string>>;
  readonly answer: string;
}
