/**
 * Reads an NDJSON import: one signal a line. Pure; says for each line that cannot be taken which field, what is wrong and
 * what to do. What happens to the good lines is decided in import-signals.ts.
 */
import { z } from 'zod';
import { after, minutes } from '../clock.ts';
import { type IncomingSignal, type SignalKind, signalKindNames, signalKinds } from './signal.ts';

export interface RefusedLine {
  /** Counted from 1, blank lines included. */
  readonly line: number;
  readonly field: string;
  /** Chinese. */
  readonly problem: string;
  /** Chinese. */
  readonly remedy: string;
}

export interface ReadLines {
  readonly signals: readonly IncomingSignal[];
  /** One entry for each line refused: its first problem. */
  readonly refused: readonly RefusedLine[];
}

/** Clocks of other systems may be a little fast. */
const AHEAD_MS = minutes(2);

const authorSchema = z.union([
  z.string().max(100),
  z.object({ id: z.string().max(100).default(''), name: z.string().max(100).default('') }),
]);

/** One line of the import; unknown fields are left out. */
export const signalLineSchema = z.object({
  account: z.string().min(1).max(64),
  ref: z.string().trim().min(1).max(200),
  kind: z.enum(signalKinds as [SignalKind, ...SignalKind[]]),
  author: authorSchema,
  title: z.string().trim().max(500).nullish(),
  text: z.string().max(20_000),
  writtenAt: z.iso.datetime({ offset: true }),
  likes: z.number().int().min(0).max(1e9).nullish(),
});

const kinds = Object.entries(signalKindNames).map(([kind, name]) => `${kind}（${name}）`);

const WRONG: Readonly<Record<string, { problem: string; remedy: string }>> = {
  account: { problem: '缺少账号或写法不对', remedy: '请填写 config/accounts.json 中登记的账号 id' },
  ref: { problem: '缺少原平台的编号，或不是 1 至 200 字的文字', remedy: '请以文字填写该条在原平台的唯一编号' },
  kind: { problem: '缺少类别或类别不在范围内', remedy: `请填写 ${kinds.join('、')}` },
  author: { problem: '缺少留言人或写法不对', remedy: '请填写 {"id":"…","name":"…"} 或一段文字，未知的填空文字 ""' },
  title: { problem: '标题不是文字或超过 500 字', remedy: '请改为 500 字以内的文字，没有标题的可以不填' },
  text: { problem: '缺少内容，或不是 20000 字以内的文字', remedy: '请以文字填写内容' },
  writtenAt: {
    problem: '缺少时间，或时间无效、没有写明时区',
    remedy: '请按“2019-11-13T09:30:00+08:00”的格式填写，末尾带时区（+08:00 或 Z）',
  },
  likes: { problem: '点赞数不是整数', remedy: '请填写不小于 0 的整数，不知道的可以不填' },
};

export interface Knowledge {
  /** Ids of the accounts signals may belong to. */
  readonly accounts: ReadonlySet<string>;
  readonly now: Date;
}

/** Some lines of an import, the first of them numbered `from`; blank ones are skipped. */
export function readSignalLines(lines: readonly string[], knowledge: Knowledge, from = 1): ReadLines {
  const signals: IncomingSignal[] = [];
  const refused: RefusedLine[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line, knowledge);
    if ('problem' in read) refused.push({ line: from + i, ...read });
    else signals.push(read);
  }
  return { signals, refused };
}

type Refusal = Omit<RefusedLine, 'line'>;

function readLine(line: string, { accounts, now }: Knowledge): IncomingSignal | Refusal {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { field: '整行', problem: '不是一个完整的 JSON 对象', remedy: '每行写一个 JSON 对象，对象内不换行' };
  }
  const parsed = signalLineSchema.safeParse(value);
  if (!parsed.success) return refusalFor(String(parsed.error.issues[0]?.path[0] ?? ''));
  const { account, author, title = null, text, writtenAt, likes, ...rest } = parsed.data;
  if (!accounts.has(account)) {
    return {
      field: 'account',
      problem: `没有登记账号“${account}”`,
      remedy: '请核对账号 id，或先在 config/accounts.json 登记',
    };
  }
  if (text.trim() === '' && !title) {
    return { field: 'text', problem: '标题和内容都是空的', remedy: '请填写内容，或去掉这一行' };
  }
  const at = new Date(writtenAt);
  if (at > after(now, AHEAD_MS)) {
    return { field: 'writtenAt', problem: '时间在将来', remedy: '请核对日期和时区' };
  }
  const by = typeof author === 'string' ? { id: '', name: author } : author;
  return {
    ...rest,
    account,
    author: by,
    title: title || null,
    text: text.trim(),
    writtenAt: at,
    ...(likes != null && { likes }),
    post: null,
    release: null,
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function refusalFor(field: string): Refusal {
  const words = WRONG[field] ?? { problem: '内容不合要求', remedy: '请核对这一行' };
  return { field, ...words };
}
