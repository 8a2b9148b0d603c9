/** How long accounts have been silent, and how long no letter was answered. */
import { toDay } from '../clock.ts';
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { REPLIES, type Reply } from '../reply/reply.ts';
import type { Limit } from './inspection-config.ts';
import type { InspectionDesk, Look } from './inspection-desk.ts';
import { judgeAge, type Named, type Subject } from './judge.ts';

export async function measureAccounts(
  desk: InspectionDesk,
  { today }: Look,
  limit: Limit,
): Promise<readonly Subject[]> {
  const judged = desk.accounts.map(async ({ id, name }) => {
    const named: Named = { id, title: name, href: `/api/deliveries?account=${encodeURIComponent(id)}` };
    const lastOn = await lastPostOn(desk, id);
    return lastOn === null
      ? unknown(named, `${name}没有经本系统发布过信息，是否更新请人工核对`)
      : judgeAge(named, lastOn, { limit, today, warnDays: desk.config.warnDays });
  });
  return await Promise.all(judged);
}

/** The latest answer to the public, whether it was sent or given elsewhere and logged. */
export async function measureAnswers(desk: InspectionDesk, { today }: Look, limit: Limit): Promise<readonly Subject[]> {
  const named: Named = { id: 'answers', title: '留言答复', href: '/api/topics?state=open' };
  const found = await Promise.all(
    (['sent', 'logged'] as const).map((state) =>
      desk.db
        .collection<Reply>(REPLIES)
        .find({ state }, { sort: { createdAt: -1 }, limit: 1, projection: { createdAt: 1 } })
        .toArray(),
    ),
  );
  const days = found.flat().map(({ createdAt }) => toDay(createdAt));
  const lastOn = days.sort().at(-1);
  if (lastOn === undefined) return [unknown(named, '没有任何答复记录，无从判断')];
  return [judgeAge(named, lastOn, { limit, today, warnDays: desk.config.warnDays })];
}

async function lastPostOn({ db }: InspectionDesk, account: string): Promise<string | null> {
  const posted = { account, state: 'done', 'order.action': 'publish' };
  const [last] = await db
    .collection<Delivery>(DELIVERIES)
    .find(posted, { sort: { doneAt: -1 }, limit: 1, projection: { doneAt: 1 } })
    .toArray();
  return last?.doneAt ? toDay(last.doneAt) : null;
}

function unknown(named: Named, says: string): Subject {
  return { ...named, standing: 'unknown', lastOn: null, age: null, daysLeft: null, says };
}
