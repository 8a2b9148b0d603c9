/** An import as JSON for staff, and its refused rows as a table to be mended in. */
import { z } from 'zod';
import { importFormats } from './import-format.ts';
import { type Import, type ImportNote, importStateNames } from './import-record.ts';

export function showImport(one: Import) {
  const { _id, name, format, encoding, bytes, at, by, headings, samples, proposal, state, mapping, progress } = one;
  const { startedAt, finishedAt, reason, undo, onRefused, fileKept, rows } = one;
  return {
    ...{
      id: _id,
      name,
      format,
      formatName: importFormats[format],
      encoding,
      bytes,
      at,
      by,
      headings,
      samples,
      proposal,
    },
    ...{
      state,
      stateName: importStateNames[state],
      mapping,
      partial: onRefused === 'take-good',
      progress,
      rows: rows ?? null,
    },
    ...{ startedAt, finishedAt, reason, fileKept },
    undo: undo && { by: undo.by, at: undo.at, takenBack: undo.takenBack, kept: undo.kept, topics: undo.topics },
  };
}

export function showNote({ refused, kept }: ImportNote) {
  return refused ?? kept;
}

const columns = z.record(z.string(), z.string());

export const importSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  format: z.enum(['csv', 'xlsx', 'ndjson']),
  formatName: z.string(),
  encoding: z.string(),
  bytes: z.number(),
  at: z.date(),
  by: z.string(),
  headings: z.array(z.string()),
  samples: z.array(z.record(z.string(), z.string())).describe('前几行，个人号码已遮盖'),
  proposal: z.object({
    account: z.string().nullable(),
    kind: z.string().nullable(),
    columns,
    from: z.enum(['saved', 'guessed']).describe('saved 为该来源上次保存的对应关系'),
  }),
  state: z.enum(Object.keys(importStateNames) as [keyof typeof importStateNames, ...(keyof typeof importStateNames)[]]),
  stateName: z.string(),
  mapping: z.object({ account: z.string(), kind: z.string(), columns }).nullable(),
  partial: z.boolean(),
  progress: z.object({
    row: z.number().describe('办到第几行'),
    read: z.number(),
    taken: z.number(),
    repeated: z.number().describe('以前已导入过的'),
    refused: z.number(),
  }),
  rows: z.number().nullable().describe('共有多少行；检查完才知道'),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  reason: z.string().nullable(),
  fileKept: z.boolean().describe('原文件是否还在保存期内'),
  undo: z
    .object({ by: z.string(), at: z.date(), takenBack: z.number(), kept: z.number(), topics: z.number() })
    .nullable(),
});

/** With a byte order mark, or Excel takes it for GBK. Rows hold no citizen's words. */
export function toErrorsCsv(notes: readonly ImportNote[]): string {
  const rows = notes.flatMap(({ refused }) =>
    refused ? [[refused.row, refused.field, refused.problem, refused.remedy]] : [],
  );
  const lines = [['行号', '列', '问题', '办法'], ...rows].map((row) =>
    row.map((cell) => quote(String(cell))).join(','),
  );
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** A cell that begins like a formula would be run as one. */
function quote(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
