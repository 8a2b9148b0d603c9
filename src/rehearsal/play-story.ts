/**
 * The story of a first start: an announcement is drafted, reviewed, approved and goes out on three channels; two people
 * comment, one is answered where the comment stands, and the answer is counted.
 */
import type { Fake } from '../channel/fake.ts';
import { SWITCH_PAGE } from '../channel/fake-switch-page.ts';
import { pullAllComments } from '../signal/pull-comments.ts';
import { pullAllHotTopics } from '../signal/pull-hot-topics.ts';
import type { Service } from '../start-service.ts';
import { enter, hire, type Login, type Member } from './office.ts';
import { sampleComments, sampleDraft, sampleReply } from './sample.ts';

export interface Story {
  readonly service: Service;
  /** By account id. */
  readonly fakes: ReadonlyMap<string, Fake>;
  readonly siteUrl: string;
  readonly say: (text: string) => void;
}

interface Shown {
  readonly id: string;
  readonly revision: number;
  readonly deliveries: readonly { readonly account: string; readonly stateName: string; readonly url: string | null }[];
}

/** Tells the story once, on the first start; later starts only say where things are. */
export async function playStory(story: Story): Promise<void> {
  const { service, fakes, say } = story;
  say('\n三位 · 演练模式：没有配置任何账号，微信、微博和热榜由本机模拟，不会连接真实平台。');
  for (const [account, fake] of fakes) {
    say(`  ${nameOf(service, account)}（模拟）：${fake.url}/　平台开关：${fake.url}${SWITCH_PAGE}`);
  }
  if (!service.firstLogin) return say('  账号和密码只在首次启动时显示；忘记了可删除 data 目录重新开始。');
  const staff = await hireOffice(service);
  const release = await publish(service, staff);
  say(`\n已发布示例公告《${sampleDraft.title}》：`);
  for (const { account, stateName, url } of release.deliveries) {
    say(`  ${nameOf(service, account)}：${stateName}  ${url ?? ''}`);
  }
  say(await talk(story, staff));
  const hot = await pullAllHotTopics(service.app, service.app.clock.now());
  if (hot > 0) say(`热榜已读取，新条目 ${hot} 条，见 /api/hot-lists。`);
  say('\n演练账号（密码随机生成，只显示这一次）：');
  for (const { login } of Object.values(staff)) say(`  ${login.displayName}  ${login.name}  ${login.password}`);
}

type Office = Readonly<Record<'drafter' | 'reviewer' | 'approver' | 'responder', Member>>;

async function hireOffice({ url, firstLogin }: Service): Promise<Office> {
  const login: Login = { name: '', password: '', ...firstLogin, displayName: '管理员' };
  const administrator = await enter(url, login);
  const add = (name: string, displayName: string, roles: Parameters<typeof hire>[2]['roles']) =>
    hire(url, administrator, { name, displayName, roles });
  return {
    drafter: await add('qicao', '起草员', ['drafter']),
    reviewer: await add('shenhe', '审核员', ['reviewer']),
    approver: await add('qianfa', '签发人', ['approver', 'statistician']),
    responder: await add('huiying', '回应员', ['responder']),
  };
}

async function publish({ app }: Service, { drafter, reviewer, approver }: Office): Promise<Shown> {
  const { id, revision } = await drafter.post<Shown>('/api/releases', sampleDraft);
  await drafter.post(`/api/releases/${id}/submit`, { revision });
  await reviewer.post(`/api/releases/${id}/review`, { revision, verdict: 'pass', comment: '已核对时间和地点' });
  await approver.post(`/api/releases/${id}/approve`, { revision });
  await settled(app);
  return await approver.get<Shown>(`/api/releases/${id}`);
}

/** Two people comment; one topic is claimed, answered and the answer approved. Returns what to tell. */
async function talk({ service, fakes }: Story, { responder, reviewer }: Office): Promise<string> {
  const { app } = service;
  for (const [i, [account, fake]] of [...fakes].entries()) {
    const post = fake.posts().at(-1);
    const comment = sampleComments[i % sampleComments.length];
    if (post && comment && app.channels.has(account)) fake.comment(post.ref, comment.author, comment.text);
  }
  await pullAllComments(app, app.clock.now());
  await settled(app);
  const queue = await responder.get<{ items: { id: string; revision: number; title: string }[] }>('/api/topics');
  // A hot list may have been read meanwhile: nobody can be answered there.
  const items = queue.items.filter(({ title }) => isSaid(title));
  const topic = items[0];
  if (!topic) return '\n（两条示例评论尚未取回，稍后会出现在回应队列中）';
  await responder.post(`/api/topics/${topic.id}/claim`, {
    revision: topic.revision,
  });
  const reply = await responder.post<{ id: string; revision: number }>(`/api/topics/${topic.id}/replies`, sampleReply);
  await reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision });
  await settled(app);
  return `\n公众评论 ${items.length} 条已进入回应队列，其中“${topic.title}”已在原渠道回应。`;
}

/** A long title ends in …. */
function isSaid(title: string): boolean {
  return sampleComments.some(({ text }) => text.startsWith(title.replace(/…$/, '')));
}

/** The platforms may take a moment to publish: waits for the fact, at most a quarter of a minute. */
async function settled(app: Service['app']): Promise<void> {
  for (let i = 0; i < 150; i++) {
    await app.idle();
    const open = { state: { $in: ['waiting', 'sending', 'settling'] } };
    if ((await app.db.collection('deliveries').countDocuments(open)) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function nameOf({ app }: Service, account: string): string {
  return app.accounts.find(({ id }) => id === account)?.name ?? account;
}
