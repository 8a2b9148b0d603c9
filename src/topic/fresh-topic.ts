/** A new topic as a record: opened by a signal that belongs to none. Who opens it is sort-signals.ts or take-up-signal.ts. */
import type { Signal } from '../signal/signal.ts';
import { duesOf } from './deadline.ts';
import { type Keys, keysOf } from './keys-of.ts';
import { type Topic, titleOf, topicIdOf, topicLine } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** Opened by sorting (`by: 'system'`) or by a person for a signal that was set aside. */
export function openedTopic(
  desk: Omit<TopicDesk, 'db'>,
  signal: Signal,
  { by, now }: { readonly by: string; readonly now: Date },
): Topic {
  const _id = topicIdOf(signal._id);
  const facts = {
    class: 'message',
    account: signal.account,
    kind: signal.kind,
    signal: signal._id,
    release: signal.release,
  };
  return {
    ...freshTopic(desk, signal, keysOf(signal)),
    _id,
    title: titleOf(signal),
    createdAt: now,
    unposted: [topicLine({ _id, revision: 1 }, { what: 'topic.opened', at: now, by, facts })],
  };
}

/** Everything a fresh topic starts with; what it proposes (普通留言) a person may raise. */
export function freshTopic(
  { deadlines, calendar }: Omit<TopicDesk, 'db'>,
  { account, post, receivedAt, writtenAt }: Signal,
  keys: Keys,
): Omit<Topic, '_id' | 'title' | 'createdAt' | 'unposted'> {
  const waiting = { class: 'message', matter: 'general', receivedFrom: receivedAt, writtenFrom: writtenAt } as const;
  const [due] = duesOf(waiting, deadlines, calendar);
  return {
    ...waiting,
    state: 'open',
    owner: null,
    revision: 1,
    account,
    post,
    keys: keys.title,
    samples: [keys],
    lastAt: writtenAt,
    due,
    answer: null,
    closing: null,
    merge: null,
    splitFrom: null,
    splitting: null,
  };
}
