/**
 * Connecting an account over HTTP: leaving for the platform's page and coming back from it. It takes a session: what outlives
 * it, such as another system's token, gives nobody an account.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { toMinute } from '../clock.ts';
import { resumeAccount } from '../delivery/resume-account.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, openEndpoint, staffEndpoint } from '../http/endpoint.ts';
import { readCredentials } from '../http/get-visitor.ts';
import { plainPage } from '../http/plain-page.ts';
import { findVisitor } from '../staff/find-visitor.ts';
import type { Person } from '../staff/person.ts';
import { requireSession } from '../staff/session-routes.ts';
import { type Checking, checkAccount } from './check-accounts.ts';
import { type ConnectDesk, finishConnecting, startConnecting } from './connect-account.ts';
import type { Account } from './kind.ts';
import type { Registry } from './registry.ts';

export interface ConnectApp extends ConnectDesk, Omit<Checking, 'channels'> {
  readonly channels: Registry;
  readonly accounts: readonly Account[];
  nudge(): void;
}

const params = z.strictObject({ account: z.string() });
/** Platforms add fields of their own. */
const query = z.object({
  code: z.string().max(2000).default(''),
  state: z.string().max(200).default(''),
  again: z.string().optional(),
});
const tag = '账号';

type Params = z.infer<typeof params>;
type Query = z.infer<typeof query>;

export function connectRoutes(app: ConnectApp): readonly Endpoint[] {
  const start = async (account: string, { ctx, person, now }: { ctx: Context; person: Person; now: Date }) => {
    requireSession(ctx);
    const session = readCredentials(ctx).cookie ?? '';
    return await startConnecting(app, { account, by: person, session, now });
  };
  return [
    staffEndpoint<Params>({
      ...{ method: 'POST', path: '/api/accounts/:account/connect', tag, params, status: 201 },
      summary: '连接账号：给出平台的授权网址，由管理员在浏览器中打开，10 分钟内有效',
      answer: z.object({ url: z.string() }),
      handle: async ({ params: { account }, ...call }) => ({ url: await start(account, call) }),
    }),
    staffEndpoint<Params>({
      ...{ method: 'GET', path: '/connect/:account', tag, params },
      summary: '连接账号：在浏览器中直接转到平台的授权网址',
      handle: async ({ params: { account }, ...call }) => {
        call.ctx.redirect(await start(account, call));
        call.ctx.status = 303;
      },
    }),
    openEndpoint<Params, Query>({
      ...{ method: 'GET', path: '/connect/:account/back', tag, params, query, open: true },
      summary: '从平台的授权网址回来：核对后保存授权，等待的投递随即发出',
      handle: async ({ params: { account }, query: given, ctx, now }) => {
        ctx.type = 'text/html; charset=utf-8';
        ctx.body = await comeBack(app, { account, ...given }, { ctx, now });
      },
    }),
  ];
}

/**
 * The session's cookie is SameSite=Strict, so a browser that another site's page sends here holds it back. A page of ours
 * that goes on by itself gets it: the second time around, whoever has none is not logged in.
 */
async function comeBack(app: ConnectApp, given: Params & Query, { ctx, now }: { ctx: Context; now: Date }) {
  const { account, code, state, again } = given;
  const session = readCredentials(ctx).cookie;
  if (session === null && again === undefined) {
    const goesOnTo = `${ctx.path}?${new URLSearchParams({ code, state, again: '1' })}`;
    return plainPage({ title: '正在完成连接', lines: ['请稍候。'], goesOnTo });
  }
  const visitor = session === null ? null : await findVisitor(app.db, { bearer: null, cookie: session }, now);
  if (!visitor || session === null) {
    throw new Problem('not-logged-in', '登录已失效，没有连接账号。请重新登录，再从本系统连接账号。');
  }
  const { endsAt } = await finishConnecting(app, { account, by: visitor.person, session, code, state, now });
  const resumed = await resumeAccount(app.db, account, now);
  app.nudge();
  await checkAccount(app, app.channels.get(account), now, endsAt);
  return plainPage({ title: '账号已连接', lines: linesFor(app, account, { endsAt, resumed, now }) });
}

interface Done {
  readonly endsAt: Date | null;
  readonly resumed: number;
  readonly now: Date;
}

function linesFor({ accounts }: ConnectApp, account: string, { endsAt, resumed, now }: Done): readonly string[] {
  const name = accounts.find(({ id }) => id === account)?.name ?? account;
  const life = endsAt
    ? `授权有效期至 ${toMinute(endsAt)}（${lifeOf(endsAt.getTime() - now.getTime())}）。到期前 7 天、3 天、1 天各提醒一次，到期前请重新连接。`
    : '授权长期有效。';
  const waited = resumed > 0 ? [`因账号失效而等待的 ${resumed} 件投递已恢复，正在发出。`] : [];
  return [`“${name}”已取得授权，可以发布和回复。`, life, ...waited];
}

function lifeOf(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours >= 48 ? `${Math.floor(hours / 24)} 天` : `${hours} 小时`;
}
