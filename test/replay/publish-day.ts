/** A day's releases: drafted, submitted, reviewed and approved through the API; some of them for the afternoon. */
import { hours } from '../../src/clock.ts';
import { all, type Desk, ownWords, send, timed } from './desk.ts';

export interface Publication {
  /** Number in the year. */
  readonly n: number;
  readonly column: string;
  readonly onWechat: boolean;
  readonly onWeibo: boolean;
  /** Not at once but in the afternoon. */
  readonly isScheduled: boolean;
}

const AFTERNOON_MS = hours(6);

export async function publishDay(desk: Desk, publications: readonly Publication[]): Promise<void> {
  const { office } = desk;
  const { drafter, reviewer, approver } = office.staff;
  await all(
    desk,
    'draft, submit, review, approve',
    publications,
    async ({ n, column, onWechat, onWeibo, isScheduled }) => {
      const accounts = ['website', ...(onWechat ? ['wechat'] : []), ...(onWeibo ? ['weibo'] : [])];
      const publishAt = isScheduled ? new Date(office.clock.now().getTime() + AFTERNOON_MS).toISOString() : null;
      const draft = {
        kind: 'announcement',
        title: `第${n}号：${ownWords(n, 8)}`,
        column,
        source: '罗甸县人民政府办公室',
        accounts,
        publishAt,
      };
      const body = `<p>${ownWords(n, 40)}。特此公告。</p>`;
      const { id, revision } = await send(drafter, '/api/releases', { ...draft, body });
      await send(drafter, `/api/releases/${id}/submit`, { revision });
      await send(reviewer, `/api/releases/${id}/review`, { revision, verdict: 'pass' });
      await send(approver, `/api/releases/${id}/approve`, { revision });
    },
  );
  await timed(desk, 'deliveries', async () => {
    await office.service.app.idle();
    if (publications.some(({ isScheduled }) => isScheduled)) office.clock.pass(AFTERNOON_MS);
    await office.settle();
  });
}
