/** 今天: what needs the person who looks. A section here is a question, who it is for, and what answers it. */

import type { showFinding } from '../../monitor/show-monitor.ts';
import type { Role } from '../../staff/person.ts';
import type { showTopicRow } from '../../topic/show-topic.ts';
import type { Account } from './api/accounts.ts';
import { accountName } from './api/accounts.ts';
import { api } from './api/client.ts';
import { type Delivery, deliveriesApi } from './api/deliveries.ts';
import type { Json, Listed } from './api/json.ts';
import { personName } from './api/people.ts';
import { type ReleaseRow, releasesApi } from './api/releases.ts';
import { self } from './session.ts';
import { toMinute, toSpan } from './words.ts';

export interface TodayItem {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** Where it is dealt with; null where the words are all there is. */
  readonly to: string | null;
  readonly look: '' | 'good' | 'warn' | 'bad' | 'live';
  readonly sign: string;
}

export interface TodaySection {
  readonly title: string;
  readonly roles: readonly Role[];
  /** Kinds of change on which it is asked again. */
  readonly topics: readonly string[];
  /** Where all of it stands. */
  readonly all: string | null;
  items(now: Date, signal?: AbortSignal): Promise<readonly TodayItem[]>;
}

const MOST = 8;

export const sections: readonly TodaySection[] = [
  {
    ...{ title: '待我审核', roles: ['reviewer'], topics: ['release'], all: '/releases?state=submitted' },
    items: async (_now, signal) => await releases('submitted', '待审核', signal),
  },
  {
    ...{ title: '待我签发', roles: ['approver'], topics: ['release'], all: '/releases?state=reviewed' },
    items: async (_now, signal) => await releases('reviewed', '待签发', signal),
  },
  {
    ...{ title: '退回给我修改的', roles: ['drafter'], topics: ['release'], all: '/releases?state=draft' },
    items: async (_now, signal) => {
      const { items } = await releasesApi.list({ state: 'draft', limit: 50 }, signal);
      const returned = items.filter(({ review, writers }) => review?.verdict === 'return' && writers.includes(mine()));
      return returned.slice(0, MOST).map((one) => {
        const note = `${personName(one.review?.by)}：${one.review?.comment ?? ''}`;
        return { ...itemOf(one), note, look: 'warn', sign: '退回' };
      });
    },
  },
  {
    ...{
      title: '快到时限的回应',
      roles: ['responder', 'approver'],
      topics: ['topic', 'signal', 'reply'],
      all: '/topics',
    },
    items: async (now, signal) => {
      const { items } = await api.get<Listed<Topic>>('/api/topics', { limit: MOST }, signal);
      return items.map(({ id, title, due, overdue, signals }) => {
        const look = overdue ? 'bad' : soon(due.at, now) ? 'warn' : '';
        const note = `${signals} 条线索 · ${toMinute(due.at)} 前（${due.name}）`;
        return { key: id, title, note, to: `/topics/${id}`, look, sign: toSpan(due.at, now) };
      });
    },
  },
  {
    ...{ title: '待审核的回应', roles: ['approver', 'reviewer'], topics: ['reply'], all: '/topics' },
    items: async (_now, signal) => {
      const { items } = await api.get<Listed<Reply>>('/api/replies', { state: 'draft', limit: 20 }, signal);
      return items
        .filter(({ writers }) => !writers.includes(mine()))
        .slice(0, MOST)
        .map(({ id, topic, text, createdAt }) => {
          return {
            key: id,
            title: text.slice(0, 60),
            note: toMinute(createdAt),
            to: `/topics/${topic}`,
            look: 'live',
            sign: '待审核',
          };
        });
    },
  },
  {
    ...{ title: '卡住的投递', roles: ['approver', 'administrator', 'drafter'], topics: ['delivery', 'sending'] },
    all: '/deliveries?state=stuck',
    items: async (_now, signal) => {
      const found = await Promise.all(
        ['stuck', 'settling'].map((state) => deliveriesApi.list({ state, limit: String(MOST) } as never, signal)),
      );
      return found.flatMap(({ items, titles }) => items.map((one) => stuckItem(one, titles)));
    },
  },
  {
    ...{ title: '有问题的账号', roles: ['administrator', 'approver'], topics: ['account'], all: null },
    items: async (_now, signal) => {
      const { items } = await api.get<{ items: readonly Account[] }>('/api/accounts', undefined, signal);
      return items.flatMap(accountItems);
    },
  },
  {
    ...{ title: '监测发现', roles: ['administrator', 'approver'], topics: ['finding'], all: null },
    items: async (_now, signal) => {
      const { items } = await api.get<{ items: readonly Monitor[] }>('/api/monitors', undefined, signal);
      return items.flatMap(({ name, title, findings }) =>
        findings.slice(0, 5).map((one) => {
          const note = `${title} · 自 ${toMinute(one.since)} · ${one.remedy}`;
          return { key: `${name}:${one.id}`, title: one.title, note, to: null, look: 'bad' as const, sign: '待处理' };
        }),
      );
    },
  },
];

