/** Entries over HTTP: what happened elsewhere, by hand, with proof. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { refuseMissingProofs } from '../reply/proof-store.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { toWan } from './amount.ts';
import { type Entry, entriesOf } from './entry.ts';
import { allChoiceNames, entryChoices } from './entry-choices.ts';
import { findEntryKind, listEntryKinds } from './entry-kinds.ts';
import { getEntry, makeEntry, takeBackEntry } from './make-entry.ts';

const input = z.strictObject({
  kind: z.string().describe('类别，见 GET /api/entries/kinds'),
  on: z.string().describe('发生的日期，如 2018-07-03'),
  count: z.number().int('须为整数').min(0, '不能为负').max(1_000_000_000, '不超过十亿').default(1),
  people: z.number().int('须为整数').min(1, '至少为 1').max(1_000_000, '不超过 1000000').optional(),
  amount: z.string().optional().describe('金额，单位万元，如 "12.5"；计金额的类别必填'),
  chosen: z
    .partialRecord(z.enum(allChoiceNames), z.string())
    .optional()
    .describe('类别要求的选项，见 GET /api/entries/kinds'),
  title: z.string().trim().min(1, '请写明是什么事').max(200, '不超过 200 字'),
  proof: z.string().trim().min(4, '请写明文号、链接或存档位置，至少 4 个字').max(500, '不超过 500 字'),
  proofFiles: z
    .array(z.string())
    .max(5, '不超过 5 份')
    .optional()
    .describe('依据文件的编号，先用 POST /api/proofs 上传'),
});
const takeBackInput = z.strictObject({
  reason: z.string().trim().min(1, '请写明为什么撤销').max(500, '不超过 500 字'),
});
const one = z.strictObject({ id: z.string() });
const query = z.strictObject({ kind: z.string().optional(), ...pageQuery });

const answer = z.object({
  ...{ id: z.string(), kind: z.string(), kindTitle: z.string(), on: z.string(), count: z.number() },
  ...{ people: z.number().nullable(), amount: z.string().nullable().describe('万元') },
  chosen: z.record(z.string(), z.string()),
  ...{ title: z.string(), proof: z.string(), by: z.string(), at: z.date() },
  proofFiles: z.array(z.string()),
  takenBack: z.object({ by: z.string(), at: z.date(), reason: z.string() }).nullable(),
});

export interface EntryApp {
  readonly db: Database;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  nudge(): void;
}

export function entryRoutes({ db, accounts, nudge }: EntryApp): readonly Endpoint[] {
  const account = { title: '账号', options: accounts.map(({ id, name: title }) => ({ id, title })) };
  return [
    staffEndpoint({
      ...{ method: 'GET', path: '/api/entries/kinds', summary: '可以补录的类别', tag: '统计' },
      handle: async () => ({ items: listEntryKinds(), choices: { ...entryChoices, account } }),
    }),
    staffEndpoint<unknown, z.infer<typeof query>>({
      ...{ method: 'GET', path: '/api/entries', summary: '补录，最近发生的在前', tag: '统计', query },
      answer: z.object({ items: z.array(answer), next: z.string().nullable() }),
      handle: async ({ query: { kind, cursor, limit } }) => {
        const filter = kind === undefined ? {} : { kind };
        const found = await page(entriesOf(db), { filter, sort: { on: -1 }, limit, cursor: cursor ?? null });
        return { items: found.items.map(showEntry), next: found.next };
      },
    }),
    staffEndpoint<z.infer<typeof one>>({
      ...{ method: 'GET', path: '/api/entries/:id', summary: '一条补录', tag: '统计', params: one, answer },
      handle: async ({ params: { id } }) => showEntry(await getEntry(db, id)),
    }),
    staffEndpoint<unknown, unknown, z.infer<typeof input>>({
      ...{ method: 'POST', path: '/api/entries', summary: '补录一件系统之外发生的事，附依据', tag: '统计' },
      ...{ body: input, status: 201, answer },
      handle: async ({ body, person, now }) => {
        await refuseMissingProofs(db, body.proofFiles ?? []);
        return told(nudge, await makeEntry({ db, accounts }, body, person, now));
      },
    }),
    staffEndpoint<z.infer<typeof one>, unknown, z.infer<typeof takeBackInput>>({
      ...{ method: 'POST', path: '/api/entries/:id/take-back', summary: '撤销一条补录，写明原因', tag: '统计' },
      ...{ params: one, body: takeBackInput, answer },
      handle: async ({ params: { id }, body: { reason }, person, now }) =>
        told(nudge, await takeBackEntry(db, { id, reason }, person, now)),
    }),
  ];
}

function told(nudge: () => void, entry: Entry) {
  nudge();
  return showEntry(entry);
}

function showEntry(entry: Entry) {
  const { _id, kind, on, count, people, fen, chosen = {}, title, proof, proofFiles = [], by, at, takenBack } = entry;
  const kindTitle = findEntryKind(kind)?.title ?? kind;
  const amount = typeof fen === 'number' ? toWan(fen) : null;
  return { id: _id, kind, kindTitle, on, count, people, amount, chosen, title, proof, proofFiles, by, at, takenBack };
}
