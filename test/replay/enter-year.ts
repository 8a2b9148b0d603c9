/** What happened where Sanwei is not, entered by hand on the day: cases of 政务110, requests, proposals, trainings. */
import type { Body } from '../support/api.ts';
import { type Desk, once, read, send, timed } from './desk.ts';

export interface Happening {
  readonly kind: string;
  readonly count: number;
  readonly people?: number;
  readonly title: string;
}

export async function enterDay(desk: Desk, on: string, happenings: readonly Happening[]): Promise<void> {
  const { approver } = desk.office.staff;
  await timed(desk, 'entries by hand', async () => {
    for (const one of happenings.filter(({ count }) => count > 0)) {
      await once(desk, {
        act: () => send(approver, '/api/entries', { ...one, on, proof: `登记簿 ${on}` }),
        look: async () => {
          const { items } = await read(approver, `/api/entries?kind=${one.kind}&limit=20`);
          return items.find((entry: Body) => entry.on === on && entry.title === one.title) ?? null;
        },
      });
    }
  });
}
