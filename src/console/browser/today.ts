/** 今天: what needs the person who looks. A section here is a question, who it is for, and what answers it. */

import type { Role } from '../../staff/person.ts';
import type { Account } from './api/accounts.ts';
import { api } from './api/client.ts';
import { deliveriesApi } from './api/deliveries.ts';
import type { Listed } from './api/json.ts';
import { monitorsApi } from './api/monitors.ts';
import { personName } from './api/people.ts';
import { releasesApi } from './api/releases.ts';
import {
  accountItems,
  findingItem,
  type InspectionWarning,
  itemOf,
  MOST,
  mine,
  type Reply,
  releases,
  soon,
  staleItem,
  stuckItem,
  type TodayItem,
  type Topic,
} from './today-items.ts';
import { toMinute, toSpan } from './words.ts';

export interface TodaySection {
  readonly title: string;
  readonly roles: readonly Role[];
  /** Kinds of change on which it is asked again. */
  readonly topics: readonly string[];
  /** Where all of it stands. */
  readonly all: string | null;
  items(now: Date, signal?: AbortSignal): Promise<readonly TodayItem[]>;
}

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
      const { items } = await api.get<Listed<Topic>>('/api/warnings', { limit: MOST }, signal);
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
    ...{ title: '有问题的账号', roles: ['administrator', 'approver'], topics: ['account'], all: '/accounts' },
    items: async (_now, signal) => {
      const { items } = await api.get<{ items: readonly Account[] }>('/api/accounts', undefined, signal);
      return items.flatMap(accountItems);
    },
  },
  {
    ...{ title: '监测发现', roles: ['administrator', 'approver'], topics: ['finding'], all: null },
    items: async (_now, signal) => {
      const { items } = await monitorsApi.all(signal);
      return items.flatMap((monitor) => monitor.findings.slice(0, 5).map((one) => findingItem(monitor, one)));
    },
  },
  {
    ...{ title: '待解读的文件', roles: ['drafter', 'approver'], topics: ['release'], all: '/releases' },
    items: async (now, signal) => {
      const { items } = await releasesApi.missing(signal);
      return items.slice(0, MOST).map(({ release, title, dueAt, passed, draft }) => {
        const note = draft ? `解读“${draft.title}”正在办理` : '还没有人写解读';
        const to = draft ? `/releases/${draft.id}` : `/releases/new?interprets=${release}`;
        return { key: release, title, note, to, look: passed ? 'bad' : 'warn', sign: toSpan(dueAt, now) };
      });
    },
  },
  {
    ...{
      title: '快停更的栏目和账号',
      roles: ['administrator', 'approver', 'drafter'],
      topics: ['release', 'finding'],
      all: '/statistics/inspection',
    },
    items: async (_now, signal) => {
      const { warnings } = await api.get<{ warnings: readonly InspectionWarning[] }>(
        '/api/inspection',
        undefined,
        signal,
      );
      return warnings.slice(0, MOST).map(staleItem);
    },
  },
];
