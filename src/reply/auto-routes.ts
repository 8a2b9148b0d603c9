/** What is answered automatically, over HTTP: written by one, approved by another, switched off by anybody who answers. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type SignalKind, signalKinds } from '../signal/signal.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Person } from '../staff/person.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { revisionNamed } from '../topic/topic-schemas.ts';
import { type AutoRule, autoRulesOf, autoUseNames, holdsOn, matchNames } from './auto-rule.ts';
import {
  type AutoDesk,
  approveAutoRule,
  editAutoRule,
  type SeenRule,
  switchAutoRule,
  writeAutoRule,
} from './change-auto-rule.ts';

interface AutoApp extends AutoDesk {
  nudge(): void;
}

const params = z.strictObject({ id: z.string() });
const revision = z.number().int().min(1).optional().describe('您所看到的版本号，也可用 If-Match 写明；已变则拒绝');
const use = z.enum(['receipt', 'keyword']).describe('receipt 收件回执，每人每天至多一次；keyword 关键词答复，每条一次');
const match = z.strictObject({
  how: z.enum(['exact', 'contains']).describe('exact 全文等于，contains 文中含有；不计标点和空格'),
  words: z.array(z.string().trim().min(1).max(50)).min(1).max(50),
});
const fields = {
  use,
  account: z.string(),
  kinds: z
    .array(z.enum(signalKinds as [SignalKind, ...SignalKind[]]))
    .min(1)
    .describe('对哪些来件：message、comment、mention'),
  match: match.nullable().default(null).describe('关键词；收件回执不填'),
  text: z.string().trim().min(2).max(2000).describe('可用 {称呼}、{编号}；收件回执必须有 {编号}'),
  from: z.iso.date().nullable().default(null).describe('自哪天起，含当日'),
  to: z.iso.date().nullable().default(null).describe('至哪天止，含当日'),
};
const writeInput = z.strictObject(fields);
const editInput = z.strictObject({ ...fields, revision });
const stepInput = z.strictObject({ revision });
const switchInput = z.strictObject({ revision, isOn: z.boolean() });

const ruleAnswer = z.object({
  ...{ id: z.string(), use: z.enum(['receipt', 'keyword']), useName: z.string(), account: z.string() },
  ...{ kinds: z.array(z.string()), match: match.extend({ howName: z.string() }).nullable(), text: z.string() },
  ...{ from: z.string().nullable(), to: z.string().nullable(), isOn: z.boolean(), revision: z.number() },
  ...{ writers: z.array(z.string()), approval: z.object({ by: z.string(), at: z.date() }).nullable() },
  holds: z.boolean().describe('现在是否在用：已批准、已开启、在有效期内'),
  createdAt: z.date(),
});

type Params = z.infer<typeof params>;

export function autoRoutes(app: AutoApp): readonly Endpoint[] {
  return [listRoute(app), writeRoute(app), ...changeRoutes(app)];
}

function listRoute({ db }: AutoApp): Endpoint {
  return staffEndpoint<unknown, { limit: number; cursor?: string | undefined }>({
    ...{ method: 'GET', path: '/api/auto-answers', tag: '回应', query: z.strictObject(pageQuery) },
    summary: '自动答复：收件回执和关键词答复，最新的在前',
    answer: z.object({ items: z.array(ruleAnswer), next: z.string().nullable() }),
    handle: async ({ query: { limit, cursor = null }, person, now }) => {
      mayReadSignals(person);
      const found = await page(autoRulesOf(db), { filter: {}, sort: { createdAt: -1 }, limit, cursor });
      return { items: found.items.map((rule) => show(rule, now)), next: found.next };
    },
  });
}

function writeRoute(app: AutoApp): Endpoint {
  return staffEndpoint<unknown, unknown, z.infer<typeof writeInput>>({
    ...{ method: 'POST', path: '/api/auto-answers', tag: '回应', body: writeInput, answer: ruleAnswer, status: 201 },
    summary: '起草一条自动答复；由另一人批准后才使用，不计入回应数',
    handle: async ({ body, person, now }) => show(await writeAutoRule(app, body, person, now), now),
  });
}

function changeRoutes(app: AutoApp): readonly Endpoint[] {
  return [
    change(app, {
      ...{ method: 'PATCH', path: '/api/auto-answers/:id', body: editInput, act: editAutoRule },
      summary: '修改自动答复；修改后须重新批准',
    }),
    change(app, {
      ...{ method: 'POST', path: '/api/auto-answers/:id/approve', body: stepInput, act: approveAutoRule },
      summary: '批准这一版自动答复；须由未参与起草的人办理',
    }),
    change(app, {
      ...{ method: 'POST', path: '/api/auto-answers/:id/switch', body: switchInput, act: switchAutoRule },
      summary: '开启或停用自动答复，立即生效',
    }),
  ];
}

interface Change<B> {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  act(desk: AutoDesk, seen: SeenRule & Omit<B, 'revision'>, by: Person, now: Date): Promise<AutoRule>;
}

function change<B extends { readonly revision?: number | undefined }>(app: AutoApp, about: Change<B>): Endpoint {
  const { act, ...rest } = about;
  return staffEndpoint<Params, unknown, B>({
    ...{ ...rest, tag: '回应', params, answer: ruleAnswer },
    handle: async ({ params: { id }, body: { revision: named, ...input }, ifMatch, person, now }) => {
      const rule = await act(app, { ...input, id, revision: revisionNamed(named, ifMatch) }, person, now);
      app.nudge();
      return show(rule, now);
    },
  });
}

function show(rule: AutoRule, now: Date) {
  const { _id, unposted: _, match: words, ...rest } = rule;
  const shown = words && { ...words, howName: matchNames[words.how] };
  return { ...rest, id: _id, useName: autoUseNames[rule.use], match: shown, holds: holdsOn(rule, now) };
}
