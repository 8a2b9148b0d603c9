/**
 * What was answered to one message, as its writer may read it: what was sent to that message itself, what was said in public on its
 * topic (a comment answered, a release, a press conference), and of a phone call or a letter only that and when.
 */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { titlesOf } from '../delivery/piece.ts';
import { type Signal, type SignalKind, signalsOf } from '../signal/signal.ts';
import type { Database } from '../store/collection.ts';
import { familyOf, getRoot } from '../topic/topic-family.ts';
import { type Means, meansNames, repliesOf } from './reply.ts';

export interface GivenAnswer {
  readonly at: Date;
  /** How it was given; Chinese. */
  readonly means: string;
  /** Null for a release, and for what was said to one person elsewhere. */
  readonly text: string | null;
  /** Of the release that answers it. */
  readonly release: { readonly id: string; readonly title: string; readonly url: string } | null;
}

/** Everybody can read or hear these. */
const PUBLIC_MEANS: ReadonlySet<Means> = new Set(['press-conference', 'interview', 'website']);
const PUBLIC_KINDS: ReadonlySet<SignalKind> = new Set(['comment', 'mention']);

/** Earliest first; each text and each release once: of a release its earliest post, which is the page others link to. */
export async function givenAnswers(db: Database, signal: Signal): Promise<readonly GivenAnswer[]> {
  if (signal.topic === null) return [];
  const root = await getRoot(db, signal.topic);
  const family = await familyOf(db, root._id);
  const out = { 'facts.topic': { $in: family }, state: 'done' };
  const deliveries = await db.collection<Delivery>(DELIVERIES).find(out).toArray();
  const answers = [
    ...(await sentTexts(db, signal, deliveries)),
    ...(await publishedAnswers(db, signal, deliveries)),
    ...(await loggedAnswers(db, signal, family)),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const told = new Set<string>();
  return answers.filter(({ release, means, text }) => {
    const key = release?.id ?? `${means}\n${text}`;
    return told.size < told.add(key).size;
  });
}

async function sentTexts(db: Database, signal: Signal, deliveries: readonly Delivery[]): Promise<GivenAnswer[]> {
  const sent = deliveries.flatMap(({ order, facts, doneAt }) =>
    order.action === 'reply' && doneAt ? [{ text: order.text, to: String(facts.signal), at: doneAt }] : [],
  );
  const own = sent.filter(({ to }) => to === signal._id);
  if (own.length > 0) return own.map(({ text, at }) => ({ at, means: meansNames.channel, text, release: null }));
  const later = sent.filter(({ at }) => at >= signal.receivedAt);
  const addressees = signalsOf(db).find({ _id: { $in: later.map(({ to }) => to) } }, { projection: { kind: 1 } });
  const kinds = new Map((await addressees.toArray()).map(({ _id, kind }) => [_id, kind]));
  const inPublic = later.filter(({ to }) => PUBLIC_KINDS.has(kinds.get(to) ?? 'message'));
  return inPublic.map(({ text, at }) => ({ at, means: '公开回应同一事项', text, release: null }));
}

async function publishedAnswers(db: Database, signal: Signal, deliveries: readonly Delivery[]) {
  const posts = deliveries.flatMap(({ _id, order, facts, doneAt, url }) => {
    const release = typeof facts.release === 'string' ? facts.release : null;
    if (order.action !== 'publish' || !doneAt || !url || !release || doneAt < signal.receivedAt) return [];
    return [{ _id, at: doneAt, release, url }];
  });
  const isGone = ({ order }: Delivery) => order.action === 'withdraw' && order.replacedBy === null;
  const gone = new Set(deliveries.filter(isGone).map(({ facts }) => facts.release));
  const titles = await titlesOf(
    db,
    posts.map(({ _id }) => _id),
  );
  const standing = posts.filter(({ release }) => !gone.has(release));
  return standing.map(({ _id, at, release, url }): GivenAnswer => {
    return { at, means: '公开发布', text: null, release: { id: release, title: titles.get(_id) ?? '', url } };
  });
}

async function loggedAnswers(db: Database, signal: Signal, family: readonly string[]): Promise<GivenAnswer[]> {
  const covering = { topic: { $in: family }, state: 'logged', coversUntil: { $gte: signal.receivedAt } };
  const logged = await repliesOf(db).find(covering).toArray();
  return logged.flatMap(({ text, means, givenAt }) =>
    givenAt
      ? [{ at: givenAt, means: meansNames[means], text: PUBLIC_MEANS.has(means) ? text : null, release: null }]
      : [],
  );
}
