/** Writing, approving and switching what is answered automatically. A changed text, words or days need a new approval. */
import type { Channel } from '../channel/contract.ts';
import type { Account } from '../channel/kind.ts';
import { invalid, Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import type { SignalKind } from '../signal/signal.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type AutoRule, type AutoUse, autoLine, autoRulesOf, getAutoRule, type MatchHow } from './auto-rule.ts';
import { checkWording, fillFor, SAMPLE_NUMBER, tellsNumber } from './wording.ts';

export interface AutoDesk {
  readonly db: Database;
  readonly accounts: readonly Account[];
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
}

export interface AutoInput {
  readonly use: AutoUse;
  readonly account: string;
  readonly kinds: readonly SignalKind[];
  readonly match: { readonly how: MatchHow; readonly words: readonly string[] } | null;
  readonly text: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface SeenRule {
  readonly id: string;
  readonly revision: number;
}

/** What reaches us as somebody's words on a platform; a letter shows its number at once. */
const AUTOMATIC_KINDS: ReadonlySet<SignalKind> = new Set(['message', 'comment', 'mention']);
const SHORTEST_CONTAINED = 2;

/** Throws 'no-right', 'invalid-input', 'does-not-fit'. It is off until it is approved and switched on. */
export async function writeAutoRule(desk: AutoDesk, input: AutoInput, by: Person, now: Date): Promise<AutoRule> {
  requireRole(by, 'responder');
  check(desk, input);
  const fresh: AutoRule = {
    ...{ ...input, _id: newId(now), isOn: true, revision: 1, writers: [by.id], approval: null, createdAt: now },
    unposted: [],
  };
  const rule = { ...fresh, unposted: [autoLine(fresh, 'auto-answer.drafted', by.id, now)] };
  await autoRulesOf(desk.db).insertOne(rule);
  return rule;
}

/** Throws what writeAutoRule() throws, and 'not-found', 'stale-revision'. */
export async function editAutoRule(
  desk: AutoDesk,
  { id, revision, ...input }: SeenRule & AutoInput,
  by: Person,
  now: Date,
): Promise<AutoRule> {
  requireRole(by, 'responder');
  check(desk, input);
  const before = await getSeen(desk.db, { id, revision });
  const writers = before.approval ? [by.id] : [...new Set([...before.writers, by.id])];
  return await change(desk.db, before, { ...input, writers, approval: null }, { what: 'auto-answer.drafted', by, now });
}

/** By somebody who did not write on it. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'same-person', 'does-not-fit'. */
export async function approveAutoRule(desk: AutoDesk, seen: SeenRule, by: Person, now: Date): Promise<AutoRule> {
  requireRole(by, 'reviewer', 'approver');
  const before = await getSeen(desk.db, seen);
  if (before.approval) throw new Problem('wrong-state', '这条自动答复已经批准。请刷新后查看。');
  if (before.writers.includes(by.id)) {
    throw new Problem('same-person', '起草或修改过这条自动答复的人不能批准它。请由另一位同事批准。');
  }
  check(desk, before);
  const set = { approval: { by: by.id, at: now } };
  return await change(desk.db, before, set, { what: 'auto-answer.approved', by, now });
}

/** Off at once; on again without a new approval, as the words are the same. */
export async function switchAutoRule(
  { db }: AutoDesk,
  { isOn, ...seen }: SeenRule & { readonly isOn: boolean },
  by: Person,
  now: Date,
): Promise<AutoRule> {
  requireRole(by, 'responder', 'reviewer', 'approver');
  const before = await getSeen(db, seen);
  if (before.isOn === isOn) return before;
  const what = isOn ? 'auto-answer.switched-on' : 'auto-answer.switched-off';
  return await change(db, before, { isOn }, { what, by, now });
}

async function getSeen(db: Database, { id, revision }: SeenRule): Promise<AutoRule> {
  const rule = await getAutoRule(db, id);
  if (rule.revision !== revision) throw stale();
  return rule;
}

type Act = { readonly what: Parameters<typeof autoLine>[1]; readonly by: Person; readonly now: Date };

async function change(
  db: Database,
  before: AutoRule,
  set: Partial<AutoRule>,
  { what, by, now }: Act,
): Promise<AutoRule> {
  const next = { ...before, ...set, revision: before.revision + 1 };
  const update = { $set: { ...set, revision: next.revision }, $push: { unposted: autoLine(next, what, by.id, now) } };
  const as = { _id: before._id, revision: before.revision };
  const after = await autoRulesOf(db).findOneAndUpdate(as, update, { returnDocument: 'after' });
  if (!after) throw stale();
  return after;
}

function stale(): Problem {
  const problem = '这条自动答复刚被其他人改动';
  const remedy = '请刷新，确认最新内容后再操作';
  return new Problem('stale-revision', `${problem}。${remedy}。`, { fields: [{ field: 'revision', problem, remedy }] });
}

function check(desk: AutoDesk, input: AutoInput): void {
  checkWording(input, desk.accounts);
  checkMatch(input);
  if (input.from && input.to && input.to < input.from) throw invalid('to', '截止日早于起始日', '请调整两个日期');
  for (const kind of input.kinds) {
    if (!AUTOMATIC_KINDS.has(kind)) throw invalid('kinds', '这类来件不能自动答复', '请只选私信、评论或提及');
  }
  checkChannel(desk, input);
}

function checkMatch({ use, match, text }: AutoInput): void {
  if (use === 'receipt') {
    if (match !== null) throw invalid('match', '收件回执不按关键词发送', '请去掉此项，或改为关键词答复');
    if (!tellsNumber(text)) throw invalid('text', '回执没有写明查询编号', '请在文中加上 {编号}');
    return;
  }
  if (match === null || match.words.length === 0) throw invalid('match', '没有关键词', '请至少填写一个关键词');
  const short = match.how === 'contains' && match.words.find((word) => [...word].length < SHORTEST_CONTAINED);
  if (short) throw invalid('match', `“${short}”太短，几乎每条都含有`, '请写两个字以上，或改为全文等于');
}

/** A platform that takes one answer to a comment keeps it for the answer of a person. */
function checkChannel({ accounts, channels }: AutoDesk, { account, kinds, text }: AutoInput): void {
  const name = accounts.find(({ id }) => id === account)?.name;
  if (name === undefined) throw invalid('account', `没有账号“${account}”`, '请从账号列表中选择');
  const channel = channels.has(account) ? channels.get(account) : null;
  if (!channel?.reply) throw new Problem('does-not-fit', `“${name}”没有接入，或不能在原处回应，不能自动答复。`);
  const { limits } = channel;
  if (limits.repliesPerComment !== null && kinds.some((kind) => kind !== 'message')) {
    const why = `“${name}”对一条评论只能回应 ${limits.repliesPerComment} 次`;
    throw new Problem('does-not-fit', `${why}，自动答复会占用人工答复的机会。请只选私信。`);
  }
  const length = limits.countText(fillFor(text, { name: '网友', number: SAMPLE_NUMBER }));
  if (limits.reply !== null && length > limits.reply) {
    throw new Problem('does-not-fit', `答复长 ${length}，超过“${name}”的上限 ${limits.reply}。请缩短。`);
  }
}
