/** Making the figures anew from the ledger, and how far that is. */
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { wordsOf } from '../log.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { foldsOf } from './first-line.ts';
import { refold } from './refold.ts';
import { figuresDesk, type StatisticsApp } from './statistics-routes.ts';

const answer = z.object({
  running: z.boolean(),
  folded: z.number().describe('已读的台账记录数'),
  of: z.number().describe('台账记录总数'),
  startedAt: z.date().nullable(),
});

export function rebuildRoutes(app: StatisticsApp): readonly Endpoint[] {
  const desk = figuresDesk(app);
  return [
    staffEndpoint({
      ...{ method: 'GET', path: '/api/statistics/rebuild', summary: '重新计算进行到哪里', tag: '统计', answer },
      handle: () => showMaking(app.db),
    }),
    staffEndpoint({
      ...{ method: 'POST', path: '/api/statistics/rebuild', tag: '统计', status: 202, answer },
      summary: '按台账从头重新计算全部指标，在后台进行；其间仍可查看原来的数',
      handle: async ({ person }) => {
        requireRole(person, 'statistician', 'administrator');
        if ((await showMaking(app.db)).running) throw new Problem('wrong-state', '重新计算正在进行，请稍候查看。');
        refold(desk).catch((error: unknown) => {
          app.log.error({ err: wordsOf(error) }, 'cannot make the figures anew');
        });
        return await showMaking(app.db);
      },
    }),
  ];
}

async function showMaking(db: Database): Promise<z.infer<typeof answer>> {
  const making = (await foldsOf(db).findOne({ _id: 'figures' }))?.making ?? null;
  const { folded = 0, of = 0, startedAt = null } = making ?? {};
  return { running: making !== null, folded, of, startedAt };
}
