/** 民意征集 and 网上调查 for staff. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadSignals } from '../signal/signal-routes.ts';
import type { Database } from '../store/collection.ts';
import { page } from '../store/page.ts';
import { pageQuery } from '../store/page-query.ts';
import { countAnswers } from './answer-consultation.ts';
import { approveConsultation, draftConsultation, publishOutcome } from './consult-public.ts';
import {
  answersOf,
  type Consultation,
  consultationKindNames,
  consultationStateNames,
  consultationsOf,
  getConsultation,
} from './consultation.ts';
import { surveyPath } from './consultation-pages.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const words = (most: number) => z.string().trim().min(1).max(most);
const draftInput = z.strictObject({
  kind: z.enum(['opinion', 'survey']).describe('opinion 民意征集；survey 网上调查'),
  title: words(100),
  intro: words(4000).describe('说明；一段一行'),
  release: z.string().nullable().default(null).describe('征求意见的文件的发布件编号'),
  inquiries: z
    .array(
      z.strictObject({
        text: words(200),
        type: z.enum(['single', 'multiple', 'text']).describe('单选、多选、填写'),
        choices: z.array(words(80)).max(20).default([]),
        isRequired: z.boolean().default(true),
      }),
    )
    .min(1)
    .max(50),
  from: instant,
  to: instant,
});
const idParams = z.strictObject({ id: z.string() });
const stepInput = z.strictObject({ revision: z.number().int().min(1) });
const outcomeInput = z.strictObject({ ...stepInput.shape, text: words(4000).describe('采纳情况或结论，向公众展示') });
const shape = z
  .object({ id: z.string(), kind: z.string(), title: z.string(), state: z.string(), revision: z.number() })
  .loose();
type Id = z.infer<typeof idParams>;

export interface ConsultationApp {
  readonly db: Database;
  readonly siteVersion: { changed(): void };
}

export function consultationRoutes(app: ConsultationApp): readonly Endpoint[] {
  return [...readingRoutes(app), ...actingRoutes(app)];
}

function readingRoutes({ db }: ConsultationApp): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, z.infer<z.ZodObject<typeof pageQuery>>>({
      ...{ method: 'GET', path: '/api/consultations', summary: '征集和调查，最近的在前', tag: '互动交流' },
      query: z.strictObject(pageQuery),
      answer: z.object({ items: z.array(shape), next: z.string().nullable() }),
      handle: async ({ query: { limit, cursor } }) => {
        const asked = { filter: {}, sort: { createdAt: -1 }, limit, cursor: cursor ?? null } as const;
        const found = await page(consultationsOf(db), asked);
        return { items: found.items.map(show), next: found.next };
      },
    }),
    staffEndpoint<Id>({
      ...{ method: 'GET', path: '/api/consultations/:id', summary: '一项征集或调查，附各题计数', tag: '互动交流' },
      ...{ params: idParams, answer: shape },
      handle: async ({ params: { id } }) => {
        const found = await getConsultation(db, id);
        return { ...show(found), counted: await countAnswers(db, found) };
      },
    }),
    staffEndpoint<Id, z.infer<z.ZodObject<typeof pageQuery>>>({
      ...{ method: 'GET', path: '/api/consultations/:id/answers', summary: '收到的答卷，先到的在前', tag: '互动交流' },
      ...{ params: idParams, query: z.strictObject(pageQuery) },
      answer: z.object({
        items: z.array(z.object({ at: z.date(), replies: z.array(z.array(z.string())) })),
        next: z.string().nullable(),
      }),
      handle: async ({ params: { id }, query: { limit, cursor }, person }) => {
        mayReadSignals(person);
        const asked = { filter: { consultation: id }, sort: { at: 1 }, limit, cursor: cursor ?? null } as const;
        const found = await page(answersOf(db), asked);
        return { items: found.items.map(({ at, replies }) => ({ at, replies })), next: found.next };
      },
    }),
  ];
}

function actingRoutes({ db, siteVersion }: ConsultationApp): readonly Endpoint[] {
  const desk = { db, changed: siteVersion.changed };
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof draftInput>>({
      ...{ method: 'POST', path: '/api/consultations', summary: '起草一项征集或调查', tag: '互动交流' },
      ...{ body: draftInput, status: 201, answer: shape },
      handle: async ({ body, person, now }) => show(await draftConsultation(desk, body, person, now)),
    }),
    staffEndpoint<Id, unknown, z.infer<typeof stepInput>>({
      ...{
        method: 'POST',
        path: '/api/consultations/:id/approve',
        summary: '批准；到开始时间向公众开放',
        tag: '互动交流',
      },
      ...{ params: idParams, body: stepInput, answer: shape },
      handle: async ({ params: { id }, body, person, now }) =>
        show(await approveConsultation(desk, { id, ...body }, person, now)),
    }),
    staffEndpoint<Id, unknown, z.infer<typeof outcomeInput>>({
      ...{ method: 'POST', path: '/api/consultations/:id/outcome', summary: '截止后公布结果', tag: '互动交流' },
      ...{ params: idParams, body: outcomeInput, answer: shape },
      handle: async ({ params: { id }, body, person, now }) =>
        show(await publishOutcome(desk, { id, ...body }, person, now)),
    }),
  ];
}

function show({ _id, unposted: _, ...one }: Consultation) {
  const names = { kindName: consultationKindNames[one.kind], stateName: consultationStateNames[one.state] };
  return { id: _id, ...one, ...names, url: one.state === 'draft' ? null : surveyPath(_id) };
}
