/**
 * The one place that turns errors into answers. A Problem says itself what happened; anything else is our fault: the
 * caller gets a number, the log gets the error's name and where it was thrown, and nobody gets its text, which may quote
 * what a citizen wrote. How an answer looks is in problem-page.ts.
 */
import type { Context, Next } from 'koa';
import { Problem } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isUnavailable } from '../store/is-unavailable.ts';
import { type ProblemBody, showProblem, showProblemPage } from './problem-page.ts';

/** Most outages are over by then, and work is resumed within seconds of their end. */
const RETRY_AFTER_SECONDS = 10;

/** A refusal as HTML for a person in a browser, in the dress of whoever is asked. */
export type ShowPage = (
  problem: ProblemBody,
  refused: { readonly method: string; readonly url: string; readonly retryAfterSeconds: number | null },
) => string;

/** Koa middleware: runs what follows and answers what it throws. A page that cannot be shown as it should is shown plainly. */
export function answerProblem(log: Logger, showPage: ShowPage = showProblemPage) {
  const dressed: ShowPage = (problem, refused) => {
    try {
      return showPage(problem, refused);
    } catch (error) {
      log.error(describe(error), 'page of a refusal not shown');
      return showProblemPage(problem);
    }
  };
  return answerWith(log, dressed);
}

function answerWith(log: Logger, showPage: ShowPage): (ctx: Context, next: Next) => Promise<void> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error, ctx.method);
      // A database that is away is told once (store/watch-database.ts), not by everybody who asks for it.
      if (problem.status >= 500 && !isUnavailable(error)) logTrouble(log, ctx, error);
      if (ctx.headerSent) {
        ctx.res.destroy(); // half an answer is out: a cut connection is the only honest end
        return;
      }
      answer(ctx, problem, showPage);
    }
  };
}

/** What the caller is told about an error. Of a change whose answer was lost nobody knows yet whether it happened. */
function toProblem(error: unknown, method: string): Problem {
  if (error instanceof Problem) return error;
  if (isUnavailable(error)) {
    const isChange = method !== 'GET' && method !== 'HEAD';
    const remedy = isChange
      ? '这次操作可能没有保存：请稍后刷新查看，没有保存的再办理一次。'
      : '请稍后重试；数据库恢复后无需其他操作。';
    return new Problem('unavailable', `数据库暂时无法访问。${remedy}`, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return new Problem('internal-error', '系统内部出错，已记入日志。请稍后重试；仍不行的，请把编号告诉管理员。');
}

function answer(ctx: Context, problem: Problem, showPage: ShowPage): void {
  const body = showProblem(problem, ctx.state.requestId);
  ctx.status = problem.status;
  ctx.set('Cache-Control', 'no-store');
  if (problem.retryAfterSeconds !== null) ctx.set('Retry-After', String(problem.retryAfterSeconds));
  // RFC 9110 §11.6.1 wants it with every 401; browsers show no dialogue for Bearer.
  if (problem.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="sanwei"');
  if (wantsPage(ctx)) {
    const { method, url } = ctx;
    ctx.body = showPage(body, { method, url, retryAfterSeconds: problem.retryAfterSeconds });
    ctx.type = 'text/html; charset=utf-8';
    return;
  }
  ctx.body = JSON.stringify(body);
  ctx.type = 'application/problem+json';
}

function wantsPage(ctx: Context): boolean {
  return !ctx.path.startsWith('/api') && ctx.accepts('json', 'html') === 'html';
}

function logTrouble(log: Logger, ctx: Context, error: unknown): void {
  const { requestId, route = null } = ctx.state;
  log.error({ requestId, method: ctx.method, route, ...describe(error) }, 'request failed');
}

interface Trouble {
  readonly error: string;
  readonly code: string | number | null;
  readonly at: readonly string[];
}

function describe(error: unknown): Trouble {
  if (!(error instanceof Error)) return { error: typeof error, code: null, at: [] };
  const { code } = error as { code?: unknown };
  return {
    error: error.name,
    code: typeof code === 'string' || typeof code === 'number' ? code : null,
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim())
      .slice(0, 12),
  };
}
