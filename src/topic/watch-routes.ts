/** Watch words over HTTP: by which words entries of hot lists become topics, and what a rule would have caught before it is saved. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import {
  addWatchWord,
  changeWatchWord,
  checked,
  removeWatchWord,
  requireWatcher,
  restoreWatchWord,
  type WatchDesk,
} from './change-watch-words.ts';
import { revisionNamed } from './topic-schemas.ts';
import { tryWatchRule } from './try-watch-rule.ts';
import type { WatchRule } from './watch-rule.ts';
import { asRule, type WatchWord, watchWordsOf } from './watch-word.ts';

interface WatchApp extends WatchDesk {
  nudge(): void;
}

const params = z.strictObject({ id: z.string() });
const about = '您所看到的版本号，也可用 If-Match 写明；已变则拒绝';
const revision = z.number().int().min(1).optional().describe(about);
const list = z.array(z.string().trim().min(2).max(30)).max(100);
const name = z.string().trim().min(1).max(30).describe('关注什么，写进归类理由');
const ruleInput = z.strictObject({
  name,
  any: list.default([]).describe('任一：至少含有其中一个'),
  must: list.default([]).describe('必须：全部含有'),
  never: list.default([]).describe('不得：一个都不含'),
  needsPlace: z.boolean().default(false).describe('还须提到本县地名（places）'),
});
const changeInput = z.strictObject({
  revision,
  name: name.optional(),
  any: list.optional(),
  must: list.optional(),
  never: list.optional(),
  needsPlace: z.boolean().optional(),
  isOn: z.boolean().optional().describe('false 停用，true 启用'),
});
const restoreInput = z.strictObject({ revision });
const removeQuery = z.strictObject({ revision: z.coerce.number().int().min(1).optional().describe(about) });
const tryInput = z.strictObject({
  rule: ruleInput.extend({ name: name.default('试用') }),
  last: z.number().int().min(1).max(2000).default(500).describe('对照最近多少个热榜条目'),
});

const ruleAnswer = z.object({
  ...{ id: z.string(), name: z.string(), any: z.array(z.string()), must: z.array(z.string()) },
  ...{ never: z.array(z.string()), needsPlace: z.boolean(), isOn: z.boolean() },
  source: z.enum(['file', 'staff']).describe('file 来自 config/watch-words.json，staff 由工作人员添加'),
  revision: z.int().nullable().describe('版本号；来自文件的没有'),
  by: z.string().nullable(),
  createdAt: z.date().nullable(),
});
const tryAnswer = z.object({
  looked: z.int().describe('对照了多少条'),
  caught: z.array(
    z.object({
      ...{ signal: z.string(), account: z.string(), title: z.string(), receivedAt: z.date() },
      topic: z.string().nullable().describe('已归入的事项'),
      reason: z.string(),
    }),
  ),
});

type Params = z.infer<typeof params>;

export function watchRoutes(app: WatchApp): readonly Endpoint[] {
  return [listRoute(app), addRoute(app), tryRoute(app), changeRoute(app), removeRoute(app), restoreRoute(app)];
}

function listRoute({ db, watch }: WatchApp): Endpoint {
  return staffEndpoint({
    ...{ method: 'GET', path: '/api/watch-words', tag: '事项' },
    summary: '关注词：热榜条目命中才归入事项；文件中的在前，工作人员添加的在后',
    answer: z.object({ items: z.array(ruleAnswer), places: z.array(z.string()).describe('本县地名') }),
    handle: async ({ person }) => {
      mayReadSignals(person);
      const own = await watchWordsOf(db)
        .find({ state: { $in: ['on', 'off'] } }, { sort: { createdAt: 1 } })
        .toArray();
      return { items: [...watch.rules.map(showOfFile), ...own.map(show)], places: watch.places };
    },
  });
}

function addRoute(app: WatchApp): Endpoint {
  return staffEndpoint<unknown, unknown, z.infer<typeof ruleInput>>({
    ...{ method: 'POST', path: '/api/watch-words', tag: '事项', body: ruleInput, answer: ruleAnswer, status: 201 },
    summary: '添加一组关注词，立即生效；最近 7 天未命中的热榜条目再对照一遍',
    handle: async ({ body, person, now }) => {
      const word = await addWatchWord(app, body, person, now);
      app.nudge();
      return show(word);
    },
  });
}

function tryRoute(app: WatchApp): Endpoint {
  return staffEndpoint<unknown, unknown, z.infer<typeof tryInput>>({
    ...{ method: 'POST', path: '/api/watch-words/try', tag: '事项', body: tryInput, answer: tryAnswer },
    summary: '试一组关注词：最近的热榜条目中会命中哪些；不保存，不改动任何事项',
    handle: async ({ body: { rule, last }, person }) => {
      requireWatcher(person);
      return await tryWatchRule(app, { id: 'try', ...checked(app, rule) }, last);
    },
  });
}

function changeRoute(app: WatchApp): Endpoint {
  return staffEndpoint<Params, unknown, z.infer<typeof changeInput>>({
    ...{ method: 'PATCH', path: '/api/watch-words/:id', tag: '事项', params, body: changeInput, answer: ruleAnswer },
    summary: '修改、停用或启用一组关注词；未写的项不变，来自文件的请改文件',
    handle: async ({ params: { id }, body: { revision: named, ...input }, ifMatch, person, now }) => {
      const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const change = { ...set, id, revision: revisionNamed(named, ifMatch) };
      const word = await changeWatchWord(app, change, person, now);
      app.nudge();
      return show(word);
    },
  });
}

function removeRoute(app: WatchApp): Endpoint {
  return staffEndpoint<Params, z.infer<typeof removeQuery>>({
    ...{ method: 'DELETE', path: '/api/watch-words/:id', tag: '事项', params, query: removeQuery },
    answer: z.object({ id: z.string(), revision: z.int().describe('恢复时写明') }),
    summary: '删除一组关注词，可以恢复；已归入的事项不受影响',
    handle: async ({ params: { id }, query: { revision: named }, ifMatch, person, now }) => {
      // Before anything else is asked of somebody who may not.
      requireWatcher(person);
      const seen = { id, revision: revisionNamed(named, ifMatch) };
      const { revision: at } = await removeWatchWord(app, seen, person, now);
      app.nudge();
      return { id, revision: at };
    },
  });
}

function restoreRoute(app: WatchApp): Endpoint {
  return staffEndpoint<Params, unknown, z.infer<typeof restoreInput>>({
    ...{ method: 'POST', path: '/api/watch-words/:id/restore', tag: '事项', params, body: restoreInput },
    answer: ruleAnswer,
    summary: '恢复一组已删除的关注词，删除前停用的仍停用',
    handle: async ({ params: { id }, body: { revision: named }, ifMatch, person, now }) => {
      const seen = { id, revision: revisionNamed(named, ifMatch) };
      const word = await restoreWatchWord(app, seen, person, now);
      app.nudge();
      return show(word);
    },
  });
}

function showOfFile(rule: WatchRule) {
  return { ...rule, isOn: true, source: 'file', revision: null, by: null, createdAt: null };
}

function show(word: WatchWord) {
  const { state, revision: at, by, createdAt } = word;
  return { ...asRule(word), isOn: state === 'on', source: 'staff', revision: at, by, createdAt };
}
