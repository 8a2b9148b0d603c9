/** One order each, from the desk to the platform: everything before it is done first, so that it alone meets the trouble. */
import assert from 'node:assert/strict';
import { days } from '../../src/clock.ts';
import { pullAllComments } from '../../src/signal/pull-comments.ts';
import { ok } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import type { Stage } from './open-stage.ts';
import type { Act } from './outcomes.ts';

export interface Seen {
  /** How often the order was carried out, as anybody can see on the platform. */
  readonly carriedOut: number;
  /** Posts of the release that the public sees. */
  readonly posts: number;
}

export interface Errand {
  /** The last step of staff, after which the order goes out by itself. */
  begin(): Promise<void>;
  /** The id of its delivery. */
  delivery(): Promise<string>;
  seen(): Promise<Seen>;
}

/** Prepares an errand; `nth` tells the errands of a stage apart. */
export async function prepare(act: Act, stage: Stage, nth: number): Promise<Errand> {
  switch (act) {
    case 'publish':
      return await preparePublication(stage, nth);
    case 'revise':
      return await prepareCorrection(stage, nth);
    case 'withdraw':
      return await prepareWithdrawal(stage, nth);
    case 'reply':
      return await prepareReply(stage, nth);
    case 'message':
      return await prepareMessage(stage, nth);
  }
}

async function preparePublication(stage: Stage, nth: number): Promise<Errand> {
  const title = titleOf(nth);
  const { id, revision } = await draft(stage, title);
  return {
    begin: () => approve(stage, id, revision),
    delivery: async () => `${id}:${revision}:${stage.channel}:publish`,
    seen: async () => ({ carriedOut: await made(stage, id, title), posts: await standing(stage, id, title) }),
  };
}

async function prepareCorrection(stage: Stage, nth: number): Promise<Errand> {
  const { id, revision, title } = await published(stage, nth);
  const corrected = `更正后的${title}`;
  const change = { revision, note: '时间有误', title: corrected };
  const { body } = await ok(stage.drafter.post(`/api/releases/${id}/revise`, change));
  await review(stage, id, body.revision);
  const action = stage.channel === 'website' ? 'revise' : 'publish';
  return {
    begin: () => approve(stage, id, body.revision),
    delivery: async () => `${id}:${body.revision}:${stage.channel}:${action}`,
    seen: async () => ({ carriedOut: await made(stage, id, corrected), posts: await standing(stage, id, title) }),
  };
}

async function prepareWithdrawal(stage: Stage, nth: number): Promise<Errand> {
  const { id, revision, title } = await published(stage, nth);
  return {
    begin: async () => {
      await ok(stage.checker.post(`/api/releases/${id}/withdraw`, { revision, reason: '活动取消' }));
    },
    delivery: async () => `${id}:${revision}:${stage.channel}:withdraw`,
    seen: async () => {
      const posts = await standing(stage, id, title);
      return { carriedOut: 1 - posts, posts };
    },
  };
}

async function prepareReply(stage: Stage, nth: number): Promise<Errand> {
  const { channel, app, clock } = stage;
  assert.ok(channel !== 'website');
  const { id, title } = await commentedPost(stage, nth);
  const fake = stage[channel];
  const post = fake.posts().find((one) => `${one.title}${one.text}`.includes(title));
  const question = questionOf(nth);
  fake.comment(post?.ref ?? '', '读者', question);
  clock.pass(60_000);
  await pullAllComments(app, clock.now());
  const answer = await prepareAnswer(stage, question, nth);
  const replies = () => fake.comments().find(({ text }) => text === question)?.replies.length ?? 0;
  return {
    ...answer,
    seen: async () => ({ carriedOut: replies(), posts: await standing(stage, id, title) }),
  };
}

async function prepareMessage(stage: Stage, nth: number): Promise<Errand> {
  const { channel } = stage;
  assert.ok(channel !== 'website');
  const { id, title } = await commentedPost(stage, nth);
  const [follower, question] = [`关注者${nth}`, questionOf(nth)];
  await stage[channel].say(follower, question);
  await stage.wechat.pushed();
  const answer = await prepareAnswer(stage, question, nth);
  return {
    ...answer,
    seen: async () => ({
      carriedOut: stage[channel].answersTo(follower).length,
      posts: await standing(stage, id, title),
    }),
  };
}

