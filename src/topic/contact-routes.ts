/** Citizens' contact data over HTTP. The signal stands in the body: in an address it would get into logs. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { type ContactDesk, seeContact } from './see-contact.ts';

const input = z.strictObject({ signal: z.string().min(1).max(300).describe('线索编号') });

const answer = z.object({
  contact: z
    .object({ name: z.string(), phone: z.string(), mail: z.string(), address: z.string() })
    .nullable()
    .describe('没有留下或已按期删除的为 null'),
  title: z.string().nullable(),
  text: z.string().describe('未经遮盖的原文'),
});

export function contactRoutes(desk: ContactDesk): readonly Endpoint[] {
  return [
    staffEndpoint<unknown, unknown, z.infer<typeof input>>({
      method: 'POST',
      path: '/api/signals/contact',
      summary: '查看留言人的联系方式和未遮盖的原文：只给认领该事项的人、现在承办它的单位和管理员，每次查看记入台账',
      tag: '线索',
      body: input,
      answer,
      handle: async ({ body, person, now }) => await seeContact(desk, body.signal, person, now),
    }),
  ];
}
