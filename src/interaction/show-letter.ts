/**
 * Publishing a letter with its answer, and taking it off again: only with the writer's consent, only answered ones, and only in the
 * words somebody with the right to sign has read: numbers of persons in them are refused.
 */
import { invalid, Problem } from '../errors.ts';
import { aLine, type Line } from '../ledger/line.ts';
import { findPersonal, maskPersonal } from '../privacy/find-personal.ts';
import { personalKinds } from '../privacy/personal-kind.ts';
import { signalsOf } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Shown, type Submission, submissionsOf } from './submission.ts';

export interface Showing {
  readonly id: string;
  /** The letter's own words, or the answer's, where left out. */
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly answer?: string | undefined;
}

interface Desk {
  readonly db: Database;
  /** The public may see something else than before. */
  changed(): void;
}

/** Throws 'no-right', 'not-found', 'wrong-state', 'invalid-input'. Doing it again replaces the words. */
export async function showLetter(desk: Desk, showing: Showing, by: Person, now: Date): Promise<Submission> {
  requireRole(by, 'reviewer', 'approver');
  const letter = await getLetter(desk.db, showing.id);
  if (!letter.consents) throw new Problem('wrong-state', '写信人没有同意公开，不能刊登。');
  const latest = letter.answers.at(-1);
  if (!latest) throw new Problem('wrong-state', '来信还没有答复，不能刊登。请先答复。');
  const signal = await signalsOf(desk.db).findOne({ _id: letter.signal });
  const title = showing.title ?? maskPersonal(signal?.title ?? '').text;
  const text = showing.text ?? maskPersonal(signal?.text ?? '').text;
  const answer = showing.answer ?? maskPersonal(latest.text).text;
  refusePersonal({ title, text, answer });
  const shown: Shown = { title, text, answer, answeredAt: latest.at, at: now, by: by.id };
  return await change(desk, letter, { shown, shownAt: now }, lineOf(letter, 'submission.shown', by, now));
}

/** Throws 'no-right', 'not-found', 'wrong-state'. */
export async function hideLetter(desk: Desk, id: string, by: Person, now: Date): Promise<Submission> {
  requireRole(by, 'reviewer', 'approver');
  const letter = await getLetter(desk.db, id);
  if (letter.shownAt === null) throw new Problem('wrong-state', '这封来信没有刊登。');
  const set = { shownAt: null, shown: null };
  return await change(desk, letter, set, lineOf(letter, 'submission.hidden', by, now));
}

/** Throws 'not-found'. */
export async function getSubmission(db: Database, id: string): Promise<Submission> {
  const found = await submissionsOf(db).findOne({ _id: id });
  if (!found) throw new Problem('not-found', '没有这一件。请从列表重新进入。');
  return found;
}

async function getLetter(db: Database, id: string): Promise<Submission> {
  const letter = await getSubmission(db, id);
  if (letter.kind !== 'letter') throw new Problem('wrong-state', '只有来信可以刊登。');
  return letter;
}

/** Whoever signs gives the words; what was overlooked in them is refused, what nobody gave is masked. */
function refusePersonal(words: Readonly<Record<'title' | 'text' | 'answer', string>>): void {
  for (const [field, text] of Object.entries(words)) {
    const [found] = findPersonal(text);
    if (!found) continue;
    const problem = `疑似含有${personalKinds[found.kind]}：${found.masked}`;
    throw invalid(field, problem, '刊登前请隐去个人信息，办公电话等可改写为“见网站”');
  }
}

async function change(
  { db, changed }: Desk,
  { _id, revision }: Submission,
  set: Partial<Submission>,
  line: Line,
): Promise<Submission> {
  const update = { $set: { ...set, revision: revision + 1 }, $push: { unposted: line } };
  const after = await submissionsOf(db).findOneAndUpdate({ _id, revision }, update, { returnDocument: 'after' });
  if (!after) throw new Problem('stale-revision', '这封来信刚被其他人处理过。请刷新后查看。');
  changed();
  return after;
}

function lineOf({ _id, kind, revision }: Submission, what: Line['what'], by: Person, now: Date): Line {
  return aLine({ what, subject: _id, at: now, by: by.id, nth: revision + 1, facts: { kind } });
}
