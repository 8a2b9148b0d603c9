/** Topics as JSON. A topic's whole page, with what others know of it, is topic-page-routes.ts. */

import { after, days } from '../clock.ts';
import { signalsOf } from '../signal/signal.ts';
import { type Assignment, assignmentStateNames, partNames, unitsOf } from './assignment.ts';
import type { Due } from './deadline.ts';
import { classNames, matterNames } from './deadline-rule.ts';
import { heatAt } from './heat-rule.ts';
import type { Proposal } from './propose.ts';
import { type Topic, topicStateNames } from './topic.ts';
import type { TopicDesk } from './topic-desk.ts';
import { familyOf } from './topic-family.ts';
import { type Units, unitName } from './unit.ts';

/** A row of the queue: with how many voices it has, and how many in the last 24 hours: what is heating up. */
export async function showTopicRow({ db, units }: Pick<TopicDesk, 'db' | 'units'>, topic: Topic, now: Date) {
  const family = { topic: { $in: await familyOf(db, topic._id) } };
  const [signals, recentSignals] = await Promise.all([
    signalsOf(db).countDocuments(family),
    signalsOf(db).countDocuments({ ...family, receivedAt: { $gte: after(now, -days(1)) } }),
  ]);
  return { ...showTopic(topic, units, now), signals, recentSignals };
}

/** The record's own part. */
export function showTopic(topic: Topic, units: Units, now: Date) {
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
      proposal: topic.proposal ? showProposal(topic, topic.proposal, units) : null,
    },
    ...showHandling(topic, units),
    ...{ state, stateName: topicStateNames[state], owner, revision, account, post },
    ...{ due: showDue(topic.due, now), overdue: state === 'open' && topic.due.at < now },
    ...{ clock: topic.clock ?? null, alert: state === 'open' ? (topic.warning ?? null) : null },
    ...{ answeredAt: answer?.at ?? null, closing, createdAt, receivedFrom, writtenFrom, lastAt },
    heat: topic.heatKey === undefined ? null : heatAt(topic.heatKey, now),
    formerTitle: topic.renamings?.at(-1)?.from ?? null,
    ...{ mergedInto: merge?.into ?? null, splitFrom: splitFrom?.topic ?? null, splitting: splitting !== null },
  };
}

export function showDue({ at, rule, name, explanation, source, doubtful, met, provisional }: Due, now: Date) {
  const is = { met: met ?? false, provisional: provisional ?? false, passed: !met && at < now };
  return { at, rule, name, explanation, source, doubtful, ...is };
}

/** Who handles it now, and every giving and handing back there was, the first one first. */
function showHandling({ assignments = [] }: Topic, units: Units) {
  const returned = assignments.filter(({ state }) => state === 'returned').length;
  const current = unitsOf(assignments).map((id) => ({ id, name: unitName(id, units) }));
  return {
    units: current,
    timesHandedBack: returned,
    assignments: assignments.map((one) => showAssignment(one, units)),
  };
}

function showAssignment({ unit, part, state, note, dueAt, at, by, settled }: Assignment, units: Units) {
  const names = { unitName: unitName(unit, units), partName: partNames[part], stateName: assignmentStateNames[state] };
  return { unit, part, state, ...names, note, dueAt, at, by, settled };
}

/** `differs`: a person has said otherwise, or the rules have thought of something else since. */
function showProposal(topic: Topic, { class: topicClass, matter, rule, reason, unit }: Proposal, units: Units) {
  const names = { className: classNames[topicClass], matterName: matterNames[matter] };
  const differs = topic.class !== topicClass || topic.matter !== matter;
  const whose = unit ? { ...unit, unitName: unitName(unit.unit, units) } : null;
  return { class: topicClass, matter, ...names, rule, reason, differs, unit: whose };
}
