/** What somebody is writing on a topic, saved while he types. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Autosave, autosave, dropAutosave, findAutosave } from './autosave.ts';

const params = z.strictObject({ id: z.string() });
const input = z.strictObject({
  text: z.string().max(20_000),
  variants: z.record(z.string().max(64), z.string().max(20_000)).default({}),
  reply: z.string().nullable().default(null).describe('正在修改的回应；新写的为 null'),
  revision: z.number().int().min(0).describe('上次保存得到的版本号；首次为 0'),
});
const saved = z.object({
  ...{ text: z.string(), variants: z.record(z.string(), z.string()), reply: z.string().nullable() },
  ...{ revision: z.number(), savedAt: z.date() },
});

type Params = z.infer<typeof params>;

export function autosaveRoutes({ db }: { readonly db: Database }): readonly Endpoint[] {
  const about = { path: '/api/topics/:id/autosave', tag: '回应', params } as const;
  return [
    staffEndpoint<Params, unknown, z.infer<typeof input>>({
      ...{ ...about, method: 'PUT', body: input, answer: saved },
      summary: '自动保存正在写的回应，仅本人可见；提交后清除',
      handle: async ({ params: { id }, body, person, now }) =>
        show(await autosave(db, { ...body, topic: id }, person, now)),
    }),
    staffEndpoint<Params>({
      ...{ ...about, method: 'GET', answer: z.object({ draft: saved.nullable() }) },
      summary: '本人在此事项上自动保存的内容；没有则 draft 为 null',
      handle: async ({ params: { id }, person }) => {
        requireRole(person, 'responder');
        const found = await findAutosave(db, id, person);
        return { draft: found && show(found) };
      },
    }),
    staffEndpoint<Params>({
      ...{ ...about, method: 'DELETE', summary: '放弃自动保存的内容' },
      handle: async ({ params: { id }, person }) => await dropAutosave(db, id, person),
    }),
  ];
}

function show({ text, variants, reply, revision, savedAt }: Autosave) {
  return { text, variants, reply, revision, savedAt };
}
