/**
 * A flood of messages beside releases: `npm run bench:intake -- --rate 10000 --seconds 60`. The real service in a process of its
 * own on the embedded store; releases are approved at a steady pace, first in quiet, then while messages are imported at the
 * rate, in turns. Told is how long from the approval to the post on the site and to the last receipt of all accounts, how
 * many messages were acknowledged a second, and how long they took to be sorted afterwards (`--sorted` waits for it).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { environmentFor } from '../../journeys/open-office.ts';
import { aDraft, ok } from '../../journeys/publish.ts';
import type { Body } from '../../support/api.ts';
import { freePort } from '../../support/free-port.ts';
import { quantile } from '../fanout/spread.ts';
import { hireOffice, type Office } from '../soak/office.ts';
import { startPlatforms } from '../soak/platforms.ts';
import { startSoaked } from '../soak/service.ts';
import { linesFrom } from './lines.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '60' },
    approvals: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '1' },
    lines: { type: 'string', default: '1000' },
    sorted: { type: 'boolean', default: false },
  },
});
const [rate, seconds, perSecond, rounds, atOnce] = [
  values.rate,
  values.seconds,
  values.approvals,
  values.rounds,
  values.lines,
].map(Number) as [number, number, number, number, number];

const PATIENCE_MS = 60_000;

/** Messages asked for so far, so that none is sent twice. */
let brought = 0;

const folder = await mkdtemp(join(tmpdir(), 'sanwei-intake-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const fakes = await startPlatforms(port, url);
const unlimited = { WEIBO_POSTS_PER_HOUR: '0', WEIBO_CALLS_PER_DAY: '0', SANWEI_LOG_LEVEL: 'error' };
const env = { ...environmentFor(fakes, { port, storeUrl: `file:${join(folder, 'bench.db')}` }), ...unlimited };
const service = await startSoaked(env, folder);
try {
  const office = await hireOffice(url, service.password);
  for (let round = 0; round < rounds; round++) {
    tell('in quiet', await phase(office, 0));
    tell(`while ${rate.toLocaleString('en')} messages/s come in`, await phase(office, rate));
  }
  if (values.sorted) await untilSorted(office);
  for (const [error, times] of service.errors()) console.log(`logged ${times}×: ${error}`);
} finally {
  await service.stop();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
  await rm(folder, { recursive: true, force: true });
}

interface Phase {
  /** From the approval's call to the post on the site, to the last of all accounts, to the answer of the call; ms. */
  readonly site: readonly number[];
  readonly all: readonly number[];
  readonly answer: readonly number[];
  readonly taken: number;
  readonly elapsedMs: number;
  readonly unfinished: number;
}

async function phase(office: Office, messages: number): Promise<Phase> {
  const ready = await prepare(office, Math.ceil(seconds * perSecond));
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const importing = messages === 0 ? Promise.resolve(0) : importAt(office, messages, until);
  const approved: { id: string; at: number; answerMs: number }[] = [];
  await Promise.all(
    ready.map(async ({ id, revision }, i) => {
      await sleep(Math.max(0, begun + (i / perSecond) * 1000 - performance.now()));
      const [at, from] = [Date.now(), performance.now()];
      await ok(office.checker.post(`/api/releases/${id}/approve`, { revision }));
      approved.push({ id, at, answerMs: performance.now() - from });
    }),
  );
  const taken = await importing;
  const elapsedMs = performance.now() - begun;
  const times = await Promise.all(approved.map(({ id, at }) => doneTimes(office, id, at)));
  const done = times.filter((time) => time !== null);
  const [site, all] = [done.map((time) => time.site), done.map((time) => time.all)];
  const answer = approved.map(({ answerMs }) => answerMs);
  return { site, all, answer, taken, elapsedMs, unfinished: times.length - done.length };
}

/** Releases that only want their approval. */
async function prepare(
  { drafter, checker }: Office,
  count: number,
): Promise<readonly { id: string; revision: number }[]> {
  const ready: { id: string; revision: number }[] = [];
  for (let i = 0; i < count; i++) {
    const draft = (await ok(drafter.post('/api/releases', aDraft({ title: `第${brought}-${i}号公告` })))).body;
    const { id, revision } = (await ok(drafter.post(`/api/releases/${draft.id}/submit`, { revision: draft.revision })))
      .body;
    await ok(checker.post(`/api/releases/${id}/review`, { revision, verdict: 'pass' }));
    ready.push({ id, revision });
  }
  return ready;
}

/** Two calls under way at most, `atOnce` lines each, at the rate or as fast as they are answered. */
async function importAt({ responder }: Office, messages: number, until: number): Promise<number> {
  const begun = performance.now();
  let sent = 0;
  let taken = 0;
  const send = async () => {
    while (performance.now() < until) {
      const wait = begun + (sent / messages) * 1000 - performance.now();
      const first = brought;
      brought += atOnce;
      sent += atOnce;
      if (wait > 0) await sleep(wait);
      const answer = await responder.post('/api/signals/import', linesFrom(first, atOnce), {
        'content-type': 'application/x-ndjson',
      });
      taken += answer.body.taken ?? 0;
      if (answer.status !== 200)
        console.log(`import answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
  };
  await Promise.all([send(), send()]);
  return taken;
}

async function doneTimes({ checker }: Office, id: string, from: number): Promise<{ site: number; all: number } | null> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const deliveries = (await ok(checker.get(`/api/releases/${id}`))).body.deliveries as readonly Body[];
    if (deliveries.length >= 3 && deliveries.every(({ state }) => state === 'done')) {
      const times = deliveries.map(({ account, doneAt }) => [account, Date.parse(doneAt) - from] as const);
      return {
        site: times.find(([account]) => account === 'website')?.[1] ?? 0,
        all: Math.max(...times.map(([, ms]) => ms)),
      };
    }
    await sleep(500);
  }
  return null;
}

function tell(what: string, { site, all, answer, taken, elapsedMs, unfinished }: Phase): void {
  const row = (times: readonly number[]) =>
    [0.5, 0.95, 0.99, 1].map((q) => `${Math.round(quantile(times, q))}`.padStart(7)).join('');
  console.log(`\n${what}: ${site.length} approvals${unfinished > 0 ? `, ${unfinished} not out after a minute` : ''}`);
  if (taken > 0)
    console.log(
      `  messages taken           ${Math.round(taken / (elapsedMs / 1000)).toLocaleString('en')}/s (${taken.toLocaleString('en')})`,
    );
  console.log('  ms                        p50    p95    p99    max');
  console.log(`  answer of the call    ${row(answer)}`);
  console.log(`  approval → on the site${row(site)}`);
  console.log(`  approval → all three  ${row(all)}`);
}

async function untilSorted({ responder }: Office): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const { items } = (await ok(responder.get('/api/signals?sorted=false&limit=1'))).body;
    if (items.length === 0) break;
    await sleep(1000);
  }
  console.log(`\nall sorted ${Math.round((performance.now() - begun) / 1000)} s after the last message`);
}
