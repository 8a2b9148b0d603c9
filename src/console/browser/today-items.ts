/** 今天: how releases, deliveries and accounts become lines of it, and what the API gives for the others. */

import type { showTopicRow } from '../../topic/show-topic.ts';
import { type Account, accountName, accountsApi } from './api/accounts.ts';
import type { Delivery } from './api/deliveries.ts';
import type { Json } from './api/json.ts';
import { type Monitor, monitorsApi } from './api/monitors.ts';
import { personName } from './api/people.ts';
import { type ReleaseRow, releasesApi } from './api/releases.ts';
import { mendingOf, placeOfFinding } from './mend.ts';
import { may, self } from './session.ts';
import { toMinute } from './words.ts';

/** What can be done about it right here: a place to go, an address of the service, or a call. */
export interface TodayAct {
  readonly words: string;
  readonly to?: string;
  readonly href?: string;
  run?(): Promise<unknown>;
  /** Said once the call went well. */
  readonly done?: string;
}

export interface TodayItem {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  /** Where it is dealt with; null where the words are all there is. */
  readonly to: string | null;
  readonly look: '' | 'good' | 'warn' | 'bad' | 'live';
  readonly sign: string;
  readonly acts?: readonly TodayAct[];
}

/** Lines of a section. */
export const MOST = 8;

export type Topic = Json<Awaited<ReturnType<typeof showTopicRow>>>;

export interface InspectionWarning {
  readonly indicator: string;
  readonly title: string;
  readonly standing: string;
  readonly subject: string;
  readonly href: string;
  readonly says: string;
}

export interface Reply {
  readonly id: string;
  readonly topic: string;
  readonly text: string;
  readonly writers: readonly string[];
  readonly createdAt: string;
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

export function accountItems(account: Account): readonly TodayItem[] {
  const { id, name, configured, checkup, authorisation } = account;
  const base = { title: name, to: `/accounts?open=${encodeURIComponent(id)}`, acts: repairsOf(account) } as const;
  const wrong = (checkup?.findings ?? []).filter(({ ok }) => !ok);
  const unchecked = {
    key: `${id}:unchecked`,
    note: '还没有检查过这个账号能否登录和发布。',
    look: '',
    sign: '未检查',
  } as const;
  return [
    ...wrong.map(({ what, remedy }) => {
      return { ...base, key: `${id}:${what}`, note: `${what}。${remedy ?? ''}`, look: 'bad' as const, sign: '要处理' };
    }),
    ...(authorisation.warning
      ? [{ ...base, key: `${id}:ends`, note: authorisation.warning, look: 'warn' as const, sign: '快到期' }]
      : []),
    ...(configured && checkup === null ? [{ ...base, ...unchecked }] : []),
  ];
}

function repairsOf({ id, authorisation, configured }: Account): readonly TodayAct[] {
  const words = authorisation.endsAt ? '重新授权' : '去授权';
  const href = `/connect/${encodeURIComponent(id)}`;
  return [
    ...(authorisation.byConnecting && may('administrator') ? [{ words, href }] : []),
    ...(configured && may('administrator', 'approver')
      ? [{ words: '再检查一次', run: () => accountsApi.check(id), done: '已检查' }]
      : []),
  ];
}

/** A finding leads to its record; what a call repairs is repaired on the spot. */
export function findingItem(
  { name, title }: Pick<Monitor, 'name' | 'title'>,
  one: Monitor['findings'][number],
): TodayItem {
  const note = `${title} · 自 ${toMinute(one.since)} · ${one.there}。${one.remedy}`;
  const repair = one.byMachine && one.state === 'open' && may('approver', 'administrator');
  const run = () => monitorsApi.repair(name, one.id);
  return {
    ...{ key: `${name}:${one.id}`, title: one.title, note, to: placeOfFinding(one), look: 'bad', sign: '待处理' },
    acts: repair ? [{ words: '修复', run, done: '已修复' }] : [],
  };
}

/** What is about to go stale leads to where it is written. */
export function staleItem({ indicator, title, standing, subject, href, says }: InspectionWarning): TodayItem {
  const { to, write, seen } = mendingOf({ id: subject, href });
  const isOver = standing === 'fails';
  return {
    ...{ key: `${indicator}:${subject}`, title: says, note: title, to: to ?? '/statistics/inspection' },
    ...{ look: isOver ? 'bad' : 'warn', sign: isOver ? '不合格' : '快到限度' },
    acts: [
      ...(write && may('drafter') ? [{ words: '写一条', to: write }] : []),
      ...(seen ? [{ words: '看页面', href: seen }] : []),
    ],
  };
}
