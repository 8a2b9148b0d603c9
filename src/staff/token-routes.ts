/** /api/tokens: what other systems show to act for a member of staff. */
import { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { issueToken } from './issue-token.ts';
import { revokeToken } from './revoke-token.ts';
import { requireSession } from './session-routes.ts';
import { byId, rolesSchema, showToken, tokenSchema } from './staff-schemas.ts';
import { listTokens } from './token.ts';

const tag = '访问令牌';
const path = '/api/tokens';

const issueSchema = z.strictObject({
  name: z.string().trim().min(1).max(50),
  roles: rolesSchema.min(1),
  expiresOn: z.iso.date().nullable().default(null),
});

export function tokenRoutes({ db }: { readonly db: Database }): Endpoint[] {
  return [
    staffEndpoint({
      method: 'POST',
      path,
      summary: '为其他系统签发令牌；令牌内容只显示这一次',
      tag,
      body: issueSchema,
      answer: z.object({ token: z.string(), record: tokenSchema }),
      status: 201,
      handle: async ({ person, body, ctx, now }) => {
        requireSession(ctx);
        const { token, secret } = await issueToken(db, body, { by: person, now });
        return { token: secret, record: showToken(token) };
      },
    }),
    staffEndpoint({
      method: 'GET',
      path,
      summary: '自己的令牌；管理员看到全部',
      tag,
      answer: z.object({ items: z.array(tokenSchema) }),
      handle: async ({ person }) => {
        const whose = person.roles.includes('administrator') ? null : person.id;
        return { items: (await listTokens(db, whose)).map(showToken) };
      },
    }),
    staffEndpoint({
      method: 'DELETE',
      path: `${path}/:id`,
      summary: '收回令牌',
      tag,
      params: byId,
      handle: async ({ person, params, now }) => {
        await revokeToken(db, params.id, { by: person, now });
      },
    }),
  ];
}
