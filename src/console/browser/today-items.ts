/** 今天: how releases, deliveries and accounts become lines of it, and what the API gives for the others. */

import type { showFinding } from '../../monitor/show-monitor.ts';
import type { showTopicRow } from '../../topic/show-topic.ts';
import type { Account } from './api/accounts.ts';
import { accountName } from './api/accounts.ts';
import type { Delivery } from './api/deliveries.ts';
import type { Json } from './api/json.ts';
import { personName } from './api/people.ts';
import { type ReleaseRow, releasesApi } from './api/releases.ts';
import { self } from './session.ts';
import { toMinute } from './words.ts';

export interface TodayItem {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** Where it is dealt with; null where the words are all there is. */
  readonly to: string | null;
  readonly look: '' | 'good' | 'warn' | 'bad' | 'live';
  readonly sign: string;
}

/** Lines of a section. */
export const MOST = 8;

export type Topic = Json<Awaited<ReturnType<typeof showTopicRow>>>;

export interface InspectionWarning {
  readonly indicator: string;
  readonly title: string;
  readonly standing: string;
  readonly subject: string;
  readonly says: string;
}

export interface Reply {
  readonly id: string;
  readonly topic: string;
  readonly text: string;
  readonly writers: readonly string[];
  readonly createdAt: string;
}

export interface Monitor {
  readonly name: string;
  readonly title: string;
  readonly findings: readonly Json<ReturnType<typeof showFinding>>[];
}

export const SOON_MS = 5 * 3_600_000;

export function soon(at: string, now: Date): boolean {
  return new Date(at).getTime() - now.getTime() < SOON_MS;
}

export function mine(): string {
  return self.value?.id ?? '';
}

/** What I wrote on I may neither review nor approve. */
export async function releases(state: string, sign: string, signal?: AbortSignal): Promise<readonly TodayItem[]> {
  const { items } = await releasesApi.list({ state, limit: 50 }, signal);
  const others = items.filter(({ writers }) => !writers.includes(mine()));
  return others.slice(0, MOST).map((one) => ({ ...itemOf(one), sign: one.urgent ? `紧急 ${sign}` : sign }));
}

export function itemOf({ id, title, createdBy, changedAt, urgent }: ReleaseRow): TodayItem {
  const note = `${personName(createdBy)} · ${toMinute(changedAt)}`;
  return { key: id, title, note, to: `/releases/${id}`, look: urgent ? 'bad' : 'live', sign: '' };
}

export function stuckItem(one: Delivery, titles: Readonly<Record<string, string>>): TodayItem {
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

export function accountItems({ id, name, configured, checkup, authorisation }: Account): readonly TodayItem[] {
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
