/**
 * What platforms push: /push/<account id>. Kept first, answered at once, worked on later; a platform that gets no answer
 * in time sends again, and everything taken here is taken once.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Sending } from '../delivery/sending.ts';
import { takeNews } from '../delivery/settle-by-news.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import { takePushed } from '../signal/take-pushed.ts';
import type { Doorway, PushedMessage, Received } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import type { Registry } from './registry.ts';

const params = z.strictObject({ account: z.string() });

/** Platforms push XML or JSON of some kilobytes (a WeChat safe-mode envelope is about three times its message). */
const PUSH_BYTES = 1024 * 1024;
/** Not every platform says what it sends; it is its signature that counts. */
const TYPES = ['*/*'] as const;

export interface PushApp extends Sending {
  readonly channels: Registry;
  nudge(): void;
}

type Params = z.infer<typeof params>;

export function pushRoutes(app: PushApp): readonly Endpoint[] {
  const path = '/push/:account';
  const shared = { path, tag: '平台推送', params, query: z.record(z.string(), z.string()), open: true } as const;
  return [
    openEndpoint<Params, Record<string, string>>({
      ...shared,
      method: 'GET',
      summary: '平台验证推送地址',
      handle: ({ params: { account }, query, ctx, now }) =>
        answer(app, ctx, account, { method: 'GET', query, type: '', body: '', now }),
    }),
    openEndpoint<Params, Record<string, string>>({
      ...shared,
      method: 'POST',
      summary: '平台推送消息和事件',
      raw: { types: TYPES, limit: PUSH_BYTES },
      handle: ({ params: { account }, query, ctx, now }) => {
        const body = Buffer.from(ctx.state.raw as Uint8Array).toString('utf8');
        return answer(app, ctx, account, { method: 'POST', query, type: ctx.get('content-type'), body, now });
      },
    }),
  ];
}

async function answer(app: PushApp, ctx: Context, account: string, message: PushedMessage): Promise<void> {
  const doorway = app.channels.doorway(account);
  if (!doorway?.receive)
    throw new Problem(
      'not-found',
      `账号 ${account} 不接收推送。请核对推送地址 /push/<账号编号>，以及该账号是否已配置推送的 Token。`,
    );
  const received = await receive(doorway, message);
  await takePushed(app, { account, comments: received.comments }, message.now);
  for (const { ticket, sighting } of received.sightings) await takeNews({ account, ticket, sighting }, app);
  app.nudge();
  const { status, type, body } = received.answer;
  ctx.status = status;
  ctx.type = type;
  ctx.body = body;
}

async function receive(doorway: Doorway, message: PushedMessage): Promise<Received> {
  try {
    return await (doorway.receive as NonNullable<Doorway['receive']>)(message);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    throw new Problem('no-right', '推送的签名或格式不正确，未予接收。请核对平台后台的 Token 和 EncodingAESKey。');
  }
}
