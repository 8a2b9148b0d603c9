/** What happens in a scenario, all of it decided by its seed: who does what in which life, and where each life ends. */
import { type Chance, openChance } from './chance.ts';
import type { Death } from './die-at.ts';
import type { Errand, How } from './errands.ts';
import { groupOf } from './step-groups.ts';
import type { Place, Template } from './template.ts';

/** The end of a life: at a step, or so many ms after its start. */
export type Kill = Death | { readonly afterMs: number };

export interface Scenario {
  readonly seed: number;
  /** One for each life but the last. */
  readonly kills: readonly Kill[];
  /** Begun one by one, each in a life of its own as long as there are lives. */
  readonly batches: readonly (readonly Errand[])[];
  /** The embedded store as if it kept no order between writes, as MongoDB. */
  readonly isUnordered: boolean;
  /** Each life on another host: nobody can tell that it is gone, leases decide. */
  readonly isElsewhere: boolean;
}

/** `steps` are the names that recorded lives went through. */
export function drawScenario(seed: number, template: Template, steps: readonly string[]): Scenario {
  const chance = openChance(seed);
  const drawn = Array.from({ length: chance.whole(1, 3) }, () => drawKill(chance, steps));
  const kills = drawn[0] && needsDeath(drawn[0]) ? [lost, ...drawn] : drawn;
  const batches = drawBatches(chance, { seed, template, count: kills.length });
  const isUnordered = chance.next() < 0.3;
  const isElsewhere = chance.next() < 0.2;
  return { seed, kills, batches, isUnordered, isElsewhere };
}

/** The same work, killed at these steps. */
export function scenarioWith(kills: readonly Kill[], seed: number, template: Template): Scenario {
  const batches = drawBatches(openChance(seed), { seed, template, count: kills.length });
  return { seed, kills, batches, isUnordered: seed % 2 === 1, isElsewhere: false };
}

/** Many releases at once, killed again and again while they go out. */
export function drawFlood(
  seed: number,
  { releases, kills }: { readonly releases: number; readonly kills: number },
): Scenario {
  const chance = openChance(seed);
  const how: How = { urgent: false, accounts: ['website', 'wechat', 'weibo'], inSeconds: 0 };
  const flood = Array.from({ length: releases }, (_, n): Errand => {
    return { do: 'publish', title: `第${seed}-${n + 1}号公告：关于道路施工的安排`, how, later: 'stay' };
  });
  const moments = Array.from({ length: kills }, () => ({ afterMs: chance.whole(800, 3000) }));
  return { seed, kills: moments, batches: [flood], isUnordered: false, isElsewhere: false };
}

const NTH = [1, 1, 1, 1, 2, 2, 3, 4] as const;

/** Every kind of moment as often as any other, however many steps belong to it. */
function drawKill(chance: Chance, steps: readonly string[]): Kill {
  if (chance.next() < 0.1) return { afterMs: chance.whole(300, 3000) };
  const kinds = Map.groupBy(steps, (step) => groupOf({ step, nth: 1 }));
  const kind = chance.name([...kinds.keys()]);
  return { step: chance.name(kinds.get(kind) ?? []), nth: chance.one(NTH) };
}

const PLACES: readonly Place[] = ['wechat', 'weibo', 'message'];

const lost: Kill = { step: 'weibo:/2/statuses/share.json.taken', nth: 1 };

/** Steps of a recovery come up when there is something to recover from. */
function needsDeath(kill: Kill): boolean {
  return 'step' in kill && /^tries\.|\[taken over\]/.test(kill.step);
}

interface Drawing {
  readonly seed: number;
  readonly template: Template;
  readonly count: number;
}

/** Each has a publication, at least; the correction, the withdrawal and the answers fall where they fall. */
function drawBatches(chance: Chance, { seed, template, count }: Drawing): Errand[][] {
  const publications = Array.from({ length: count + chance.whole(0, 2) }, (_, n) =>
    drawPublication(chance, seed, n + 1),
  );
  const others = shuffle(chance, drawOthers(template));
  const batch = <T>(of: readonly T[], at: number) => of.filter((_one, n) => n % count === at);
  return Array.from({ length: count }, (_, at) => [...batch(publications, at), ...batch(others, at)]);
}

function drawOthers({ toCorrect, toWithdraw, topics }: Template): Errand[] {
  const answers = PLACES.map((place): Errand => {
    return { do: 'reply', topic: topics[place], text: `您好，已经了解，答复如下（${place}）。` };
  });
  const changes: Errand[] = [
    { do: 'correct', release: toCorrect },
    { do: 'withdraw', release: toWithdraw },
  ];
  return [...changes, ...answers];
}

function drawPublication(chance: Chance, seed: number, n: number): Errand {
  const title = `第${seed}-${n}号公告：关于道路施工的安排`;
  const later = chance.one(['stay', 'stay', 'stay', 'correct', 'withdraw'] as const);
  return { do: 'publish', title, how: drawHow(chance), later };
}

function drawHow(chance: Chance): How {
  const accounts = chance.next() < 0.75 ? ['website', 'wechat', 'weibo'] : ['website', chance.one(['wechat', 'weibo'])];
  const urgent = chance.next() < 0.3;
  return { urgent, accounts, inSeconds: chance.next() < 0.25 ? chance.whole(1, 4) : 0 };
}

function shuffle<T>(chance: Chance, of: readonly T[]): T[] {
  const drawn = of.map((one) => ({ one, weight: chance.next() }));
  return drawn.sort((a, b) => a.weight - b.weight).map(({ one }) => one);
}
