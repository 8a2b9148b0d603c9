/**
 * A soak: the real service for half an hour at a steady load, with troubles of the platforms, kills and pauses; memory and
 * event loop are watched, and at the end everything is compared with everything. `npm run bench:soak -- --minutes 30`.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { minutes, seconds } from '../../../src/clock.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { environmentFor } from '../../journeys/open-office.ts';
import { freePort } from '../../support/free-port.ts';
import { startMongoServer } from '../../support/mongo-server.ts';
import { type Loaded, load, type Stage, settle } from './load.ts';
import { ask, hireOffice, type Office } from './office.ts';
import { type Options, readOptions } from './options.ts';
import { startPlatforms } from './platforms.ts';
import { reconcile } from './reconcile.ts';
import { readBoard, type Sample, showMinute, takeSample, toCsv } from './sample.ts';
import { startSoaked } from './service.ts';
import { tellOdd } from './tell-odd.ts';
import { type Ended, growthOf, whatIsWrong } from './verdict.ts';

const SAMPLE_EVERY_MS = seconds(10);
const SAMPLES_A_MINUTE = 6;
/** The longest pause after a try that did not arrive is 15 minutes; a person shortens it, or it would not be waited for. */
const SETTLE_WITHIN_MS = minutes(10);

/** Quick enough that lost answers are settled within the soak; the real defaults are minutes. */
const QUICK = {
  SANWEI_LOG_LEVEL: 'error',
  SANWEI_LEASE_SECONDS: '10',
  SANWEI_PULL_CRON: '*/10 * * * * *',
  SANWEI_WATCH_LEDGER_CRON: '*/5 * * * *',
};

async function soak(options: Options): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-soak-'));
  const server = options.store === 'mongodb' ? await startMongoServer() : null;
  const file = join(folder, 'sanwei.db');
  const storeUrl = server?.url ?? `file:${file}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const fakes = await startPlatforms(port, url);
  const service = await startSoaked({ ...environmentFor(fakes, { port, storeUrl }), ...QUICK }, folder);
  try {
    const office = await hireOffice(url, service.password);
    const loaded: Loaded = { releases: [], complaints: [], events: new Map(), arrivedInPause: 0 };
    const stage = { options, service, office, fakes, loaded };
    const samples = await watched(stage, server ? null : file, () => load(stage));
    fakes.wechat.mend();
    fakes.weibo.mend();
    await settle(stage, () => isIdle(office), SETTLE_WITHIN_MS);
    const findings = await lookOver(office);
    const exitCode = await service.stop();
    const opened = await openDatabase(storeUrl);
    const accounts = await reconcile({ db: opened.db, fakes, siteUrl: url, releases: loaded.releases });
    const stories = await tellOdd({ db: opened.db, fakes, accounts });
    await opened.close();
    for (const story of stories) console.log(story);
    const { complaints, arrivedInPause } = loaded;
    const ended = { growth: growthOf(samples), accounts, findings, complaints, arrivedInPause, exitCode };
    if (options.csv) await writeFile(options.csv, toCsv(samples));
    if (!server) console.log(`\nstore: ${((await stat(file)).size / 2 ** 20).toFixed(0)} MiB`);
    return show(ended, stage);
  } finally {
    await service.kill();
    await Promise.all([fakes.wechat.close(), fakes.weibo.close()]);
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes samples while the work goes on; prints one line a minute. */
async function watched(
  { service, office }: Stage,
  file: string | null,
  work: () => Promise<void>,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const start = performance.now();
  let isOver = false;
  const ended = work().finally(() => {
    isOver = true;
  });
  ended.catch(() => {});
  for (let nth = 1; !isOver; nth++) {
    await Promise.race([
      ended.catch(() => {}),
      sleep(Math.max(1, nth * SAMPLE_EVERY_MS - (performance.now() - start))),
    ]);
    const minute = (performance.now() - start) / 60_000;
    samples.push(await takeSample({ service, office, file, minute, collect: nth % SAMPLES_A_MINUTE === 0 }));
    if (nth % SAMPLES_A_MINUTE === 0) console.log(JSON.stringify(showMinute(samples.slice(-SAMPLES_A_MINUTE))));
  }
  await ended;
  return samples;
}

async function isIdle(office: Office): Promise<boolean> {
  const board = await readBoard(office);
  const replies = await ask(office.checker.get('/api/replies?state=draft'));
  return board !== null && board.open === 0 && board.stuck === 0 && replies?.body.items.length === 0;
}

/** Both monitors over all of the store. */
async function lookOver({ administrator }: Office): Promise<Record<string, number>> {
  const findings: Record<string, number> = {};
  for (const name of ['due-not-out', 'ledger']) {
    // A scheduled run may be under way: asked again until ours has begun.
    while ((await administrator.post(`/api/monitors/${name}/run`, { scope: 'full' })).status >= 300) await sleep(500);
    for (;;) {
      await sleep(500);
      const { body } = await administrator.get('/api/monitors');
      const one = body.items.find((each: { name: string }) => each.name === name);
      findings[name] = one.open;
      if (!one.lastRun.running) break;
    }
  }
  return findings;
}

function show(ended: Ended, { service, loaded }: Stage): boolean {
  console.log('\nEverything against everything');
  console.table(Object.fromEntries(ended.accounts.map(({ what, odd: _odd, ...figures }) => [what, figures])));
  console.log('\nMemory over the last life in MiB: what is typical of its first and its last third');
  console.table(
    ended.growth.map(({ what, first, last, perMinute, isFlat }) => ({
      ...{ what, 'first third': first.toFixed(1), 'last third': last.toFixed(1) },
      ...{ 'MiB/min': perMinute.toFixed(2), flat: isFlat },
    })),
  );
  console.log('\nWhat happened, and how often');
  console.table(Object.fromEntries([...loaded.events].sort(([a], [b]) => a.localeCompare(b))));
  console.log(`${service.starts} lives; open findings: ${JSON.stringify(ended.findings)}`);
  for (const [error, times] of service.errors()) console.log(`logged ${times} times: ${error}`);
  for (const complaint of new Set(ended.complaints)) console.log(`load: ${complaint}`);
  const wrong = whatIsWrong(ended);
  console.log(wrong.length === 0 ? '\nFlat and without drift.' : `\nNOT WELL:\n${wrong.join('\n')}`);
  return wrong.length === 0;
}

const options = readOptions(process.argv.slice(2));
const { forMs, rate, seed, kills, store } = options;
console.log(`${forMs / 60_000} minutes, ${rate} releases/s, ${kills} kills, store ${store}, seed ${seed}`);
if (!(await soak(options))) process.exitCode = 1;