interface Published {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
}

const commented = new WeakMap<Stage, Published & { readonly at: number }>();

/** One post for many questions. The posts of other errands are by then too old to be asked for comments (30 days). */
async function commentedPost(stage: Stage, nth: number): Promise<Published> {
  const known = commented.get(stage);
  const now = stage.clock.now().getTime();
  if (known && now - known.at < days(25)) return known;
  stage.clock.pass(days(31));
  const fresh = await published(stage, nth);
  commented.set(stage, { ...fresh, at: stage.clock.now().getTime() });
  return fresh;
}

/** From a signal to a reply that only has to be approved. */
async function prepareAnswer({ app, responder, checker }: Stage, question: string, nth: number) {
  await app.idle();
  const { items } = (await ok(responder.get('/api/topics?state=open&limit=200'))).body;
  const topic = (items as Body[]).find((one) => one.title.includes(question.slice(0, 8)));
  assert.ok(topic, `no topic opened for ${question}`);
  const claimed = (await ok(responder.post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }))).body;
  assert.ok(claimed);
  const said = { text: `您好，第${nth}项咨询已收到，周末照常办理。`, means: 'channel' };
  const reply = (await ok(responder.post(`/api/topics/${topic.id}/replies`, said))).body;
  return {
    begin: async () => void (await ok(checker.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }))),
    delivery: async (): Promise<string> => (await ok(responder.get(`/api/replies/${reply.id}`))).body.deliveries[0],
  };
}

const titleOf = (nth: number) => `关于第${nth}处停车场开放的公告`;

/** Characters of its own for every question, so that no two are taken for the same matter. */
function questionOf(nth: number): string {
  const own = Array.from({ length: 12 }, (_, i) => String.fromCodePoint(0x4e00 + nth * 12 + i));
  return `${own.join('')}，请问何时办理？`;
}

async function draft({ channel, drafter, ...stage }: Stage, title: string): Promise<Body> {
  const accounts = [...new Set(['website', channel])];
  const said = { kind: 'announcement', title, column: 'notices', source: '示范县人民政府办公室', accounts };
  const { body } = await ok(drafter.post('/api/releases', { ...said, body: '<p>每日8时至21时开放。特此公告。</p>' }));
  await review({ ...stage, channel, drafter }, body.id, body.revision);
  return body;
}

async function review({ drafter, checker }: Stage, id: string, revision: number): Promise<void> {
  await ok(drafter.post(`/api/releases/${id}/submit`, { revision }));
  await ok(checker.post(`/api/releases/${id}/review`, { revision, verdict: 'pass' }));
}

async function approve({ checker }: Stage, id: string, revision: number): Promise<void> {
  await ok(checker.post(`/api/releases/${id}/approve`, { revision }));
}

/** A release that is out, without any trouble. */
async function published(stage: Stage, nth: number): Promise<Published> {
  const title = titleOf(nth);
  const { id, revision } = await draft(stage, title);
  await approve(stage, id, revision);
  await stage.settle();
  assert.equal(await standing(stage, id, title), 1, 'the post that the order is about is out');
  return { id, revision, title };
}

/** Posts with these words that were ever made. */
async function made(stage: Stage, release: string, words: string): Promise<number> {
  return (await posts(stage, release, words)).length;
}

async function standing(stage: Stage, release: string, words: string): Promise<number> {
  return (await posts(stage, release, words)).filter(({ gone }) => !gone).length;
}

async function posts(stage: Stage, release: string, words: string): Promise<readonly { readonly gone: boolean }[]> {
  const { channel, url } = stage;
  if (channel !== 'website') {
    return stage[channel].posts().filter(({ title, text }) => `${title}${text}`.includes(words));
  }
  const page = await fetch(`${url}/p/${release}.html`);
  const text = await page.text();
  if (page.status === 410) return [{ gone: true }];
  return page.status === 200 && text.includes(words) ? [{ gone: false }] : [];
}