type Topic = Json<Awaited<ReturnType<typeof showTopicRow>>>;

interface Reply {
  readonly id: string;
  readonly topic: string;
  readonly text: string;
  readonly writers: readonly string[];
  readonly createdAt: string;
}

interface Monitor {
  readonly name: string;
  readonly title: string;
  readonly findings: readonly Json<ReturnType<typeof showFinding>>[];
}

const SOON_MS = 5 * 3_600_000;

function soon(at: string, now: Date): boolean {
  return new Date(at).getTime() - now.getTime() < SOON_MS;
}

function mine(): string {
  return self.value?.id ?? '';
}

/** What I wrote on I may neither review nor approve. */
async function releases(state: string, sign: string, signal?: AbortSignal): Promise<readonly TodayItem[]> {
  const { items } = await releasesApi.list({ state, limit: 50 }, signal);
  const others = items.filter(({ writers }) => !writers.includes(mine()));
  return others.slice(0, MOST).map((one) => ({ ...itemOf(one), sign: one.urgent ? `紧急 ${sign}` : sign }));
}

function itemOf({ id, title, createdBy, changedAt, urgent }: ReleaseRow): TodayItem {
  const note = `${personName(createdBy)} · ${toMinute(changedAt)}`;
  return { key: id, title, note, to: `/releases/${id}`, look: urgent ? 'bad' : 'live', sign: '' };
}

function stuckItem(one: Delivery, titles: Readonly<Record<string, string>>): TodayItem {
  const title = titles[String(one.facts.release ?? '')] ?? '对公众留言的回应';
  return {
    key: one.id,
    title: `${title} → ${accountName(one.account)}`,
    note: one.reason,
    to: `/deliveries?open=${encodeURIComponent(one.id)}`,
    look: one.state === 'stuck' ? 'bad' : 'warn',
    sign: one.stateName,
  };
}

function accountItems({ id, name, configured, checkup, authorisation }: Account): readonly TodayItem[] {
  const base = { title: name, to: null } as const;
  const wrong = (checkup?.findings ?? []).filter(({ ok }) => !ok);
  return [
    ...wrong.map(({ what, remedy }) => {
      return { ...base, key: `${id}:${what}`, note: `${what}。${remedy ?? ''}`, look: 'bad' as const, sign: '要处理' };
    }),
    ...(authorisation.warning
      ? [{ ...base, key: `${id}:ends`, note: authorisation.warning, look: 'warn' as const, sign: '快到期' }]
      : []),
    ...(configured && checkup === null
      ? [
          {
            ...base,
            key: `${id}:unchecked`,
            note: '还没有检查过这个账号能否登录和发布。',
            look: '' as const,
            sign: '未检查',
          },
        ]
      : []),
  ];
}
