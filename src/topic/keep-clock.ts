/**
 * What staff may do to the clock of a topic, each with its ledger line: extend it once where the rule allows; stop it while a
 * third party is heard; let it wait for an applicant who has to complete an application, and start it anew when that came in.
 * 政府信息公开条例 (国务院令第711号) articles 30 (补正), 32 (第三方意见) and 33 (期限、延长).
 */
import { endOfPeriod } from '../calendar/period.ts';
import { toDay } from '../clock.ts';
import { invalid, Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { changeTopic, getTopicIn, type Seen } from './change-topic.ts';
import { clockOf, officeOf } from './clock-of.ts';
import { type ClockMarks, duesOf } from './deadline.ts';
import type { Topic } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { isOfOffice } from './unit.ts';

export interface Reasoned extends Seen {
  /** Chinese; kept in the record, not in the ledger. */
  readonly reason: string;
}

const NEVER_TOUCHED: ClockMarks = { restartedAt: null, extended: null, pauses: [], waiting: null };

/** By whoever heads the office or signs for it. Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state'. */
export async function extendTopic(
  desk: TopicDesk,
  { reason, ...seen }: Reasoned,
  by: Person,
  now: Date,
): Promise<Topic> {
  if (!by.isHead || !isOfOffice(by, desk.units)) requireRole(by, 'approver');
  const topic = await getTopicIn(desk.db, { ...seen, states: ['open'], act: '延长期限' }, by, 'approver');
  const clock = marksOf(topic);
  const due = duesOf(topic, desk.deadlines, desk.calendar).find(
    ({ met, rule }) => !met && extensionOf(desk, rule) !== null,
  );
  if (!due) throw new Problem('wrong-state', '此类事项的时限没有可以延长的规定。请按期办理。');
  if (clock.extended) throw new Problem('wrong-state', '此事项已经延长过一次，不能再延长。请按期答复。');
  if (due.at < now) throw new Problem('wrong-state', '期限已过，不能再延长。请尽快答复并说明原因。');
  const extended = { at: now, by: by.id, reason };
  return await change(
    desk,
    topic,
    { ...clock, extended },
    { what: 'topic.extended', by, now, facts: { rule: due.rule } },
  );
}

export interface Asking extends Reasoned {
  /** By when the applicant is to complete it. */
  readonly until: Date;
}

/** Answers a warning when the notice is late. Throws as extendTopic, and 'invalid-input'. */
export async function askCompletion(desk: TopicDesk, { reason, until, ...seen }: Asking, by: Person, now: Date) {
  const topic = await getRequest(desk, { ...seen, act: '告知补正' }, by, now);
  const clock = marksOf(topic);
  if (clock.restartedAt) throw new Problem('wrong-state', '补正只能一次性告知，此申请已经补正过。请按期答复。');
  if (until <= now) throw invalid('until', '补正期限已过', '请填写将来的时间');
  const check = duesOf(topic, desk.deadlines, desk.calendar).find(({ rule }) => rule === 'request-check');
  const waiting = { since: now, until, reason };
  const told = {
    what: 'topic.clock-stopped',
    by,
    now,
    facts: { why: 'completion', until: until.toISOString() },
  } as const;
  const after = await change(desk, topic, { ...clock, waiting }, told);
  const isLate = check !== undefined && now > check.at;
  return {
    topic: after,
    warning: isLate ? `补正告知晚于 ${toDay(check.at)} 的期限（${check.source}），请存档说明。` : null,
  };
}

/** A third party is asked for its opinion: the days after today until the answer, at most until `until`, do not count. */
export async function consultThirdParty(
  desk: TopicDesk,
  { reason, ...seen }: Reasoned,
  by: Person,
  now: Date,
): Promise<Topic> {
  const topic = await getRequest(desk, { ...seen, act: '征求第三方意见' }, by, now);
  const clock = marksOf(topic);
  const to = endOfPeriod(now, desk.deadlines.thirdParty, officeOf(desk)).at;
  const pauses = [...clock.pauses, { from: now, to, reason }];
  const facts = { why: 'third-party', until: to.toISOString() };
  return await change(desk, topic, { ...clock, pauses }, { what: 'topic.clock-stopped', by, now, facts });
}

export interface Resuming extends Seen {
  /** When what was waited for came in; now when left out. */
  readonly at?: Date;
}

/** What the clock waited for has come in. Throws as extendTopic, and 'invalid-input'. */
export async function startClock(desk: TopicDesk, { at, ...seen }: Resuming, by: Person, now: Date): Promise<Topic> {
  const topic = await getTopicIn(desk.db, { ...seen, states: ['open'], act: '恢复计时' }, by);
  const clock = marksOf(topic);
  const came = at ?? now;
  const pause = clock.pauses.at(-1);
  const since = clock.waiting?.since ?? (pause && pause.to > now ? pause.from : null);
  if (!since) throw new Problem('wrong-state', '此事项的时限正在计算，没有停止。请刷新后再操作。');
  if (came > now) throw invalid('at', '收到的时间在将来', '请填写实际收到的时间');
  if (came < since) throw invalid('at', '收到的时间早于停止计时的时间', '请填写实际收到的时间');
  const set = clock.waiting
    ? { ...clock, waiting: null, restartedAt: came }
    : { ...clock, pauses: clock.pauses.map((one) => (one === pause ? { ...one, to: came } : one)) };
  const facts = { why: clock.waiting ? 'completion' : 'third-party', at: came.toISOString() };
  return await change(desk, topic, set, { what: 'topic.clock-started', by, now, facts });
}

function marksOf({ clock }: Topic): ClockMarks {
  return clock ?? NEVER_TOUCHED;
}

function extensionOf({ deadlines }: TopicDesk, id: string) {
  return deadlines.rules.find((rule) => rule.id === id)?.extension ?? null;
}

async function getRequest(
  { db }: TopicDesk,
  meant: Seen & { readonly act: string },
  by: Person,
  now: Date,
): Promise<Topic> {
  const { act } = meant;
  const topic = await getTopicIn(db, { ...meant, states: ['open'] }, by);
  if (topic.class !== 'request') throw new Problem('wrong-state', `${act}只用于依申请公开。类别不对的，请先定级。`);
  const { waiting, pauses } = marksOf(topic);
  if (waiting || pauses.some(({ to }) => to > now))
    throw new Problem('wrong-state', '此事项的时限已经停止计算。请先恢复计时。');
  return topic;
}

interface Told {
  readonly what: 'topic.extended' | 'topic.clock-stopped' | 'topic.clock-started';
  readonly by: Person;
  readonly now: Date;
  readonly facts: Readonly<Record<string, string>>;
}

async function change(
  desk: TopicDesk,
  topic: Topic,
  clock: ClockMarks,
  { what, by, now, facts }: Told,
): Promise<Topic> {
  const moved = clockOf({ ...topic, clock }, desk, topic);
  const set = { clock, ...moved };
  const told = { ...facts, due: moved.due.at.toISOString() };
  return await changeTopic(desk.db, topic, { what, set, facts: told }, { by: by.id, now });
}
