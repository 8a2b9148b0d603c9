/**
 * Reads accounts.json: which accounts there are. The kind `import` has no folder under channels/: its messages come in as
 * files only.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Account } from '../src/channel/kind.ts';
import { isDay } from '../src/clock.ts';

const day = z.string().refine(isDay, '应为 YYYY-MM-DD');

const account = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, '只用小写字母、数字和连字符，以字母开头；一经使用不可更改'),
  kind: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  from: day.nullable().default(null),
  to: day.nullable().default(null),
  prefix: z.string().regex(/^[A-Z][A-Z0-9_]*$/, '只用大写字母、数字和下划线'),
  canonical: z.boolean().default(false),
});

/** The accounts of `file`; what is wrong is added to `problems`. */
export function readAccounts(file: string, problems: string[]): readonly Account[] {
  const read = z.array(account).min(1).safeParse(parse(file, problems));
  if (!read.success) {
    problems.push(...read.error.issues.map(({ path, message }) => `accounts.json ${path.join('.')}：${message}`));
    return [];
  }
  const accounts = read.data;
  for (const field of ['id', 'prefix'] as const) {
    const seen = new Set(accounts.map((one) => one[field]));
    if (seen.size < accounts.length) problems.push(`accounts.json：${field} 有重复`);
  }
  if (accounts.filter(({ canonical }) => canonical).length !== 1) {
    problems.push('accounts.json：须有且只有一个账号的 canonical 为 true（其他渠道链接到它的页面）');
  }
  return accounts;
}

function parse(file: string, problems: string[]): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    problems.push(`${file}：读不到，或不是正确的 JSON`);
    return [];
  }
}
