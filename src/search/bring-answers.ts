/** Brings answers of earlier times in from an NDJSON file: all lines or none; the same file twice takes nothing the second time. */
import { z } from 'zod';
import { type FieldProblem, invalid, Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type EarlierAnswer, earlierAnswersOf } from './earlier-answer.ts';

export const BRING_BYTES = 32 * 1024 * 1024;
const MOST_LINES = 50_000;
const AT_ONCE = 500;
const SHOWN = 50;

export const earlierLine = z.object({
  ref: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(500),
  text: z.string().trim().max(20_000).default(''),
  reply: z.string().trim().min(1).max(20_000),
  repliedAt: z.iso.datetime({ offset: true }),
  unit: z.string().trim().max(100).default(''),
});

const REMEDIES: Readonly<Record<string, string>> = {
  ref: '请填写原系统中的唯一编号（文字）',
  title: '请填写来信标题，500 字以内',
  text: '请填写来信内容，20000 字以内，没有的可以不填',
  reply: '请填写当时的答复，20000 字以内',
  repliedAt: '请按“2019-11-13T09:30:00+08:00”填写答复时间，末尾带时区',
  unit: '请填写答复单位，100 字以内，没有的可以不填',
};

export interface Brought {
  readonly taken: number;
  /** Known already. */
  readonly repeated: number;
}

/** Throws 'no-right', 'invalid-input' naming lines, 'too-large'. `source` names where they come from and is part of their ids. */
export async function bringAnswers(
  db: Database,
  { lines, source }: { readonly lines: string; readonly source: string },
  by: Person,
  now: Date,
): Promise<Brought> {
  requireRole(by, 'responder', 'administrator');
  const rows = readLines(lines).map(({ ref, repliedAt, ...said }): EarlierAnswer => {
    const about = { broughtBy: by.id, broughtAt: now, searched: false };
    return { _id: `${source}:${ref}`, ...said, repliedAt: new Date(repliedAt), ...about };
  });
  let repeated = 0;
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    repeated += (await insertNew(earlierAnswersOf(db), rows.slice(at, at + AT_ONCE))).taken.length;
  }
  return { taken: rows.length - repeated, repeated };
}

function readLines(text: string): readonly z.infer<typeof earlierLine>[] {
  const lines = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line, number: i + 1 }]));
  if (lines.length === 0) throw invalid('请求内容', '没有任何一行', '请每行放一个 JSON 对象（NDJSON）');
  if (lines.length > MOST_LINES) throw new Problem('too-large', `一次最多导入 ${MOST_LINES} 行。请分批导入。`);
  const fields: FieldProblem[] = [];
  const read = lines.flatMap(({ line, number }) => {
    const parsed = earlierLine.safeParse(parse(line));
    if (parsed.success) return [parsed.data];
    const field = String(parsed.error.issues[0]?.path[0] ?? '整行');
    const remedy = REMEDIES[field] ?? '每行写一个完整的 JSON 对象，对象内不换行';
    fields.push({ field: `line ${number}.${field}`, problem: '缺少或写法不对', remedy });
    return [];
  });
  if (fields.length === 0) return read;
  const detail = `${lines.length} 行中有 ${fields.length} 行不合要求，全部未导入。请修改这些行后重新导入。`;
  throw new Problem('invalid-input', detail, { fields: fields.slice(0, SHOWN) });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
