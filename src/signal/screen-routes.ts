/** What rules have set aside, and restoring it, over HTTP. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { restoreSignal } from './restore-signal.ts';
import { showSignal } from './show-signal.ts';
import { signalsOf } from './signal.ts';
import { mayReadSignals } from './signal-routes.ts';

const input = z.strictObject({ signal: z.string().min(1).max(300).describe('线索编号') });
const listQuery = z.strictObject(pageQuery);

const screened = z.looseObject({
  id: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  sorting: z.object({ decision: z.string(), reason: z.string(), rule: z.string().optional(), at: z.date() }).nullable(),
});

interface ScreenApp {
  readonly db: Database;
  nudge(): void;
}

export function screenRoutes(app: ScreenApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<typeof listQuery>>({
      ...{ method: 'GET', path: '/api/signals/screened', tag: '线索', query: listQuery },
      summary: '被规则拦下的线索（重复刷屏、广告、辱骂）和理由，最近的在前；拦下的不删除，可以恢复',
      answer: z.object({ items: z.array(screened), next: z.string().nullable() }),
      handle: async ({ query: { cursor = null, limit }, person }) => {
        mayReadSignals(person);
        const filter = { 'sorting.rule': { $gt: '' } };
        const found = await page(signalsOf(app.db), { filter, sort: { receivedAt: -1 }, limit, cursor });
        return { items: found.items.map(showSignal), next: found.next };
      },
    }),
    staffEndpoint<unknown, unknown, z.infer<typeof input>>({
      ...{ method: 'POST', path: '/api/signals/restore', tag: '线索', body: input, answer: screened },
      summary: '恢复一条被规则拦下的线索：照常归类，以后同一人（或同样的话）不再被同一规则拦下',
      handle: async ({ body, person, now }) => {
        const signal = await restoreSignal(app.db, body.signal, person, now);
        app.nudge();
        return showSignal(signal);
      },
    }),
  ];
}
