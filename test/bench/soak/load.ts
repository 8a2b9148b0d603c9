/** The load: releases at a steady rate, comments, answers, persons at the board; and what happens to it by chance. */
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes, seconds } from '../../../src/clock.ts';
import type { Fakes } from '../../journeys/open-office.ts';
import { type Chance, chanceOf } from './chance.ts';
import { ask, type Office } from './office.ts';
import { liveOneRelease, type Wanted } from './one-release.ts';
import type { Options } from './options.ts';
import { actByHand, type Hand } from './person.ts';
import { arrivedAt, spoilSomething } from './platforms.ts';
import { answerTopics, commentSomewhere } from './public.ts';
import type { Running } from './service.ts';

export interface Loaded {
  readonly releases: Wanted[];
  /** What went wrong with the load itself: an answer nobody expected. */
  readonly complaints: string[];
  /** What happened, and how often. */
  readonly events: Map<string, number>;
  /** Calls that arrived while everything was paused, after what was under way had ended. */
  arrivedInPause: number;
}

export interface Stage {
  readonly options: Options;
  readonly service: Running;
  readonly office: Office;
  readonly fakes: Fakes;
  readonly loaded: Loaded;
}

const COMMENT_EVERY_MS = seconds(4);
const ANSWER_EVERY_MS = seconds(3);
const BOARD_EVERY_MS = seconds(10);
const PAUSE_EVERY_MS = minutes(3);
/** Longer than a call may be silent and its steps take. */
const UNTIL_QUIET_MS = seconds(6);
const PAUSED_MS = seconds(8);
/** The service is under load again before it is killed once more. */
const LEAST_LIFE_MS = seconds(15);

/** Resolves when the time is over and every release that was begun has come to its end. */
export async function load(stage: Stage): Promise<void> {
  const { options, loaded } = stage;
  const end = performance.now() + options.forMs;
  const leftMs = () => end - performance.now();
  const lives: Promise<void>[] = [];
  const chance = (name: string) => chanceOf(options.seed, name);
  const begin = async (nth: number) => {
    const life = liveOneRelease(nth, stage.office, chance(`release ${nth}`));
    lives.push(life.then((wanted) => void loaded.releases.push(wanted), complainTo(loaded)));
  };
  let nth = 0;
  const hand: Hand = { ...stage, retried: new Map(), acts: loaded.events };
  const written = new Set<string>();
  const every = (ms: number, act: () => Promise<unknown>) => repeat(leftMs, ms, () => act().catch(complainTo(loaded)));
  const [troubles, comments] = [chance('troubles'), chance('comments')];
  await Promise.all([
    repeat(leftMs, 1000 / options.rate, () => begin(++nth)),
    every(options.troubleEveryMs, async () => note(loaded, spoilSomething({ ...stage, chance: troubles, leftMs }))),
    every(COMMENT_EVERY_MS, async () => {
      if (await commentSomewhere(stage.office, stage.fakes, comments)) note(loaded, 'comment of the public');
    }),
    every(ANSWER_EVERY_MS, () => answerTopics(stage.office, written)),
    every(BOARD_EVERY_MS, () => actByHand(hand)),
    pauseNowAndThen(stage, leftMs),
    killNowAndThen(stage, chance('kills')),
  ]);
  await Promise.all(lives);
}

/** Goes on answering and acting by hand until `isOver` says so, at most so long. */
export async function settle(stage: Stage, isOver: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  const hand: Hand = { ...stage, retried: new Map(), acts: stage.loaded.events };
  const written = new Set<string>();
  while (performance.now() < end) {
    await answerTopics(stage.office, written);
    await actByHand(hand);
    if (await isOver()) return true;
    await sleep(2000);
  }
  return false;
}

export function note({ events }: Loaded, what: string): void {
  events.set(what, (events.get(what) ?? 0) + 1);
}

function complainTo({ complaints }: Loaded): (error: unknown) => void {
  return (error) => void complaints.push(error instanceof Error ? error.message : String(error));
}

/** At a steady pace, however long each takes; none is begun before the one before has ended. */
async function repeat(leftMs: () => number, everyMs: number, act: () => Promise<unknown>): Promise<void> {
  for (let next = performance.now(); leftMs() > 0; next += everyMs) {
    await sleep(Math.max(0, Math.min(next - performance.now(), leftMs())));
    if (leftMs() > 0) await act();
  }
}

async function pauseNowAndThen({ office, fakes, loaded }: Stage, leftMs: () => number): Promise<void> {
  const { administrator } = office;
  for (;;) {
    await sleep(Math.max(0, Math.min(PAUSE_EVERY_MS, leftMs())));
    if (leftMs() <= 0) return;
    await insist(() => administrator.post('/api/sending/pause', { reason: '公祭日暂停发布' }));
    await sleep(UNTIL_QUIET_MS);
    const before = arrivedAt(fakes);
    await sleep(PAUSED_MS);
    loaded.arrivedInPause += arrivedAt(fakes) - before;
    await insist(() => administrator.post('/api/sending/resume'));
    note(loaded, 'pause and resume');
  }
}

/** Until it is done: a refusal means that an earlier call, whose answer got lost, has done it. */
async function insist(act: () => ReturnType<Office['administrator']['post']>): Promise<void> {
  while ((await ask(act())) === null) await sleep(500);
}

/** In the first third; then one life is left alone. */
async function killNowAndThen({ options, service, loaded }: Stage, chance: Chance): Promise<void> {
  const gap = options.forMs / 3 / Math.max(1, options.kills);
  for (let kill = 0; kill < options.kills; kill++) {
    await sleep(Math.max(LEAST_LIFE_MS, gap * chance.between(0.5, 1)));
    await service.killAndStart();
    note(loaded, 'kill -9 and restart');
  }
}
