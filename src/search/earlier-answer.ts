/**
 * Answers of earlier times: messages and what the office answered to them before this service, brought in as a file so that there is
 * something to suggest from on the first day. They are no replies of ours and count in no figure.
 */
import { maskPersonal } from '../privacy/find-personal.ts';
import type { Collection, Database, IndexDeclaration, Row } from '../store/collection.ts';
import { MOST_TEXT, type SearchRow } from './search-row.ts';

export interface EarlierAnswer extends Row {
  /** `<source>:<ref>` of where it came from. */
  readonly _id: string;
  readonly title: string;
  /** What was asked. */
  readonly text: string;
  readonly reply: string;
  readonly repliedAt: Date;
  /** The unit that answered, or ''. */
  readonly unit: string;
  readonly broughtBy: string;
  readonly broughtAt: Date;
  readonly searched: boolean;
}

export const EARLIER_ANSWERS = 'earlier-answers';

export function earlierAnswersOf(db: Database): Collection<EarlierAnswer> {
  return db.collection<EarlierAnswer>(EARLIER_ANSWERS);
}

export const earlierAnswerIndexes: readonly IndexDeclaration[] = [
  { collection: EARLIER_ANSWERS, keys: { searched: 1 }, serves: 'which of them can not be found yet?' },
];

export function earlierRow({ _id, title, text, reply, repliedAt, unit }: EarlierAnswer, now: Date): SearchRow {
  return {
    _id: `earlier:${_id}`,
    kind: 'answer',
    title: maskPersonal(title).text,
    body: maskPersonal(text.slice(0, MOST_TEXT)).text,
    answer: reply.slice(0, MOST_TEXT),
    column: null,
    at: repliedAt,
    path: null,
    topic: null,
    means: unit || '历史答复',
    gone: false,
    changedAt: now,
  };
}
