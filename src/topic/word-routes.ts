/** The county's own words over HTTP: what was found in the messages, and what staff say about it. */
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { asWord, type CountyWord, countyWordsOf } from './county-words.ts';
import type { WordKind } from './lexicon.ts';

const state = z.enum(['found', 'added', 'ignored']);
const kind = z.enum(['name', 'term']);
const query = z.strictObject({
  state: state.default('found').describe('found 从留言中发现，added 人工添加，ignored 不作为词'),
  starts: z.string().trim().max(20).optional().describe('以这些字开头的'),
  ...pageQuery,
});
const params = z.strictObject({ word: z.string().trim().min(2).max(20) });
const input = z.strictObject({
  state: z.enum(['added', 'ignored']).describe('added：作为本地词；ignored：不作为词，留言里再出现也不作'),
  kind: kind.default('name').describe('name 地名、小区、单位等名称；term 一般用语'),
});
const answer = z.object({
  word: z.string(),
  kind,
  state,
  count: z.int().describe('多少条留言提到（最近一次统计）'),
  foundAt: z.date(),
  by: z.string().nullable(),
});

type Params = z.infer<typeof params>;

export function wordRoutes(db: Database): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof query>>({
      method: 'GET',
      path: '/api/words',
      summary: '本地词：归类时认得的地名、小区、单位等，提到最多的在前',
      tag: '事项',
      query,
      answer: z.object({ items: z.array(answer), next: z.string().nullable() }),
      handle: async ({ query: { state: wanted, starts = '', limit, cursor = null }, person }) => {
        mayReadSignals(person);
        const from = asWord(starts);
        const named = from === '' ? {} : { _id: { $gte: from, $lt: `${from}\uffff` } };
        const request = { filter: { state: wanted, ...named }, sort: { count: -1 } as const, limit, cursor };
        const { items, next } = await page(countyWordsOf(db), request);
        return { items: items.map(showWord), next };
      },
    }),
    staffEndpoint<Params, unknown, z.infer<typeof input>>({
      method: 'PUT',
      path: '/api/words/:word',
      summary: '添加一个本地词，或不让它作为词；对之后的归类立即有效',
      tag: '事项',
      params,
      body: input,
      answer,
      handle: async ({ params: { word }, body, person, now }) =>
        showWord(await sayOfWord(db, { word, ...body }, person, now)),
    }),
    staffEndpoint<Params>({
      method: 'DELETE',
      path: '/api/words/:word',
      summary: '撤销人工的添加或不作为词，恢复为按留言判断',
      tag: '事项',
      params,
      answer: z.object({ word: z.string() }),
      handle: async ({ params: { word }, person }) => ({ word: await unsayOfWord(db, word, person) }),
    }),
  ];
}

interface Said {
  readonly word: string;
  readonly state: 'added' | 'ignored';
  readonly kind: WordKind;
}

/** Said again it replaces what was said before. Throws 'no-right', 'invalid-input'. */
async function sayOfWord(db: Database, said: Said, by: Person, now: Date): Promise<CountyWord> {
  requireRole(by, 'responder', 'administrator');
  const _id = asWord(said.word);
  if (!/^[\p{Script=Han}a-z0-9]{2,20}$/u.test(_id)) {
    throw invalid('word', '含有标点、空格或不足两个字', '请填写连续的汉字、字母或数字');
  }
  const set = { state: said.state, kind: said.kind, by: by.id };
  const known = await countyWordsOf(db).findOne({ _id });
  const update = { $set: known ? set : { ...set, count: 0, foundAt: now } };
  await countyWordsOf(db).updateOne({ _id }, update, { upsert: true });
  return (await countyWordsOf(db).findOne({ _id })) as CountyWord;
}

/** Throws 'no-right'. */
async function unsayOfWord(db: Database, word: string, by: Person): Promise<string> {
  requireRole(by, 'responder', 'administrator');
  const _id = asWord(word);
  await countyWordsOf(db).deleteOne({ _id, count: 0 });
  await countyWordsOf(db).updateOne({ _id }, { $set: { state: 'found', by: null } });
  return _id;
}

function showWord({ _id, kind: of, state: is, count, foundAt, by }: CountyWord) {
  return { word: _id, kind: of, state: is, count, foundAt, by };
}
