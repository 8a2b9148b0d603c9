/** The trail of a record over HTTP. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { ledgerOf } from './ledger.ts';
import type { Line } from './line.ts';
import { linksOf } from './line-links.ts';

const query = z.strictObject({
  subject: z.string().optional().describe('记录编号：发布件、投递、事项或回应'),
  line: z.string().optional().describe('一条台账记录的编号'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const sealQuery = z.strictObject(pageQuery);
const sealRow = z.object({ number: z.number(), at: z.date(), lines: z.number(), hash: z.string() });

interface LedgerApp {
  readonly db: Database;
  postLines(): Promise<unknown>;
}

export function ledgerRoutes(app: LedgerApp): readonly Endpoint[] {
  return [
    sealsRoute(app),
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/ledger',
      summary: '台账记录，按时间先后；subject 给出一件事的全部经过',
      tag: '台账',
      query,
      handle: async ({ query: { subject, line, cursor, limit }, person }) => {
        mayReadLines(person);
        await app.postLines();
        const about = [{ subject }, { 'facts.release': subject }, { 'facts.topic': subject }];
        const filter = { ...(subject !== undefined && { $or: about }), ...(line !== undefined && { _id: line }) };
        const found = await page(ledgerOf(app.db), { filter, sort: { at: 1 }, limit, cursor: cursor ?? null });
        return { items: found.items.map(showLine), next: found.next };
      },
    }),
  ];
}

/** By the line each seal left: small, where a seal itself carries thousands of hashes. */
function sealsRoute(app: LedgerApp): Endpoint {
  return staffEndpoint<unknown, z.infer<typeof sealQuery>>({
    ...{ method: 'GET', path: '/api/ledger/seals', tag: '台账', query: sealQuery },
    summary: '台账的封存，最近的在前：号、时间、封存了几条、校验值',
    answer: z.object({ items: z.array(sealRow), next: z.string().nullable() }),
    handle: async ({ query: { cursor, limit } }) => {
      await app.postLines();
      // Ids rise with the numbers, and days and ids are what an index holds.
      const asked = { filter: { what: 'ledger.sealed' }, sort: { on: -1 }, limit, cursor: cursor ?? null } as const;
      const found = await page(ledgerOf(app.db), asked);
      const items = found.items.map(({ at, facts: { number, lines, hash } }) => {
        return { number: Number(number), at, lines: Number(lines), hash: String(hash) };
      });
      return { items, next: found.next };
    },
  });
}

/** Lines name who wrote to us by the platform's own ids: for those who answer, check or count, not for every desk. */
export function mayReadLines(person: Person): void {
  requireRole(person, 'responder', 'reviewer', 'approver', 'statistician', 'administrator');
}

/** A line as JSON: instants in ISO 8601 UTC, `on` the Beijing day; and where what it is about can be looked at. */
export function showLine(line: Line) {
  const { _id, what, subject, at, on, by, facts } = line;
  const links = linksOf(line);
  return { id: _id, what, subject, at, on, by, facts, href: links[0]?.href ?? null, links };
}
