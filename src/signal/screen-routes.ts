/** What rules have set aside, restoring it, and setting it aside after all, over HTTP. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { repliesOf } from '../reply/reply.ts';
import { type PageRequest, page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { setAsideAgain } from '../topic/set-aside.ts';
import type { TopicDesk } from '../topic/topic-desk.ts';
import { restoreSignal } from './restore-signal.ts';
import { type ScreenRule, screenRuleNames } from './screen.ts';
import { showSignal } from './show-signal.ts';
import { signalsOf } from './signal.ts';
import { mayReadSignals } from './signal-routes.ts';

const input = z.strictObject({ signal: z.string().min(1).max(300).describe('线索编号') });
const rules = Object.keys(screenRuleNames) as [ScreenRule, ...ScreenRule[]];
const listQuery = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['screened', 'restored'])
    .default('screened')
    .describe('screened 拦下的；restored 已恢复、可以重新拦下的'),
  rule: z
    .enum(rules)
    .optional()
    .describe(
      Object.entries(screenRuleNames)
        .map((one) => one.join(' '))
        .join('，'),
    ),
});

const screened = z.looseObject({
  id: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  sorting: z.object({ decision: z.string(), reason: z.string(), rule: z.string().optional(), at: z.date() }).nullable(),
  restored: z
    .object({ rule: z.string(), reason: z.string(), by: z.string(), at: z.date(), nth: z.number() })
    .optional()
    .describe('被恢复的：原来由哪条规则、因为什么拦下，谁恢复的'),
});

const ruleName = z.object({ id: z.enum(rules), name: z.string() });
const ruleNames = rules.map((id) => ({ id, name: screenRuleNames[id] }));

interface ScreenApp extends TopicDesk {
  nudge(): void;
}

type ListQuery = z.infer<typeof listQuery>;
type Input = z.infer<typeof input>;

export function screenRoutes(app: ScreenApp): readonly Endpoint[] {
  const hasReplies = async (topics: readonly string[]) =>
    (await repliesOf(app.db).findOne({ topic: { $in: topics } }, { projection: { _id: 1 } })) !== null;
  return [
    staffEndpoint<unknown, ListQuery>({
      ...{ method: 'GET', path: '/api/signals/screened', tag: '线索', query: listQuery },
      summary: '被规则拦下的线索（重复刷屏、广告、辱骂）和理由，最近的在前；拦下的不删除，可以恢复，恢复的可以重新拦下',
      answer: z.object({ items: z.array(screened), next: z.string().nullable(), rules: z.array(ruleName) }),
      handle: async ({ query: { cursor = null, limit, ...wanted }, person }) => {
        mayReadSignals(person);
        const found = await page(signalsOf(app.db), { ...asked(wanted), limit, cursor });
        return { items: found.items.map(showSignal), next: found.next, rules: ruleNames };
      },
    }),
    staffEndpoint<unknown, unknown, Input>({
      ...{ method: 'POST', path: '/api/signals/restore', tag: '线索', body: input, answer: screened },
      summary: '恢复一条被规则拦下的线索：照常归类，以后同一人（或同样的话）不再被同一规则拦下',
      handle: async ({ body, person, now }) => {
        const signal = await restoreSignal(app.db, body.signal, person, now);
        app.nudge();
        return showSignal(signal);
      },
    }),
    staffEndpoint<unknown, unknown, Input>({
      ...{ method: 'POST', path: '/api/signals/set-aside', tag: '线索', body: input, answer: screened },
      summary:
        '重新拦下一条恢复过的线索：移出所属事项，同一规则对此人（或同样的话）重新有效；只有它一条、又没有人办理的事项一并撤去',
      handle: async ({ body, person, now }) => {
        const signal = await setAsideAgain(app, { id: body.signal, hasReplies }, person, now);
        app.nudge();
        return showSignal(signal);
      },
    }),
  ];
}

function asked({ state, rule }: Pick<ListQuery, 'state' | 'rule'>): Pick<PageRequest, 'filter' | 'sort'> {
  if (state === 'screened') return { filter: { 'sorting.rule': rule ?? { $gt: '' } }, sort: { receivedAt: -1 } };
  const of = rule === undefined ? {} : { 'restored.rule': rule };
  return { filter: { 'restored.at': { $gt: new Date(0) }, ...of }, sort: { 'restored.at': -1 } };
}
