/** Topics as JSON. A topic's whole page, with what others know of it, is topic-page-routes.ts. */
import { after, days } from '../clock.ts';
import { signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import type { Due } from './deadline.ts';
import { classNames, matterNames } from './deadline-rule.ts';
import type { Proposal } from './propose.ts';
import { type Topic, topicStateNames } from './topic.ts';
import { familyOf } from './topic-family.ts';

/** A row of the queue: with how many voices it has, and how many in the last 24 hours: what is heating up. */
export async function showTopicRow(db: Database, topic: Topic, now: Date) {
  const family = { topic: { $in: await familyOf(db, topic._id) } };
  const [signals, recentSignals] = await Promise.all([
    signalsOf(db).countDocuments(family),
    signalsOf(db).countDocuments({ ...family, receivedAt: { $gte: after(now, -days(1)) } }),
  ]);
  return { ...showTopic(topic, now), signals, recentSignals };
}

/** The record's own part. */
export function showTopic(topic: Topic, now: Date) {
  const { _id, title, class: topicClass, matter, state, owner, revision, account, post } = topic;
  const { answer, closing, merge, splitFrom, splitting, createdAt, receivedFrom, writtenFrom, lastAt } = topic;
  return {
    ...{
      id: _id,
      title,
      class: topicClass,
      className: classNames[topicClass],
      matter,
      matterName: matterNames[matter],
      classedBy: topic.classedBy ?? null,
      proposal: topic.proposal ? showProposal(topic, topic.proposal) : null,
    },
    ...{ state, stateName: topicStateNames[state], owner, revision, account, post },
    ...{ due: showDue(topic.due, now), overdue: state === 'open' && topic.due.at < now },
    ...{ answeredAt: answer?.at ?? null, closing, createdAt, receivedFrom, writtenFrom, lastAt },
    ...{ mergedInto: merge?.into ?? null, splitFrom: splitFrom?.topic ?? null, splitting: splitting !== null },
  };
}

export function showDue({ at, rule, name, explanation, source, doubtful, met, provisional }: Due, now: Date) {
  const is = { met: met ?? false, provisional: provisional ?? false, passed: !met && at < now };
  return { at, rule, name, explanation, source, doubtful, ...is };
}

/** `differs`: a person has said otherwise, or the rules have thought of something else since. */
function showProposal(topic: Topic, { class: topicClass, matter, rule, reason }: Proposal) {
  const names = { className: classNames[topicClass], matterName: matterNames[matter] };
  const differs = topic.class !== topicClass || topic.matter !== matter;
  return { class: topicClass, matter, ...names, rule, reason, differs };
}
