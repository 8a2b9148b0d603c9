/**
 * What may be answered without a person: a receipt with the number somebody can ask by, and words a second person has approved for
 * messages that ask for them. Neither is an answer of substance: no topic is answered by it and no figure of replies counts it.
 * Which rule holds for a message is decided here, purely; sending is answer-automatically.ts.
 */
import { toDay } from '../clock.ts';
import { Problem } from '../errors.ts';
import { aLine, type Line, type Telling } from '../ledger/line.ts';
import type { Signal, SignalKind } from '../signal/signal.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { evenOut } from '../text/segment.ts';

/** Use → 界面. */
export const autoUseNames = { receipt: '收件回执', keyword: '关键词答复' } as const;
export type AutoUse = keyof typeof autoUseNames;

/** How words are looked for → 界面. */
export const matchNames = { exact: '全文等于', contains: '文中含有' } as const;
export type MatchHow = keyof typeof matchNames;

export interface AutoRule extends Telling {
  readonly _id: string;
  readonly use: AutoUse;
  readonly account: string;
  readonly kinds: readonly SignalKind[];
  /** Null for a receipt, which everybody gets. */
  readonly match: { readonly how: MatchHow; readonly words: readonly string[] } | null;
  readonly text: string;
  /** First and last Beijing day; null for open-ended. */
  readonly from: string | null;
  readonly to: string | null;
  readonly isOn: boolean;
  /** Rises with every act. */
  readonly revision: number;
  /** Who wrote on it since it was last approved. */
  readonly writers: readonly string[];
  /** Of exactly this text, these words and days; null again when one of them changes. */
  readonly approval: { readonly by: string; readonly at: Date } | null;
  readonly createdAt: Date;
}

export const AUTO_RULES = 'auto-rules';

export function autoRulesOf(db: Database): Collection<AutoRule> {
  return db.collection<AutoRule>(AUTO_RULES);
}

export const autoRuleIndexes: readonly IndexDeclaration[] = [
  { collection: AUTO_RULES, keys: { isOn: 1 }, serves: 'what is answered automatically?' },
  { collection: AUTO_RULES, keys: { createdAt: -1 }, serves: 'the list, newest first' },
  { collection: AUTO_RULES, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/** Of the delivery that answers a signal, or a person on a day, by itself: however often it is ordered, it is one. */
export function autoAnswerId(use: AutoUse, whom: string): string {
  return `auto:${use}:${whom}`;
}

/** Throws 'not-found'. */
export async function getAutoRule(db: Database, id: string): Promise<AutoRule> {
  const rule = await autoRulesOf(db).findOne({ _id: id });
  if (!rule) throw new Problem('not-found', `没有编号为 ${id} 的自动答复。请从列表重新进入。`);
  return rule;
}

/** Approved, switched on, and within its days. */
export function holdsOn({ isOn, approval, from, to }: AutoRule, now: Date): boolean {
  const day = toDay(now);
  return isOn && approval !== null && (from === null || from <= day) && (to === null || day <= to);
}

type Heard = Pick<Signal, 'account' | 'kind' | 'text' | 'receivedAt' | 'import'>;

/** The one rule a message is answered by: words before a receipt, the whole message before a part, longer words before shorter. */
export function ruleFor(signal: Heard, rules: readonly AutoRule[]): AutoRule | null {
  if (signal.import !== null) return null; // brought in as a file: nobody is waiting
  const fitting = rules.flatMap((rule) => {
    // What came before it was approved was never meant by it.
    if (rule.account !== signal.account || !rule.kinds.includes(signal.kind)) return [];
    if (rule.approval === null || signal.receivedAt < rule.approval.at) return [];
    const rank = rankOf(rule, signal.text);
    return rank === null ? [] : [{ rule, rank }];
  });
  fitting.sort((a, b) => b.rank - a.rank || a.rule.createdAt.getTime() - b.rule.createdAt.getTime());
  return fitting[0]?.rule ?? null;
}

const EXACT = 1_000_000;

/** Null when it does not fit; 0 for a receipt. */
function rankOf({ match }: AutoRule, text: string): number | null {
  if (match === null) return 0;
  const said = plain(text);
  const words = match.words.map(plain).filter((word) => (match.how === 'exact' ? said === word : said.includes(word)));
  if (words.length === 0) return null;
  return (match.how === 'exact' ? EXACT : 0) + Math.max(...words.map((word) => word.length));
}

/** Marks and blanks do not tell 办公时间 from 办公时间？ */
function plain(text: string): string {
  return evenOut(text).replace(/[\s\p{Punctuation}]+/gu, '');
}

export function autoLine({ _id, use, account, revision }: AutoRule, what: Line['what'], by: string, at: Date): Line {
  return aLine({ what, subject: _id, at, by, nth: revision, facts: { use, account } });
}
