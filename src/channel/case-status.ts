/** How far a case has got with us, as it is told to the hotline it came from. Part of the contract (contract.ts). */

/** State → 界面. */
export const caseStateNames = {
  accepted: '已签收',
  assigned: '已转办',
  'handed-back': '承办单位退回',
  answered: '已答复',
  closed: '已办结',
  reopened: '重新办理',
} as const;
export type CaseState = keyof typeof caseStateNames;

/** One step. Steps may arrive out of order: `at` tells which is the later. */
export interface CaseStatus {
  readonly state: CaseState;
  readonly at: Date;
  /** Who has it, or has handed it back: the unit in charge, and those that take part; names, '' and none for nobody. */
  readonly unit: string;
  readonly with: readonly string[];
  /** Why it was handed back, how it was closed; '' for steps that need no reason. */
  readonly reason: string;
  /** By when it is to be answered, and whether this step came in its time; null where no rule sets one for it. */
  readonly dueAt: Date;
  readonly onTime: boolean | null;
}
