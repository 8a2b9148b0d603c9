/** Deliveries as the board shows them: a row for each release (or answer), in it what was asked of each account. Pure. */
import type { Delivery } from './api/deliveries.ts';

export interface BoardRow {
  readonly id: string;
  readonly release: string | null;
  readonly topic: string | null;
  readonly title: string;
  readonly revision: number | null;
  /** By account id, in the order they were asked. */
  readonly cells: ReadonlyMap<string, readonly Delivery[]>;
  readonly latestAt: string;
}

/** Rows in the order of `deliveries`, newest first. */
export function toRows(deliveries: readonly Delivery[], titles: Readonly<Record<string, string>>): readonly BoardRow[] {
  const groups = Map.groupBy(deliveries, subjectOf);
  return [...groups].map(([id, ones]) => {
    const [first] = ones;
    const release = idIn(first, 'release');
    const topic = idIn(first, 'topic');
    const revision = Number(first?.facts.revision ?? 0) || null;
    const title = (release && titles[release]) || titleWithout(id);
    const cells = Map.groupBy(ones.toReversed(), ({ account }) => account);
    return { id, release, topic, title, revision, cells, latestAt: first?.createdAt ?? '' };
  });
}

/** A release with all its revisions is one row; so are the copies of one answer, and all steps of a case. */
function subjectOf(delivery: Delivery): string {
  if (delivery.action === 'report') return `case:${idIn(delivery, 'signal')}`;
  const reply = idIn(delivery, 'reply');
  return reply ? `reply:${reply}` : (idIn(delivery, 'release') ?? delivery.id);
}

/** What is about no release. */
function titleWithout(id: string): string {
  if (id.startsWith('reply')) return '对公众留言的回应';
  return id.startsWith('case') ? '热线工单的办理状态' : '（已不存在的发布件）';
}

function idIn(delivery: Delivery | undefined, name: string): string | null {
  const value = delivery?.facts[name];
  return typeof value === 'string' ? value : null;
}
