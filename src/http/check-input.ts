/** Params, query and body against an endpoint's schemas: everything wrong is said at once, field by field. */
import type { z } from 'zod';
import { type FieldProblem, Problem } from '../errors.ts';
import { translateIssue, untranslated } from './translate-issue.ts';

export interface Schemas {
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
}

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** The input as the schemas made it; a part without schema passes as it is. Throws Problem 'invalid-input'. */
export function checkInput(schemas: Schemas, input: Input): Input {
  const problems: FieldProblem[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown): unknown => {
    const parsed = schema?.safeParse(value, untranslated);
    if (!parsed) return value;
    if (parsed.success) {
      problems.push(...findUnprintable(parsed.data));
      return parsed.data;
    }
    problems.push(...parsed.error.issues.flatMap((issue) => translateIssue(issue)));
    return null;
  };
  const checked = {
    params: check(schemas.params, input.params),
    query: check(schemas.query, input.query),
    body: check(schemas.body, input.body),
  };
  const [first] = problems;
  if (!first) return checked;
  const more = problems.length > 1 ? `（共 ${problems.length} 处问题）` : '';
  throw new Problem('invalid-input', `${first.field}：${first.problem}。${first.remedy}。${more}`, {
    fields: problems,
  });
}

/** Control characters but tab and line breaks; U+000B and U+000C come along when slides are pasted. */
const UNPRINTABLE = /[^\P{Cc}\t\n\v\f\r]/u;

/** Texts with what neither a store nor a platform keeps: control characters, halves of surrogate pairs. */
function findUnprintable(value: unknown, field = ''): FieldProblem[] {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !UNPRINTABLE.test(value)) return [];
    const remedy = '请删去这处文字后重新键入，不要从原处复制';
    return [{ field, problem: '含有看不见的控制字符或残缺的字符', remedy }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => findUnprintable(inner, field ? `${field}.${key}` : key));
}
