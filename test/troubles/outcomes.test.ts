/** Every row of the table, played through the real service: what the platform, the board and the ledger show in the end. */
import assert from 'node:assert/strict';
import { ok } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import { type Errand, prepare } from './errands.ts';
import { openStage, type Stage } from './open-stage.ts';
import { actionOf, asksForTheEnd, channels, ENDINGS, type Ending, postsLeft, type Row, rows } from './outcomes.ts';

const ASKED_FOR = '/cgi-bin/freepublish/get';

for (const channel of channels) {
  describe(`troubles on ${channel}`, () => {
    let stage: Stage;
    let nth = 0;
    before(async () => {
      stage = await openStage(channel);
    });
    after(() => stage.close());

    for (const row of rows.filter((one) => one.channel === channel)) {
      const title = `${row.act} × ${row.troubles.join(' and ')}`;
      if (row.ending === null) it(`${title}: cannot be, ${row.whyNot}`, () => cannotBe(row, stage));
      else it(`${title}: ${told(ENDINGS[row.ending])}`, () => play(row, stage, ++nth));
    }
  });
}

function told({ first, last, calls, carriedOut, person }: Ending): string {
  const way = first === last ? last : `${first}, then ${last}`;
  return `${way}; ${calls === 1 ? 'one call' : `${calls} calls`}, carried out ${carriedOut}×; asks ${person}`;
}

/** The reason given is the channel's own: it has no such method, or its playback has no such trouble. */
function cannotBe({ channel, act, troubles, whyNot }: Row, { app, wechat, weibo }: Stage): void {
  assert.notEqual(whyNot, '');
  const opened = app.channels.get(channel);
  if (act === 'reply' && !opened.reply) return;
  if (act === 'message' && (channel === 'website' || troubles.includes('false-duplicate'))) return;
  const fake = { wechat, weibo, website: null }[channel];
  if (!fake) return;
  const action = act === 'message' ? 'reply' : act;
  assert.ok(troubles.some((trouble) => fake.cannotPlay(trouble, action) === whyNot));
}

async function play(row: Row, stage: Stage, nth: number): Promise<void> {
  const [first] = row.troubles;
  stage.nextDay();
  if (first.startsWith('clock-')) stage.platform.spoilNext(first);
  try {
    await playOn(row, stage, nth);
  } finally {
    stage.platform.mend();
  }
}

async function playOn(row: Row, stage: Stage, nth: number): Promise<void> {
  const { platform, wechat } = stage;
  const errand = await prepare(row.act, stage, nth);
  const action = actionOf(row);
  const count = () => platform.arrived().filter((one) => one === action).length;
  const asked = () => wechat.calls.filter((path) => path === ASKED_FOR).length;
  const before = { calls: count(), asked: asked() };
  for (const trouble of row.troubles) if (!trouble.startsWith('clock-')) platform.spoilNext(trouble);
  wechat.knobs.holdJobs = true;
  await errand.begin();
  await stage.app.idle();
  const early = standingOf(await show(stage, errand));
  if (row.channel === 'wechat') await endJobs(stage);
  await stage.settle();
  assert.deepEqual(platform.troubles(), [], 'a trouble was ordered and not met');
  const calls = count() - before.calls;
  await compare(row, stage, errand, { first: early, calls, asked: asked() - before.asked > 0 });
}

/** Jobs end now, and whoever is told of it has been told. */
async function endJobs({ wechat, app }: Stage): Promise<void> {
  wechat.knobs.holdJobs = false;
  wechat.finishJobs(0);
  await wechat.pushed();
  await app.idle();
}

interface Watched {
  readonly first: string;
  readonly calls: number;
  readonly asked: boolean;
}

async function compare(row: Row, stage: Stage, errand: Errand, { first, calls, asked }: Watched): Promise<void> {
  assert.ok(row.ending);
  const expected: Ending = ENDINGS[row.ending];
  const delivery = await show(stage, errand);
  const seen = await errand.seen();
  assert.deepEqual(
    {
      ...{ first, last: standingOf(delivery), calls, carriedOut: seen.carriedOut },
      person: personOf(first, standingOf(delivery)),
      posts: seen.posts,
      ledger: await ledgerOf(stage, delivery.id),
    },
    { ...expected, posts: postsLeft(row), ledger: ledgerFor(expected) },
    `${delivery.stateName}：${delivery.reason}`,
  );
  const mustAsk = asksForTheEnd(row);
  if (mustAsk !== null) assert.equal(asked, mustAsk, 'whether the end of the job was asked for');
}

async function show({ checker }: Stage, errand: Errand): Promise<Body> {
  return (await ok(checker.get(`/api/deliveries/${encodeURIComponent(await errand.delivery())}`))).body;
}

function standingOf({ state, failure }: Body): string {
  return failure ? `${state} ${failure}` : state;
}

/** Whom the board asks, now or on the way: a lock-out and what is stuck wait for a person. */
function personOf(...standings: readonly string[]): Ending['person'] {
  if (standings.includes('stuck refused')) return 'act on the refusal';
  if (standings.includes('stuck uncertain')) return 'look on the platform';
  return standings.includes('waiting locked-out') ? 'repair the account' : 'nobody';
}

/** Lines of the delivery by kind. */
async function ledgerOf({ checker }: Stage, delivery: string): Promise<Readonly<Record<string, number>>> {
  const { items } = (await ok(checker.get(`/api/ledger?subject=${encodeURIComponent(delivery)}&limit=500`))).body;
  const counts: Record<string, number> = {};
  for (const { what } of items as Body[]) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
}

function ledgerFor({ first, last }: Ending): Readonly<Record<string, number>> {
  return {
    ...(first === 'settling uncertain' && { 'delivery.lost': 1 }),
    [last === 'done' ? 'delivery.done' : 'delivery.stuck']: 1,
  };
}
