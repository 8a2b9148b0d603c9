import assert from 'node:assert/strict';
import { z } from 'zod';
import type { FieldProblem } from '../../src/errors.ts';
import { translateIssue, untranslated } from '../../src/http/translate-issue.ts';

function problemsIn(schema: z.ZodType, value: unknown): readonly FieldProblem[] {
  const parsed = schema.safeParse(value, untranslated);
  assert.ok(!parsed.success, 'the value passes');
  return parsed.error.issues.flatMap((issue) => translateIssue(issue));
}

const kinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);

describe('translateIssue', () => {
  const cases: readonly [string, z.ZodType, unknown, FieldProblem][] = [
    ['a missing field', z.object({ title: z.string() }), {}, field('title', '缺少此项', '请填写此项')],
    ['a missing choice', z.object({ kind: z.enum(['a', 'b']) }), {}, field('kind', '缺少此项', '请填写此项')],
    ['a wrong type', z.object({ n: z.number() }), { n: 'x' }, field('n', '应当是数字', '请改为要求的类型')],
    ['a fraction', z.object({ n: z.int() }), { n: 1.5 }, field('n', '应当是整数', '请改为要求的类型')],
    ['a null', z.object({ n: z.string() }), { n: null }, field('n', '应当是文字', '请改为要求的类型')],
    ['an empty text', z.object({ t: z.string().min(1) }), { t: '' }, field('t', '不能为空', '请填写此项')],
    [
      'a short text',
      z.object({ t: z.string().min(3) }),
      { t: 'a' },
      field('t', '少于 3 个字符', '请补充到至少 3 个字符'),
    ],
    [
      'a long text',
      z.object({ t: z.string().max(2) }),
      { t: 'abc' },
      field('t', '超过 2 个字符', '请删减到 2 个字符以内'),
    ],
    [
      'a long list',
      z.object({ l: z.array(z.string()).max(1) }),
      { l: ['a', 'b'] },
      field('l', '超过 1 项', '请删减到 1 项以内'),
    ],
    ['a small number', z.object({ n: z.number().min(1) }), { n: 0 }, field('n', '应当不小于 1', '请改大此值')],
    ['a number at an open end', z.object({ n: z.number().lt(9) }), { n: 9 }, field('n', '应当小于 9', '请改小此值')],
    [
      'an exact length',
      z.object({ t: z.string().length(2) }),
      { t: 'abc' },
      field('t', '应当正好 2 个字符', '请删去多余部分'),
    ],
    ['a step', z.object({ n: z.number().multipleOf(5) }), { n: 3 }, field('n', '应当是 5 的倍数', '请修改数值')],
    [
      'an item of a list',
      z.object({ l: z.array(z.string()) }),
      { l: ['a', 1] },
      field('l.1', '应当是文字', '请改为要求的类型'),
    ],
    ['a choice', z.object({ k: z.enum(['a', 'b']) }), { k: 'c' }, field('k', '不在可选范围内', '请填写 “a” 或 “b”')],
    [
      'a day',
      z.object({ on: z.iso.date() }),
      { on: '2018-02-30' },
      field('on', '不是有效的日期', '请按“2018-07-01”的格式填写真实存在的日期'),
    ],
    ['a pattern', z.object({ n: z.string().regex(/^x/) }), { n: 'y' }, field('n', '格式不正确', '请核对后重新填写')],
    ['no object at all', z.object({}), [], field('请求内容', '应当是对象', '请改为要求的类型')],
    [
      'a kind that is none',
      z.object({ f: kinds }),
      { f: { kind: 'x' } },
      field('f.kind', '不在可选范围内', '请填写 “file” 或 “text”'),
    ],
    [
      'the alternative that was meant',
      z.object({ f: z.union([z.string(), z.object({ path: z.string() })]) }),
      { f: { path: 1 } },
      field('f.path', '应当是文字', '请改为要求的类型'),
    ],
    [
      'no alternative at all',
      z.object({ f: z.union([z.string(), z.number()]) }),
      { f: true },
      field('f', '写法不符合任何一种允许的形式', '请对照接口说明核对此项'),
    ],
    [
      'a bad key',
      z.object({ m: z.record(z.string().max(1), z.string()) }),
      { m: { ab: '' } },
      field('m.ab', '名称不符合要求', '请核对名称的写法'),
    ],
    [
      'a schema that speaks for itself',
      z.object({ t: z.string().min(1, '标题不能为空') }),
      { t: '' },
      field('t', '标题不能为空', '请填写此项'),
    ],
    [
      'a rule with its own remedy',
      z.object({ t: z.string().refine(() => false, { error: '重复', params: { remedy: '请换一个' } }) }),
      { t: '' },
      field('t', '重复', '请换一个'),
    ],
    [
      'a rule without words',
      z.object({ t: z.string().refine(() => false) }),
      { t: '' },
      field('t', '不符合要求', '请核对后重新填写'),
    ],
  ];
  for (const [name, schema, value, expected] of cases) {
    it(`names field, problem and remedy of ${name}`, () => {
      assert.deepEqual(problemsIn(schema, value), [expected]);
    });
  }

  it('names every unknown field, also inside', () => {
    const schema = z.strictObject({ inner: z.strictObject({}) });
    const fields = problemsIn(schema, { inner: { c: 1 }, a: 1, b: 1 }).map((problem) => problem.field);
    assert.deepEqual(fields.toSorted(), ['a', 'b', 'inner.c']);
  });

  it('never lets English through', () => {
    const everything = z.strictObject({
      a: z.email(),
      b: z.url(),
      c: z.iso.datetime(),
      d: z.boolean(),
      e: z.uuid(),
      f: z.set(z.string()),
    });
    for (const { problem, remedy } of problemsIn(everything, { a: '', b: '', c: '', d: '', e: '', f: 1, g: 1 })) {
      assert.doesNotMatch(problem + remedy, /invalid|expected|unrecognized/i);
      assert.match(problem, /\p{Script=Han}/u);
    }
  });
});

function field(name: string, problem: string, remedy: string): FieldProblem {
  return { field: name, problem, remedy };
}
