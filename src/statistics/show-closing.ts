/** Closings as JSON: who, when, what stood there, and how the ledger has moved on since. */
import { z } from 'zod';
import type { Database } from '../store/collection.ts';
import type { Closing } from './closing.ts';
import type { Counted } from './count-figures.ts';
import { restate } from './restate.ts';

const restated = z.object({
  ...{ id: z.string(), title: z.string(), unit: z.string(), closed: z.number(), now: z.number() },
  added: z.number().describe('结账后才入账、现在计入的记录数'),
  dropped: z.number().describe('结账时计入、现在不再计入的记录数'),
});

export const closingShape = z.object({
  ...{ period: z.string(), state: z.enum(['closed', 'reopened']), nth: z.number() },
  ...{ closedAt: z.date(), closedBy: z.string() },
  reopened: z.object({ by: z.string(), at: z.date(), reason: z.string() }).nullable(),
  sealedUpTo: z.object({ number: z.number(), hash: z.string() }).nullable(),
  figures: z.array(z.object({ id: z.string(), title: z.string(), unit: z.string(), value: z.number() })),
  restated: z.array(restated).describe('与结账时不同的指标'),
});

export type ShownClosing = z.infer<typeof closingShape>;

export async function showClosing(db: Database, closing: Closing, counted: readonly Counted[]): Promise<ShownClosing> {
  const { _id, state, nth, closedAt, closedBy, reopened, sealedUpTo, figures } = closing;
  const moved = await restate(db, closing, counted);
  return {
    ...{ period: _id, state, nth, closedAt, closedBy, reopened, sealedUpTo },
    figures: figures.map(({ id, title, unit, value }) => ({ id, title, unit, value })),
    restated: moved.map((one) => ({ ...one, added: one.added.length, dropped: one.dropped.length })),
  };
}
