/** What a platform tells of its own limits, beside what we count ourselves (delivery/quota.ts). */
import type { Action, Quota } from './contract.ts';

export interface QuotaLeft {
  /** Which acts use it up, one of it each; empty where it is only told. */
  readonly actions: readonly Action[];
  /** 如“新建草稿”, shown to staff. */
  readonly name: string;
  readonly limit: number;
  readonly left: number;
  readonly per: Quota['per'];
}
