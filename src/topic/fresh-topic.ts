/** A new topic as a record: opened by a signal that belongs to none. Who opens it is sort-signals.ts or take-up-signal.ts. */
import type { Signal } from '../signal/signal.ts';
import { clockOf } from './clock-of.ts';
import { HEARD_ONCE } from './heat-peaks.ts';
import { type Keys, plainKeysOf } from './keys-of.ts';
import { propose } from './propose.ts';
import { type Topic, titleOf, topicIdOf, topicLine } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';

/** Opened by sorting (`by: 'system'`) or by a person for a signal that was set aside. */
export function openedTopic(
  desk: Omit<TopicDesk, 'db'>,
  signal: Signal,
  { by, now, keys = plainKeysOf(signal) }: { readonly by: string; readonly now: Date; readonly keys?: Keys },
): Topic {
  const _id = topicIdOf(signal._id);
  const fresh = freshTopic(desk, signal, keys);
  const facts = {
    class: fresh.class,
    account: signal.account,
    kind: signal.kind,
    signal: signal._id,
    release: signal.release,
  };
  return {
    ...fresh,
    _id,
    title: titleOf(signal),
    createdAt: now,
    unposted: [topicLine({ _id, revision: 1 }, { what: 'topic.opened', at: now, by, facts })],
  };
}

/** Everything a fresh topic starts with; the class is what the rules propose, until a person says what it is. */
export function freshTopic(
  desk: Omit<TopicDesk, 'db'>,
  signal: Signal,
  keys: Keys,
): Omit<Topic, '_id' | 'title' | 'createdAt' | 'unposted'> {
  const { account, post, receivedAt, writtenAt, kind } = signal;
  const once = { signals: 1, recent: 1, heard: HEARD_ONCE };
  const proposal = propose({ said: [signal], kinds: [kind], accounts: [account], ...once }, desk);
  const { class: topicClass, matter } = proposal;
  const waiting = { class: topicClass, matter, receivedFrom: receivedAt, writtenFrom: writtenAt };
  return {
    ...waiting,
    classedBy: null,
    proposal,
    stirred: 0,
    warmed: 1,
    state: 'open',
    owner: null,
    units: [],
    assignments: [],
    revision: 1,
    account,
    post,
    keys: keys.title,
    samples: [{ of: signal._id, ...keys }],
    lastAt: writtenAt,
    ...clockOf(waiting, desk, null),
    answer: null,
    closing: null,
    merge: null,
    splitFrom: null,
    splitting: null,
  };
}
