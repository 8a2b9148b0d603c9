/**
 * Several Sanwei processes on one MongoDB-protocol server, each with a port of its own, and the platforms in the test's
 * process; what they push goes through open-front.ts.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WechatFake } from '../../channels/wechat/fake.ts';
import type { Fake } from '../../src/channel/fake.ts';
import { findFakes } from '../../src/channel/find-fakes.ts';
import { machineClock } from '../../src/clock.ts';
import type { Database } from '../../src/store/collection.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type Client, openClient } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { startMongoServer } from '../support/mongo-server.ts';
import { type ChildService, startChild } from './child-service.ts';
import { type Front, openFront } from './open-front.ts';
import { environmentFor, startFakes } from './open-office.ts';
import { ok } from './publish.ts';

export interface Member extends ChildService {
  /** How its names in tries and runs begin: host and process number. */
  readonly name: RegExp;
  /** Where it alone answers. */
  readonly url: string;
  /** Drafts, as everybody who is not the checker. */
  readonly drafter: Client;
  /** Reviews and approves. */
  readonly checker: Client;
}

export interface Crew {
  readonly members: readonly Member[];
  /** One more, with the same environment as all others but for its port. */
  join(): Promise<Member>;
  /** What stands in the database, read beside the processes. */
  readonly db: Database;
  readonly fakes: { readonly wechat: WechatFake; readonly weibo: Fake; readonly second: Fake };
  /** Where the public and the platforms find all of them. */
  readonly url: string;
  /** From now on each push is delivered to all of these at once. */
  pushTo(...members: readonly Member[]): void;
  /** Status of each push at each process it was delivered to. */
  readonly pushed: readonly number[];
  close(): Promise<void>;
}

export const LEASE_SECONDS = 3;
/** Posts an hour of the account `second`. */
export const SECOND_QUOTA = 7;
const QUICK = { SANWEI_LEASE_SECONDS: `${LEASE_SECONDS}`, WECHAT_SETTLE_SECONDS: '1', WEIBO_SETTLE_SECONDS: '1' };
const SETTINGS = {
  SANWEI_LOG_LEVEL: 'error',
  SANWEI_PULL_CRON: '*/3 * * * * *',
  SECOND_POSTS_PER_HOUR: `${SECOND_QUOTA}`,
};
const PASSWORD = 'works-all-day';

/** Starts so many processes at once on an empty database: whoever comes first makes the administrator. */
export async function openCrew(size: number): Promise<Crew> {
  const folder = await mkdtemp(join(tmpdir(), 'sanwei-crew-'));
  const server = await startMongoServer();
  const front = await openFront();
  const fakes = await openPlatforms(front);
  const environment = { ...environmentFor(fakes, { port: 0, storeUrl: server.url }), ...QUICK, ...SETTINGS };
  const accounts = await writeAccounts(folder);
  const second = Object.entries(fakes.second.settings).map(([name, value]) => [`SECOND_${name}`, value]);
  const env = { ...Object.fromEntries(second), ...environment, SANWEI_ACCOUNTS: accounts, SANWEI_SITE_URL: front.url };
  const start = async () => {
    const own = { ...env, SANWEI_PORT: String(await freePort()) };
    return await startChild({ env: own, cwd: folder, ready: /接口：/, within: 60_000 });
  };
  const children = await Promise.all(Array.from({ length: size }, start));
  await hire(children);
  const members = await Promise.all(children.map(asMember));
  front.pushTo(...members.slice(0, 1));
  const opened = await openDatabase(server.url);
  return {
    ...{ members, db: opened.db, fakes, url: front.url, pushTo: front.pushTo, pushed: front.pushed },
    async join() {
      const member = await asMember(await start());
      members.push(member);
      return member;
    },
    async close() {
      await Promise.all(members.map((member) => member.kill()));
      await Promise.all([...Object.values(fakes).map((fake) => fake.close()), front.close(), opened.close()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openPlatforms({ port, url }: Front): Promise<Crew['fakes']> {
  const { wechat, weibo } = await startFakes(machineClock, port, url);
  const second = await (await findFakes()).get('weibo')?.({
    port: 0,
    clock: machineClock,
    file: null,
    pushTo: null,
    siteUrl: url,
  });
  if (!second) throw new Error('no playback of weibo');
  return { wechat: wechat as WechatFake, weibo, second };
}

async function writeAccounts(folder: string): Promise<string> {
  const account = (id: string, kind: string) => ({
    ...{ id, kind, name: id, from: null, to: null },
    ...{ prefix: id.toUpperCase(), canonical: id === 'website' },
  });
  const all = [...['website', 'wechat', 'weibo'].map((id) => account(id, id)), account('second', 'weibo')];
  const file = join(folder, 'accounts.json');
  await writeFile(file, JSON.stringify(all));
  return file;
}

const urlOf = (child: ChildService) => /http:\/\/127\.0\.0\.1:\d+(?=\/api)/.exec(child.said())?.[0] ?? '';

/** Exactly one has made the administrator and said the password. */
async function hire(children: readonly ChildService[]): Promise<void> {
  const told = children.flatMap((child) => {
    const password = /密码：(\S+)/.exec(child.said())?.[1];
    return password ? [{ child, password }] : [];
  });
  const [first] = told;
  if (!first || told.length > 1) throw new Error(`${told.length} processes made an administrator`);
  const admin = await openClient(urlOf(first.child)).login('admin', first.password);
  const person = { password: PASSWORD, mustChangePassword: false };
  await ok(admin.post('/api/staff', { ...person, name: 'drafter', roles: ['drafter'] }));
  await ok(admin.post('/api/staff', { ...person, name: 'checker', roles: ['reviewer', 'approver'] }));
}

async function asMember(child: ChildService): Promise<Member> {
  const url = urlOf(child);
  const log = (name: string) => openClient(url).login(name, PASSWORD);
  const [drafter, checker] = await Promise.all([log('drafter'), log('checker')]);
  return { ...child, name: new RegExp(`/${child.process.pid}/`), url, drafter, checker };
}
