/**
 * The stage that tells topics they are answered: by a reply that has arrived somewhere, by one logged by hand, or by a
 * release that responds to them. It only repeats what deliveries and replies say, so doing it again changes nothing.
 */
import { after, days } from '../clock.ts';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { answeredTopic, noteAnswer, noteAnswerOf } from '../topic/note-answer.ts';
import { topicsOf } from '../topic/topic.ts';
import type { TopicDesk } from '../topic/topic-desk.ts';
import { type Reply, repliesOf } from './reply.ts';

/** Returns how many answers it noted. */
export async function noteAnswered(desk: TopicDesk, now: Date): Promise<number> {
  let noted = await noteReleases(desk, now);
  const waiting = { noted: false, state: { $in: ['ordered', 'logged'] } };
  for await (const reply of repliesOf(desk.db).find(waiting)) if (await noteReply(desk, reply, now)) noted++;
  return noted;
}

async function noteReply(desk: TopicDesk, reply: Reply, now: Date): Promise<boolean> {
  const { _id, topic, givenAt, deliveries, createdAt } = reply;
  const coversUntil = reply.coversUntil ?? reply.createdAt;
  if (givenAt) {
    await noteAnswer(desk, topic, { at: givenAt, coversUntil, fixedAt: createdAt }, now);
    return await mark(desk, _id, { noted: true });
  }
  const orders = await desk.db
    .collection<Delivery>(DELIVERIES)
    .find({ _id: { $in: deliveries } })
    .toArray();
  const [first] = orders.flatMap(({ state, doneAt }) => (state === 'done' && doneAt ? [doneAt] : [])).sort(byTime);
  if (first) {
    // Whom it goes to was settled when it was ordered.
    const [fixedAt = createdAt] = orders.map((order) => order.createdAt).sort(byTime);
    await noteAnswerOf(desk, topic, { at: first, coversUntil, fixedAt }, now);
    return await mark(desk, _id, { noted: true, state: 'sent' });
  }
  const isOver = orders.every(({ state }) => state === 'cancelled');
  return isOver ? await mark(desk, _id, { noted: true, state: 'failed' }) : false;
}

async function mark({ db }: TopicDesk, _id: string, set: Partial<Reply>): Promise<boolean> {
  await repliesOf(db).updateOne({ _id, noted: false }, { $set: set });
  return true;
}

/** Releases carry no mark of ours; a topic that knows of an answer at least as late needs no telling. */
const LOOK_BACK_MS = days(30);

async function noteReleases(desk: TopicDesk, now: Date): Promise<number> {
  const published = {
    createdAt: { $gte: after(now, -LOOK_BACK_MS) },
    'facts.topic': { $gt: '' },
    'order.action': 'publish',
    state: 'done',
  };
  let noted = 0;
  for await (const { facts, doneAt } of desk.db.collection<Delivery>(DELIVERIES).find(published)) {
    if (typeof facts.topic !== 'string' || doneAt === null) continue;
    if (!(await topicsOf(desk.db).findOne({ _id: facts.topic }))) continue; // named before it was checked
    const given = { at: doneAt, coversUntil: doneAt, fixedAt: doneAt };
    const { answer } = await answeredTopic(desk.db, facts.topic, given);
    if (answer && answer.coversUntil >= doneAt) continue;
    await noteAnswer(desk, facts.topic, given, now);
    noted++;
  }
  return noted;
}

function byTime(a: Date, b: Date): number {
  return a.getTime() - b.getTime();
}
