/**
 * The office as every scenario finds it, made once a run by a service that nobody kills: staff, three releases that are out,
 * and what the public asked under one of them.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Body } from '../support/api.ts';
import { type Office, run } from './errands.ts';
import { startLife } from './life.ts';
import { expect, hire, openStaff, type Staff, type Tokens } from './staff.ts';
import type { StoreKind } from './stores.ts';
import { openWorld, type World } from './world.ts';

export interface Template {
  readonly world: World;
  readonly tokens: Tokens;
  /** Out on all three channels. */
  readonly toCorrect: string;
  readonly toWithdraw: string;
  /** What the public asked, by where. */
  readonly topics: Readonly<Record<Place, string>>;
}

/** WeChat answers a message without letting it be read back. */
export type Place = 'wechat' | 'weibo' | 'message';

const ASKED: Readonly<Record<Place, string>> = {
  wechat: '请问公众号上说的图书馆周末能不能借书？',
  weibo: '微博上看到要修路，公交车改走哪条街？',
  message: '私信咨询，社区食堂什么时候开门吃饭？',
};

const EVERYWHERE = { urgent: false, accounts: ['website', 'wechat', 'weibo'], inSeconds: 0 } as const;

export async function makeTemplate(store: StoreKind, root: string): Promise<Template> {
  const world = await openWorld({ store, root, name: 'template' });
  const life = startLife(world.env, world.folder);
  const ready = await life.ready;
  assert.ok(ready, life.logged());
  const tokens = await hire(world.url, ready.password);
  const staff = openStaff(world.url, tokens);
  const office: Office = { staff, acknowledged: [], isOff: () => false };
  const publish = (title: string) => run({ do: 'publish', title, how: EVERYWHERE, later: 'stay' }, office);
  const [toCorrect, toWithdraw, commented] = [
    await publish('甲号公告'),
    await publish('乙号公告'),
    await publish('丙号公告'),
  ];
  await fact(async () => (await count(staff, 'done')) === 9);
  await ask(world, staff, commented);
  const topics = await claimTopics(staff);
  await life.stop();
  return { world, tokens, toCorrect, toWithdraw, topics };
}

async function count(staff: Staff, state: string): Promise<number> {
  return expect(await staff.checker.get(`/api/deliveries?state=${state}&limit=200`)).items.length;
}

async function ask({ fakes }: World, staff: Staff, release: string): Promise<void> {
  const lines = (['wechat', 'weibo'] as const).map((account) => {
    const post = fakes[account].posts().find(({ links }) => links.includes(release));
    assert.ok(post);
    const ref = fakes[account].comment(post.ref, '读者', ASKED[account]);
    const written = { writtenAt: new Date().toISOString(), author: '读者', text: ASKED[account] };
    return JSON.stringify({ account, ref, kind: 'comment', ...written });
  });
  const type = { 'content-type': 'application/x-ndjson' };
  expect(await staff.responder.post('/api/signals/import', lines.join('\n'), type));
  (fakes.wechat as unknown as { say(name: string, text: string): void }).say('来信人', ASKED.message);
}

async function claimTopics(staff: Staff): Promise<Template['topics']> {
  let found: Body[] = [];
  await fact(async () => {
    found = expect(await staff.responder.get('/api/topics')).items;
    return found.length === 3;
  });
  const claim = async (place: Place) => {
    const topic = found.find(({ title }) => title.startsWith(ASKED[place].slice(0, 6)));
    assert.ok(topic, `${place}: ${found.map(({ title }) => title)}`);
    expect(await staff.responder.post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }));
    return topic.id as string;
  };
  return { wechat: await claim('wechat'), weibo: await claim('weibo'), message: await claim('message') };
}

async function fact(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 600; n++) {
    if (await holds()) return;
    await pause(100);
  }
  assert.fail('the office did not get ready within a minute');
}
