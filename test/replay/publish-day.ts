/** A day's releases: drafted, submitted, reviewed and approved through the API; some of them for the afternoon. */
import { after, hours } from '../../src/clock.ts';
import type { Body } from '../support/api.ts';
import { all, type Desk, once, ownWords, read, send, timed } from './desk.ts';

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
  await all(desk, 'draft, submit, review, approve', publications, async (publication) => {
    const { id, revision } = await draft(desk, publication);
    for (const step of ['submit', 'review', 'approve'] as const) await take(desk, step, { id, revision });
  });
  await timed(desk, 'deliveries', async () => {
    await office.idle();
    if (publications.some(({ isScheduled }) => isScheduled)) await office.setClock(after(office.now(), AFTERNOON_MS));
    await office.settle();
  });
}

async function draft(desk: Desk, { n, column, onWechat, onWeibo, isScheduled }: Publication): Promise<Body> {
  const { staff, now } = desk.office;
  const title = `第${n}号：${ownWords(n, 8)}`;
  const accounts = ['website', ...(onWechat ? ['wechat'] : []), ...(onWeibo ? ['weibo'] : [])];
  const publishAt = isScheduled ? after(now(), AFTERNOON_MS).toISOString() : null;
  const about = { kind: 'announcement', title, column, source: '罗甸县人民政府办公室', accounts, publishAt };
  const body = `<p>${ownWords(n, 40)}。特此公告。</p>`;
  return await once(desk, {
    act: () => send(staff.drafter, '/api/releases', { ...about, body }),
    look: async () => {
      const { items } = await read(staff.drafter, '/api/releases?limit=200');
      return items.find((one: Body) => one.title === title) ?? null;
    },
  });
}

const STEPS = {
  submit: { by: 'drafter', from: 'draft' },
  review: { by: 'reviewer', from: 'submitted' },
  approve: { by: 'approver', from: 'reviewed' },
} as const;

async function take(desk: Desk, step: keyof typeof STEPS, { id, revision }: Body): Promise<void> {
  const { by, from } = STEPS[step];
  const client = desk.office.staff[by];
  const input = { revision, ...(step === 'review' && { verdict: 'pass' }) };
  await once(desk, {
    act: () => send(client, `/api/releases/${id}/${step}`, input),
    look: async () => {
      const shown = await read(client, `/api/releases/${id}`);
      return shown.state === from ? null : shown;
    },
  });
}
