/** What is found of an answer of ours: its text, and what was asked, without what tells who asked. */
import { maskPersonal } from '../privacy/find-personal.ts';
import { meansNames, type Reply } from '../reply/reply.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { topicsOf } from '../topic/topic.ts';
import { MOST_TEXT, type SearchRow } from './search-row.ts';

/** Messages that stand for what was asked, and characters of each. */
const ASKED = 3;
const MOST_ASKED = 2_000;

export async function answerRow(db: Database, reply: Reply, now: Date): Promise<SearchRow> {
  const topic = await topicsOf(db).findOne({ _id: reply.topic });
  const options = { sort: { writtenAt: 1 }, limit: ASKED } as const;
  const signals = await signalsOf(db).find({ topic: reply.topic }, options).toArray();
  const asked = signals.map(({ title, text }) => [title, text].filter(Boolean).join('。').slice(0, MOST_ASKED));
  return {
    _id: `reply:${reply._id}`,
    kind: 'answer',
    title: maskPersonal(topic?.title ?? '').text,
    body: maskPersonal(asked.join('\n')).text,
    answer: reply.text.slice(0, MOST_TEXT),
    column: null,
    at: reply.givenAt ?? reply.approval?.at ?? reply.createdAt,
    path: null,
    topic: reply.topic,
    means: meansNames[reply.means],
    gone: false,
    changedAt: now,
  };
}
