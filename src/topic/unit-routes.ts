/** The units a topic may be given to, and the rules in force, over HTTP. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import { heedRules, type RulesDesk } from './heed-rules.ts';
import { type UnitKind, unitKindNames } from './unit.ts';

const unitsAnswer = z.object({
  office: z.string().describe('政务公开办的编号'),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(Object.keys(unitKindNames) as [UnitKind, ...UnitKind[]]),
      kindName: z.string(),
      words: z.array(z.string()).describe('据以拟定承办单位的用词'),
    }),
  ),
});

const rulesAnswer = z.object({
  readAt: z.date(),
  problem: z.string().nullable().describe('改动后的规则为何没有采用；null 为正在采用'),
  years: z.array(z.object({ year: z.int(), source: z.string(), provisional: z.boolean() })).describe('放假安排'),
  changed: z.int().optional().describe('重算后变动的时限和拟定类别数'),
});

export function unitRoutes(desk: RulesDesk): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/units',
      summary: '可以交办的单位',
      tag: '事项',
      answer: unitsAnswer,
      handle: async () => ({
        office: desk.units.office,
        items: desk.units.list.map(({ id, name, kind, words }) => {
          return { id, name, kind, kindName: unitKindNames[kind], words: words.any };
        }),
      }),
    }),
    staffEndpoint({
      method: 'GET',
      path: '/api/rules',
      summary: '时限、类别、单位、放假安排等规则：何时读入，改动有无问题',
      tag: '事项',
      answer: rulesAnswer,
      handle: async () => showRules(desk),
    }),
    staffEndpoint({
      method: 'POST',
      path: '/api/rules/reload',
      summary: '立即重读规则并重算全部时限；不调用时几秒内也会自行发现改动',
      tag: '事项',
      answer: rulesAnswer,
      handle: async ({ person, now }) => {
        requireRole(person, 'administrator', 'responder');
        const changed = await heedRules(desk, now, true);
        return { ...showRules(desk), changed };
      },
    }),
  ];
}

function showRules({ rulebook, calendar }: RulesDesk) {
  const years = [...calendar.values()].map(({ year, source, provisional = false }) => ({ year, source, provisional }));
  return { ...rulebook.state(), years };
}
