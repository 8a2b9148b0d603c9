/**
 * What zod found wrong → what a person reads: field, problem and remedy in Chinese. A schema may bring its own words:
 * `z.string().min(1, '标题不能为空')` replaces the problem, `params: { remedy: '…' }` of a refinement replaces the remedy.
 */
import type { z } from 'zod';
import type { FieldProblem } from '../errors.ts';

export type Issue = z.core.$ZodIssue;

interface Words {
  readonly problem: string;
  readonly remedy: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
  date: '日期时间',
  null: '空值 null',
};

const FORMATS: Readonly<Record<string, Words>> = {
  date: { problem: '不是有效的日期', remedy: '请按“2018-07-01”的格式填写真实存在的日期' },
  datetime: { problem: '不是有效的时间', remedy: '请按“2018-07-01T09:00:00+08:00”的格式填写，并带上时区' },
  time: { problem: '不是有效的时刻', remedy: '请按“09:00”的格式填写' },
  url: { problem: '不是有效的网址', remedy: '请填写以 http:// 或 https:// 开头的完整网址' },
  email: { problem: '不是有效的电子邮箱', remedy: '请核对邮箱地址' },
};

/** Settings for safeParse that leave our words to us and a schema's own words to it. */
export const untranslated = { error: () => '', reportInput: true } as const;

/** All problems in one issue: an object with three unknown fields is one issue and three problems. */
export function translateIssue(issue: Issue, under: readonly PropertyKey[] = []): readonly FieldProblem[] {
  const path = [...under, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField([...path, key]));
  if (issue.code === 'invalid_union') return translateUnion(issue, path);
  if (issue.code === 'invalid_element') return issue.issues.flatMap((inner) => translateIssue(inner, path));
  const words = isMissing(issue) ? missing : wordsFor(issue);
  return [{ field: fieldOf(path), problem: issue.message || words.problem, remedy: remedyOf(issue) ?? words.remedy }];
}

const missing: Words = { problem: '缺少此项', remedy: '请填写此项' };

function unknownField(path: readonly PropertyKey[]): FieldProblem {
  return { field: fieldOf(path), problem: '没有这个字段', remedy: '请去掉它，或核对字段名的拼写' };
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '请求内容' : path.map(String).join('.');
}

/** A field left out shows as undefined, which JSON cannot say otherwise. */
function isMissing(issue: Issue): boolean {
  return (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
}

function remedyOf(issue: Issue): string | null {
  const remedy = issue.code === 'custom' ? issue.params?.remedy : null;
  return typeof remedy === 'string' ? remedy : null;
}

function wordsFor(issue: Exclude<Issue, { code: 'unrecognized_keys' | 'invalid_union' | 'invalid_element' }>): Words {
  switch (issue.code) {
    case 'invalid_type':
      return { problem: `应当是${TYPES[issue.expected] ?? issue.expected}`, remedy: '请改为要求的类型' };
    case 'invalid_value':
      return { problem: '不在可选范围内', remedy: `请填写 ${listOf(issue.values)}` };
    case 'invalid_format':
      return FORMATS[issue.format] ?? { problem: '格式不正确', remedy: '请核对后重新填写' };
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'not_multiple_of':
      return { problem: `应当是 ${issue.divisor} 的倍数`, remedy: '请修改数值' };
    case 'invalid_key':
      return { problem: '名称不符合要求', remedy: '请核对名称的写法' };
    case 'custom':
      return { problem: '不符合要求', remedy: '请核对后重新填写' };
  }
}

function tooSmall({ origin, minimum, inclusive, exact }: z.core.$ZodIssueTooSmall): Words {
  const unit = unitOf(origin);
  if (unit === null) {
    return { problem: `应当${inclusive ? '不小于' : '大于'} ${minimum}`, remedy: '请改大此值' };
  }
  if (exact) return { problem: `应当正好 ${minimum} ${unit}`, remedy: '请补足' };
  if (Number(minimum) <= 1) return { problem: '不能为空', remedy: '请填写此项' };
  return { problem: `少于 ${minimum} ${unit}`, remedy: `请补充到至少 ${minimum} ${unit}` };
}

function tooBig({ origin, maximum, inclusive, exact }: z.core.$ZodIssueTooBig): Words {
  const unit = unitOf(origin);
  if (unit === null) {
    return { problem: `应当${inclusive ? '不大于' : '小于'} ${maximum}`, remedy: '请改小此值' };
  }
  if (exact) return { problem: `应当正好 ${maximum} ${unit}`, remedy: '请删去多余部分' };
  return { problem: `超过 ${maximum} ${unit}`, remedy: `请删减到 ${maximum} ${unit}以内` };
}

function unitOf(origin: string): string | null {
  if (origin === 'string') return '个字符';
  if (origin === 'array' || origin === 'set' || origin === 'map') return '项';
  return null;
}

/** Speaks of the one alternative that was meant: the one whose outer shape fits. */
function translateUnion(
  issue: Issue & { code: 'invalid_union' },
  path: readonly PropertyKey[],
): readonly FieldProblem[] {
  const field = fieldOf(path);
  if (issue.message) return [{ field, problem: issue.message, remedy: '请核对后重新填写' }];
  if ('options' in issue && issue.options) {
    return [{ field, problem: '不在可选范围内', remedy: `请填写 ${listOf(issue.options)}` }];
  }
  const meant = issue.errors.filter((issues) => issues.every((inner) => inner.path.length > 0));
  const [only] = meant;
  if (only && meant.length === 1) return only.flatMap((inner) => translateIssue(inner, path));
  return [{ field, problem: '写法不符合任何一种允许的形式', remedy: '请对照接口说明核对此项' }];
}

function listOf(values: readonly unknown[]): string {
  return values
    .map((value) => `“${String(value)}”`)
    .join('、')
    .replace(/、(?=[^、]*$)/, ' 或 ');
}
