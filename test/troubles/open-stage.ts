/** The real service on one channel's playback, with a clock to move and the channel's troubles to order. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import website from '../../channels/website/index.ts';
import { spoilSite } from '../../channels/website/spoil.ts';
import startWechat, { type WechatFake } from '../../channels/wechat/fake.ts';
import startWeibo, { type WeiboFake } from '../../channels/weibo/fake.ts';
import { readConfig } from '../../config/read-config.ts';
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';
import { days, startOfDay, toDay } from '../../src/clock.ts';
import { openVoices } from '../../src/interaction/voices.ts';
import { openSite } from '../../src/site/page-store.ts';
import type { Role } from '../../src/staff/person.ts';
import { type Service, startService } from '../../src/start-service.ts';
import { ok } from '../journeys/publish.ts';
import { type Client, openClient } from '../support/api.ts';
import { aClock, anAccount, aTools, type SetClock, silentLog } from '../support/channel-tools.ts';
import { freePort } from '../support/free-port.ts';
import type { ChannelName } from './outcomes.ts';

/** What meets the troubles. */
export interface Platform {
  spoilNext(trouble: Trouble): void;
  troubles(): readonly Trouble[];
  arrived(): readonly Action[];
  mend(): void;
}

export interface Stage {
  readonly channel: ChannelName;
  readonly app: Service['app'];
  readonly clock: SetClock;
  readonly url: string;
  readonly platform: Platform;
  readonly wechat: WechatFake;
  readonly weibo: WeiboFake;
  readonly drafter: Client;
  readonly checker: Client;
  readonly responder: Client;
  /** The next morning: yesterday's quotas and waits are over. */
  nextDay(): void;
  /** Moves the clock from one due time to the next until nothing is due any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Not a full second: what platforms cut off their times shows. */
const MORNING_MS = 9 * 3_600_000 + 777;
/** Nothing here is to outlive a power cut, so no disk need be waited for. */
const MEMORY = '/dev/shm';
/** A silent platform is waited for in real time. */
const PATIENCE_MS = '400';

export async function openStage(channel: ChannelName): Promise<Stage> {
  const folder = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'sanwei-troubles-'));
  const port = await freePort();
  const clock = aClock(new Date(startOfDay('2026-03-02').getTime() + MORNING_MS));
  const url = `http://127.0.0.1:${port}`;
  const fakeOf = async (kind: string) => {
    return { port: await freePort(), clock, file: null, pushTo: `${url}/push/${kind}`, siteUrl: url };
  };
  const wechat = await startWechat(await fakeOf('wechat'));
  const weibo = await startWeibo(await fakeOf('weibo'));
  weibo.setTokenLife(days(400) / 1000);
  const config = readConfig({
    ...variables('WECHAT', wechat.settings),
    ...variables('WEIBO', weibo.settings),
    WECHAT_ANSWER_TIMEOUT_MS: PATIENCE_MS,
    WEIBO_ANSWER_TIMEOUT_MS: PATIENCE_MS,
    WEIBO_MESSAGES: '1',
    SANWEI_STORE: `file:${join(folder, 'sanwei.db')}`,
    SANWEI_PORT: String(port),
    SANWEI_LOG_LEVEL: 'silent',
    SANWEI_PULL_CRON: '0 0 1 1 *', // comments come when a row asks for them
  });
  // The site's silence ends with the lease, the others' sooner.
  const leaseMs = channel === 'website' ? 400 : config.leaseMs;
  const ground = {
    config: { ...config, leaseMs },
    clock,
    log: silentLog,
    processId: 'troubles',
    isGone: () => false,
    key: Buffer.alloc(32),
  };
  const service = await startService(ground);
  const { app } = service;
  const platform = { website: () => spoilWebsite(service, clock), wechat: () => wechat, weibo: () => weibo }[channel]();
  return {
    ...{ channel, app, clock, url, platform, wechat, weibo },
    ...(await hire(service)),
    nextDay: () => clock.set(new Date(startOfDay(toDay(clock.now())).getTime() + days(1) + MORNING_MS)),
    settle: () => settle(service, clock),
    async close() {
      await service.close();
      await Promise.all([wechat.close(), weibo.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function variables(prefix: string, settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${prefix}_${name}`, value]));
}

/** The site's adapter gets a spoiled door to the real pages. */
function spoilWebsite({ app }: Service, clock: SetClock): Platform {
  const ordered: Trouble[] = [];
  const arrived: Action[] = [];
  const next = (action: Action) => {
    const trouble = ordered.shift();
    if (trouble !== 'no-route') arrived.push(action);
    return trouble;
  };
  const site = spoilSite({ ...openSite(app.db, clock, app.siteVersion.changed), ...openVoices(app.db) }, next, clock);
  const account = anAccount({ id: 'website', kind: 'website', canonical: true });
  Object.assign(app.channels.get('website'), website.open(account, {}, aTools({ site, siteUrl: app.siteUrl })));
  return {
    spoilNext: (trouble) => void ordered.push(trouble),
    troubles: () => [...ordered],
    arrived: () => [...arrived],
    mend: () => {},
  };
}

async function hire({ url, firstLogin }: Service): Promise<Pick<Stage, 'drafter' | 'checker' | 'responder'>> {
  const anybody = openClient(url);
  const administrator = await anybody.login('admin', firstLogin?.password ?? '');
  const one = async (name: string, ...roles: readonly Role[]) => {
    const password = `${name}-has-a-password`;
    await ok(administrator.post('/api/staff', { name, displayName: name, roles, password, mustChangePassword: false }));
    // A token outlives a moved clock, a session does not.
    const { body } = await ok((await anybody.login(name, password)).post('/api/tokens', { name: 'troubles', roles }));
    return anybody.as(body.token);
  };
  return {
    drafter: await one('drafter', 'drafter'),
    checker: await one('checker', 'reviewer', 'approver'),
    responder: await one('responder', 'responder'),
  };
}

const OPEN = { state: { $in: ['waiting', 'sending', 'settling'] } };
const MOST_STEPS = 60;

async function settle({ app }: Service, clock: SetClock): Promise<void> {
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    await app.idle();
    // What is due and did not go waits for another delivery, not for the clock.
    const next = await app.db
      .collection<{ _id: string; dueAt: Date }>('deliveries')
      .findOne({ ...OPEN, dueAt: { $gt: clock.now() } }, { sort: { dueAt: 1 } });
    if (!next) return;
    clock.set(next.dueAt);
  }
  throw new Error(`something is still due after ${MOST_STEPS} times`);
}
