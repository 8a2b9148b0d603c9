/** What happened where Sanwei is not, entered by hand on the day: cases of 政务110, requests, proposals, trainings. */
import { type Desk, send, timed } from './desk.ts';

export interface Happening {
  readonly kind: string;
  readonly count: number;
  readonly people?: number;
  readonly title: string;
}

export async function enterDay(desk: Desk, on: string, happenings: readonly Happening[]): Promise<void> {
  await timed(desk, 'entries by hand', async () => {
    for (const one of happenings.filter(({ count }) => count > 0))
      await send(desk.office.staff.approver, '/api/entries', { ...one, on, proof: `登记簿 ${on}` });
  });
}
