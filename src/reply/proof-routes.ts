/** Files that show an answer given elsewhere, in and out; out only to those who answer, check or count. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import { mayReadLines } from '../ledger/ledger-routes.ts';
import { requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { keepProof, PROOF_BYTES, readProof } from './proof-store.ts';

const params = z.strictObject({ id: z.string().max(80) });
const TYPES = ['application/pdf', 'image/*', 'audio/*', 'application/octet-stream'];

export function proofRoutes({ db }: { readonly db: Database }): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'POST',
      path: '/api/proofs',
      summary: '上传一份回应依据（PDF、JPEG、PNG、MP3、M4A，最大 8 MB），登记以其他方式作出的回应、补录时引用',
      tag: '回应',
      raw: { types: TYPES, limit: PROOF_BYTES },
      answer: z.object({ id: z.string(), type: z.string(), bytes: z.number() }),
      status: 201,
      handle: async ({ ctx, person, now }) => {
        requireRole(person, 'responder', 'statistician');
        return await keepProof(db, ctx.state.raw, person.id, now);
      },
    }),
    staffEndpoint<z.infer<typeof params>>({
      method: 'GET',
      path: '/api/proofs/:id',
      summary: '一份回应依据的文件',
      tag: '回应',
      params,
      handle: async ({ params: { id }, ctx, person }) => {
        mayReadLines(person);
        const { type, content } = await readProof(db, id);
        ctx.set('content-disposition', `attachment; filename="${id.slice(0, 12)}${id.slice(id.indexOf('.'))}"`);
        ctx.type = type;
        ctx.body = content;
      },
    }),
  ];
}
