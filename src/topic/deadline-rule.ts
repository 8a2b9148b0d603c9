/**
 * What config/deadlines.json says (read by read-deadlines.ts): which periods hold for which topics, from which document, and
 * when somebody is told that one ends or has ended. What follows from it for a topic is deadline.ts.
 */
import type { Session } from '../calendar/office-hours.ts';
import type { Period } from '../calendar/period.ts';

/** Class → 界面: 政务舆情 by 国办发〔2016〕61号 and 80号, what is none by where it comes from. */
export const classNames = {
  major: '特别重大、重大舆情',
  opinion: '其他舆情',
  message: '普通留言',
  case: '热线工单',
  request: '依申请公开',
} as const;
export type TopicClass = keyof typeof classNames;

/** What kind of message or case, where periods tell kinds apart → 界面. */
export const matterNames = {
  general: '一般',
  consultation: '咨询',
  help: '求助',
  suggestion: '建议',
  complaint: '意见、投诉',
  investigation: '需调查核实',
  correction: '网站找错',
} as const;
export type Matter = keyof typeof matterNames;

/** Classes whose kinds are told apart. */
export const CLASSES_WITH_MATTER: readonly TopicClass[] = ['message', 'case'];

/** Who is told → 界面. A topic without owner or unit is the office's own: then everybody who answers there. */
export const toldNames = {
  handler: '承办人',
  'unit-head': '承办单位负责人',
  'office-leader': '政务公开办负责人',
} as const;
export type Told = keyof typeof toldNames;

/** When somebody is told that a period ends, and when that it has. Amount 0 after the end is at once. */
export interface Warnings {
  readonly before: readonly Period[];
  readonly after: readonly (Period & { readonly tell: Told })[];
}

export interface DeadlineRule {
  readonly id: string;
  readonly class: TopicClass;
  /** Only for this kind; null for every topic of the class. */
  readonly matter: Matter | null;
  /** What meets it: somebody takes it on, a unit gets it, it is answered. */
  readonly until: 'taken' | 'assigned' | 'answered';
  /** Only where the period starts in these Beijing days, 'YYYY-MM-DD'; null for no limit. */
  readonly from: string | null;
  readonly to: string | null;
  /** What must be done by then, and for what it holds; Chinese. */
  readonly name: string;
  readonly scope: string;
  readonly amount: number;
  readonly unit: Period['unit'];
  /** By how much, in the same unit, it may be extended once, and by which document; null for not at all. */
  readonly extension: { readonly amount: number; readonly source: string } | null;
  /** Own times instead of those that hold for the unit. */
  readonly warnings: Warnings | null;
  /** Document and number. */
  readonly source: string;
  /** What is not certain about it; null for nothing. */
  readonly doubtful: string | null;
}

export interface Deadlines {
  /** No document says when the clock starts: with the first signal's arrival here, or with its being written. */
  readonly startsAt: 'received' | 'written';
  readonly officeHours: readonly Session[];
  /** By the unit of the period, for rules without own times. */
  readonly warnings: Readonly<Record<Period['unit'], Warnings>>;
  /** How long a third party may take to say what it thinks of a disclosure: that time does not count. */
  readonly thirdParty: Period & { readonly source: string };
  readonly rules: readonly DeadlineRule[];
}
