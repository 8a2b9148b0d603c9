/**
 * What a monitor has found: something that is not as it should be, since when, and what repairs it. Where findings are
 * kept is monitor-store.ts; the rules that make them are late-delivery.ts, expected-lines.ts, check-seals.ts and
 * find-content-faults.ts.
 */
import { digestOf } from '../ids.ts';
import type { Line } from '../ledger/line.ts';
import type { Row } from '../store/collection.ts';

/** Monitor → 界面. */
export const monitorTitles = {
  'due-not-out': '逾期未出',
  ledger: '台账不符',
  seals: '封存不符',
  content: '内容自查',
} as const;
export type MonitorName = keyof typeof monitorTitles;
export const monitorNames = Object.keys(monitorTitles) as readonly MonitorName[];

/** Kind → 界面, by monitor. A kind belongs to one monitor only. */
export const kindTitles = {
  'due-not-out': {
    unplanned: '已签发或撤回，未作安排',
    late: '到时未发',
    blocked: '被前一投递挡住',
    retrying: '反复重试未成',
    'sending-lost': '发送中断，无人接手',
    'settling-long': '久未核清',
    stuck: '需人工处理',
  },
  ledger: {
    'done-without-line': '已发出，台账无记录',
    'line-without-record': '台账有记录，无原始记录',
    'line-against-record': '台账记为已发出，投递记录不是',
    'approval-without-line': '已签发，台账无记录',
    'withdrawal-without-line': '已撤回，台账无记录',
    'reply-without-line': '已回应，台账无记录',
    'topic-without-line': '事项已立，台账无记录',
    'approved-without-deliveries': '已签发并安排，缺投递记录',
    'lines-waiting': '台账记录久未入账',
  },
  seals: {
    'sealed-line-changed': '封存后被改动的记录',
    'sealed-line-missing': '封存后被删除的记录',
    'sealed-line-repaired': '封存后补记、已由人确认的记录',
    'line-slipped-in': '冒充已封存的记录',
    'seal-changed': '封存被改动',
    'chain-broken': '封存前后不相接',
    'seal-missing': '封存不见了或被换过',
  },
  content: {
    'wrong-word': '疑似错别字、不规范表述',
    'dead-link': '站内链接、图片失效',
    'column-unknown': '所在栏目已不存在',
    'interpretation-due': '政策文件待解读',
    'interpretation-missing': '政策文件未按时解读',
  },
} as const;
export type FindingKind = { [M in MonitorName]: keyof (typeof kindTitles)[M] }[MonitorName];

/**
 * What one call does about it; null when only a person can. plan: plan the release; plan-anew: plan it as if never planned;
 * nudge: let the lanes look again; post-line: post the line anew from the record; post-waiting: post what waits;
 * carry-over: the ledger's proof into the delivery.
 */
export type Repair = 'plan' | 'plan-anew' | 'nudge' | 'post-line' | 'post-waiting' | 'carry-over';

/** An existing endpoint where a person can act or look. */
export interface Way {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Chinese. */
  readonly title: string;
}

/** What a rule says about one record. */
export interface Found {
  readonly kind: FindingKind;
  /** Collection and id of the record it is about. */
  readonly collection: string;
  readonly subject: string;
  readonly since: Date;
  /** What is there, and why, as far as it can be told; Chinese. */
  readonly there: string;
  /** What should be; Chinese. */
  readonly shouldBe: string;
  readonly repair: Repair | null;
  /** What the repair does, or what a person must do; Chinese. */
  readonly remedy: string;
  readonly ways: readonly Way[];
}

/** Found, with what the repair needs and the store does not keep. */
export interface FoundNow extends Found {
  /** For post-line: the line as the record tells it. */
  readonly line?: Line;
  /** For carry-over: the post the ledger names. */
  readonly post?: { readonly ref: string; readonly url: string | null };
}

export interface Finding extends Found, Row {
  readonly monitor: MonitorName;
  readonly state: 'open' | 'resolved';
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly resolvedAt: Date | null;
  /** The run that saw it last. */
  readonly run: string;
  /** The latest repair, whether or not it helped. */
  readonly repaired: { readonly by: string; readonly at: Date } | null;
}

/** One finding of a kind about one record; short and safe in a path. */
export function findingId(monitor: MonitorName, { kind, collection, subject }: Found): string {
  return `f-${digestOf(`${monitor} ${kind} ${collection} ${subject}`).slice(0, 20)}`;
}

/** Where to look at a delivery, and what a named person may do there (delivery-routes.ts). */
export function waysOf(delivery: string, ...acts: readonly ('retry' | 'confirm' | 'give-up')[]): readonly Way[] {
  const path = `/api/deliveries/${encodeURIComponent(delivery)}`;
  const titles = { retry: '重发', confirm: '确认已发出', 'give-up': '放弃' } as const;
  const posts = acts.map((act) => ({ method: 'POST', path: `${path}/${act}`, title: titles[act] }) as const);
  return [{ method: 'GET', path, title: '查看投递' }, ...posts];
}
