/** Templates over HTTP, and those that fit a topic, filled in for it. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Database } from '../store/collection.ts';
import { classSchema, matterSchema } from '../topic/read-deadlines.ts';
import { getTopic } from '../topic/topic.ts';
import { revisionNamed } from '../topic/topic-schemas.ts';
import { type Units, unitName } from '../topic/unit.ts';
import { changeTemplate, makeTemplate } from './change-template.ts';
import { fillTemplate, fitting, type Template, templatesOf } from './template.ts';

interface TemplateApp {
  readonly db: Database;
  readonly units: Units;
  /** Who signs where no unit handles it. */
  readonly organiser: string;
}

const params = z.strictObject({ id: z.string() });
const fields = {
  name: z.string().trim().min(1).max(60),
  class: classSchema.nullable().describe('用于哪类事项；null 为各类'),
  matter: matterSchema.nullable().describe('用于哪种留言；null 为各种'),
  text: z.string().trim().min(2).max(5000).describe('可用 {称呼}、{编号}、{事项}、{单位}、{日期}'),
};
const makeInput = z.strictObject({ ...fields, class: fields.class.default(null), matter: fields.matter.default(null) });
const revision = z.number().int().min(1).optional().describe('您所看到的版本号，也可用 If-Match 写明；已变则拒绝');
const changeInput = z.strictObject({
  ...z.object(fields).partial().shape,
  isRetired: z.boolean().optional(),
  revision,
});
const shape = {
  ...{
    id: z.string(),
    ...fields,
    isRetired: z.boolean(),
    revision: z.number(),
    changedBy: z.string(),
    changedAt: z.date(),
  },
};
const template = z.object(shape);

type Params = z.infer<typeof params>;

export function templateRoutes(app: TemplateApp): readonly Endpoint[] {
  return [listRoute(app), fittingRoute(app), ...changeRoutes(app)];
}

function listRoute({ db }: TemplateApp): Endpoint {
  return staffEndpoint({
    ...{ method: 'GET', path: '/api/reply-templates', tag: '回应', summary: '回应模板，停用的也在内' },
    answer: z.object({ items: z.array(template) }),
    handle: async ({ person }) => {
      mayReadSignals(person);
      const rows = await templatesOf(db)
        .find({}, { sort: { _id: 1 } })
        .toArray();
      return { items: rows.map(show) };
    },
  });
}

function fittingRoute({ db, units, organiser }: TemplateApp): Endpoint {
  return staffEndpoint<Params>({
    ...{ method: 'GET', path: '/api/topics/:id/templates', tag: '回应', params },
    summary: '适用于此事项的模板，最贴切的在前；事项、单位、日期已填好，称呼和编号在发送时填',
    answer: z.object({ items: z.array(template.extend({ filled: z.string() })) }),
    handle: async ({ params: { id }, person, now }) => {
      mayReadSignals(person);
      const topic = await getTopic(db, id);
      const [lead] = topic.units ?? [];
      const unit = lead === undefined ? organiser : unitName(lead, units);
      const rows = await templatesOf(db)
        .find({ isRetired: false, class: { $in: [null, topic.class] } })
        .toArray();
      const filled = (one: Template) => fillTemplate(one.text, topic, { unit, now });
      return { items: fitting(rows, topic).map((one) => ({ ...show(one), filled: filled(one) })) };
    },
  });
}

function changeRoutes({ db }: TemplateApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof makeInput>>({
      ...{ method: 'POST', path: '/api/reply-templates', tag: '回应', summary: '新增一个回应模板', status: 201 },
      ...{ body: makeInput, answer: template },
      handle: async ({ body, person, now }) => show(await makeTemplate(db, body, person, now)),
    }),
    staffEndpoint<Params, unknown, z.infer<typeof changeInput>>({
      ...{
        method: 'PATCH',
        path: '/api/reply-templates/:id',
        tag: '回应',
        summary: '修改、停用或重新启用一个回应模板',
      },
      ...{ params, body: changeInput, answer: template },
      handle: async ({ params: { id }, body: { revision: named, ...change }, ifMatch, person, now }) => {
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        return show(await changeTemplate(db, { ...given, id, revision: revisionNamed(named, ifMatch) }, person, now));
      },
    }),
  ];
}

function show({ _id, unposted: _, ...template }: Template) {
  return { id: _id, ...template };
}
