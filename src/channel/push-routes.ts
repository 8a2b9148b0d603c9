/**
 * What platforms push: /push/<account id>. Kept first, answered at once, worked on later (inbox.ts). These endpoints take
 * everything; what a platform sends every day has a shorter way to the same operation (push-door.ts).
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import type { PushedMessage } from './contract.ts';
import { PUSH_BYTES } from './push-door.ts';
import { findReceiver, type PushDesk, takePush } from './take-push.ts';

const params = z.strictObject({ account: z.string() });

type Params = z.infer<typeof params>;

export function pushRoutes(desk: PushDesk): readonly Endpoint[] {
  const path = '/push/:account';
  const shared = { path, tag: '平台推送', params, query: z.record(z.string(), z.string()), open: true } as const;
  return [
    openEndpoint<Params, Record<string, string>>({
      ...shared,
      method: 'GET',
      summary: '平台验证推送地址',
      handle: ({ params: { account }, query, ctx, now }) =>
        answer(desk, ctx, account, { method: 'GET', query, type: '', body: '', now }),
    }),
    openEndpoint<Params, Record<string, string>>({
      ...shared,
      method: 'POST',
      summary: '平台推送消息和事件',
      raw: { types: ['*/*'], limit: PUSH_BYTES }, // XML or JSON, whatever its header says: the signature decides
      handle: ({ params: { account }, query, ctx, now }) => {
        const body = Buffer.from(ctx.state.raw as Uint8Array).toString('utf8');
        return answer(desk, ctx, account, { method: 'POST', query, type: ctx.get('content-type'), body, now });
      },
    }),
  ];
}

async function answer(desk: PushDesk, ctx: Context, account: string, message: PushedMessage): Promise<void> {
  const channel = findReceiver(desk, account);
  if (!channel)
    throw new Problem(
      'not-found',
      `账号 ${account} 不接收推送。请核对推送地址 /push/<账号编号>，以及该账号是否已配置推送的 Token。`,
    );
  const { status, type, body } = await takePush(desk, channel, message);
  ctx.status = status;
  ctx.type = type;
  ctx.body = body;
}
