/**
 * What goes on by itself, in two rounds beside each other: what releases and answers need, and what is made of messages. However
 * many messages there are, no release waits for their sorting; while they pour in, nothing is made of them at all.
 */
import { emptyInbox } from './channel/inbox.ts';
import type { Registry } from './channel/registry.ts';
import { takeNews } from './delivery/settle-by-news.ts';
import { openImporter } from './import/run-imports.ts';
import { tellingCollections } from './indexes.ts';
import { postLines } from './ledger/post-lines.ts';
import { planReleases } from './plan/plan-release.ts';
import { recordRiders } from './plan/record-riders.ts';
import { answerAutomatically } from './reply/answer-automatically.ts';
import { noteAnswered } from './reply/note-answered.ts';
import { orderReplies } from './reply/order-replies.ts';
import { reportCases } from './reply/report-cases.ts';
import { recordSaid } from './reply/say-at-once.ts';
import { FLOOD, type FloodGate, openFloodGate } from './schedule/flood-gate.ts';
import type { RightOfWay } from './schedule/right-of-way.ts';
import { openStages, type Stage, type Stages } from './schedule/stages.ts';
import { whenQuiet } from './schedule/when-quiet.ts';
import { indexSearch } from './search/index-search.ts';
import { SIGNALS } from './signal/signal.ts';
import { takePushed } from './signal/take-pushed.ts';
import { type Staging, topicStages } from './topic/topic-stages.ts';

type RoundsDesk = Staging & { readonly channels: Pick<Registry, 'all'> } & Parameters<typeof planReleases>[0] &
  Parameters<typeof orderReplies>[0] &
  Parameters<typeof takeNews>[1] & { readonly key: Buffer; readonly processId: string; readonly way: RightOfWay };

export interface Rounds extends Stages {
  /** Told of messages that come in. */
  readonly flood: FloodGate;
}

/** A flood of messages may delay their own lines. Everything else is told at once. */
const quickToTell = tellingCollections.filter((name) => name !== SIGNALS);

/** The gate must have found out by itself by then. */
const A_MOMENT_MS = 50;

export function openRounds(desk: RoundsDesk, dispatcher: { nudge(): void }): Rounds {
  const { log } = desk;
  const gate = openFloodGate();
  let isAwaited = false;
  const afterFlood = whenQuiet(() => messages.nudge(), { ...FLOOD, quietMs: FLOOD.quietMs + A_MOMENT_MS });
  const flood: FloodGate = {
    note(count) {
      gate.note(count);
      if (gate.isFlooded()) afterFlood();
    },
    // Who waits until all is done is not kept waiting by what has just come in.
    isFlooded: () => gate.isFlooded() && !isAwaited,
  };
  const nudgeAll = () => {
    for (const one of [stages, messages, dispatcher]) one.nudge();
  };
  const importer = openImporter({ ...desk, flood, nudge: nudgeAll });
  const imports: Stage = { name: 'imports', pull: async () => importer.wake() };
  const stages = openStages([imports, ...releaseStages(desk, dispatcher)], log);
  const messages = openStages(
    messageStages(desk, flood).map((stage) => made(stage, stages)),
    log,
  );
  return {
    flood,
    nudge: () => {
      for (const one of [stages, messages]) one.nudge();
    },
    idle: async () => {
      isAwaited = true;
      for (const one of [importer, stages, messages, stages]) await one.idle();
      isAwaited = false;
    },
    stop: async () => {
      await Promise.all([importer, stages, messages].map((one) => one.stop()));
    },
  };
}

function releaseStages(desk: RoundsDesk, dispatcher: { nudge(): void }): readonly Stage[] {
  const { db, clock, key } = desk;
  const nudged = (count: number) => {
    if (count > 0) dispatcher.nudge();
    return count;
  };
  return [
    { name: 'plan', pull: async () => nudged(await planReleases(desk, clock.now())) },
    { name: 'riders', pull: () => recordRiders(db) },
    { name: 'take-pushes', pull: async () => nudged(await takePushes(desk, key)) },
    { name: 'order-replies', pull: async () => nudged(await orderReplies(desk, clock.now())) },
    { name: 'answer-automatically', pull: async () => nudged(await answerAutomatically(desk, clock.now())) },
    { name: 'note-answered', pull: () => noteAnswered(desk, clock.now()) },
    { name: 'report-cases', pull: async () => nudged(await reportCases(desk, clock.now())) },
    { name: 'post', pull: () => postLines(db, quickToTell) },
  ];
}

function messageStages(desk: RoundsDesk, flood: FloodGate): readonly Stage[] {
  const { db, clock } = desk;
  const own: readonly Stage[] = [
    ...topicStages({ ...desk, isHeld: flood.isFlooded }),
    { name: 'index-search', pull: () => indexSearch(db, clock.now()) },
    { name: 'post-signals', pull: () => postLines(db, [SIGNALS], flood.isFlooded) },
  ];
  return own.map(({ name, pull }) => ({ name, pull: async () => (flood.isFlooded() ? 0 : await pull()) }));
}

/** Topics that were made have lines to be told, and answers to be ordered. */
function made({ name, pull }: Stage, others: { nudge(): void }): Stage {
  const all = async () => {
    const count = await pull();
    if (count > 0) others.nudge();
    return count;
  };
  return { name, pull: all };
}

/** What was pushed and kept becomes signals, and news of accepted orders. */
async function takePushes(sending: RoundsDesk, key: Buffer): Promise<number> {
  const doorways = sending.channels.all().filter(({ receive }) => receive);
  return await emptyInbox({ db: sending.db, key, doorways }, async (account, pushes) => {
    await recordSaid(sending, account, pushes);
    await takePushed({ ...sending, key }, account, pushes);
    const told = pushes.flatMap(({ sightings }) => sightings);
    for (const { ticket, sighting } of told) await takeNews({ account, ticket, sighting }, sending);
  });
}
