/** 互动交流 on the public site: its overview, the forms, the lookup by number, published letters. */
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { type Clock, minutes } from '../clock.ts';
import { Problem } from '../errors.ts';
import { readBody } from '../http/read-body.ts';
import { openThrottle, type Throttle } from '../http/throttle.ts';
import { answerPage, answerReader } from '../site/answer-page.ts';
import type { Pages } from '../site/find-pages.ts';
import type { Printer } from '../site/print-page.ts';
import { consultationPages } from './consultation-pages.ts';
import { formPages } from './form-pages.ts';
import { letterPage, lettersPage } from './letter-pages.ts';
import { type LookUpDesk, lookUpSubmission } from './look-up-submission.ts';
import { overviewPage } from './overview-page.ts';
import { showLookUp } from './show-receipt.ts';
import type { SubmissionDesk } from './submit-form.ts';

export interface InteractionDesk extends SubmissionDesk {
  readonly clock: Clock;
  readonly print: Printer;
  readonly pages: Pages;
  readonly topics: LookUpDesk['topics'];
  nudge(): void;
}

/** Nobody mistypes that often; a program that tries out digits does. */
const ASKED = { times: 30, windowMs: minutes(10) };
const ASKED_FOR_ONE = { times: 8, windowMs: minutes(30) };
const MOST_BYTES = 4 * 1024;

/** Middleware; passes on what is not 互动交流. */
export function interactionPages(desk: InteractionDesk): Middleware {
  const router = new Router({ sensitive: true });
  readingRoutes(router, desk);
  const throttles = { asked: openThrottle(ASKED), askedForOne: openThrottle(ASKED_FOR_ONE) };
  router.get('/interact/lookup/', (ctx) => {
    answerReader(ctx, { status: 200, html: desk.print(showLookUp({ number: '', problem: '', standing: null })) });
  });
  router.post('/interact/lookup/', async (ctx) => await lookUp(ctx as unknown as Context, { ...desk, ...throttles }));
  formPages(router, desk);
  consultationPages(router, desk);
  return router.routes() as unknown as Middleware;
}

/** What only reads of it: the overview and published letters. */
export function readingPages(desk: Pick<InteractionDesk, 'db' | 'print'>): Middleware {
  const router = new Router({ sensitive: true });
  readingRoutes(router, desk);
  return router.routes() as unknown as Middleware;
}

function readingRoutes(router: Router, desk: Pick<InteractionDesk, 'db' | 'print'>): void {
  router.get('/interact/', (ctx) => {
    answerPage(ctx, { status: 200, type: HTML, content: desk.print(overviewPage()) });
  });
  router.get('/interact/letters/', async (ctx) => show(ctx, desk, await lettersPage(desk.db, 1)));
  router.get('/interact/letters/:page.html', async (ctx, next) => {
    const page = await lettersPage(desk.db, Number(ctx.params.page));
    if (!page) return await next();
    show(ctx, desk, page);
  });
  router.get('/interact/letter/:id.html', async (ctx, next) => {
    const page = await letterPage(desk.db, ctx.params.id ?? '');
    if (!page) return await next();
    show(ctx, desk, page);
  });
}

const HTML = 'text/html; charset=utf-8';

function show(ctx: Context, { print }: Pick<InteractionDesk, 'print'>, page: Parameters<Printer>[0] | null): void {
  if (page) answerPage(ctx, { status: 200, type: HTML, content: print(page) });
}

async function lookUp(ctx: Context, desk: InteractionDesk & { asked: Throttle; askedForOne: Throttle }): Promise<void> {
  const now = desk.clock.now();
  const bytes = await readBody(ctx, { types: ['application/x-www-form-urlencoded'], limit: MOST_BYTES });
  const sent = new URLSearchParams(bytes.toString('utf8'));
  const number = (sent.get('number') ?? '').slice(0, 60);
  const digits = (sent.get('digits') ?? '').slice(0, 20);
  try {
    desk.asked.take(ctx.ip, now);
    desk.askedForOne.take(number.toUpperCase().replace(/[^0-9A-Z]/g, ''), now);
    const standing = await lookUpSubmission(desk, { number, digits });
    answerReader(ctx, { status: 200, html: desk.print(showLookUp({ number, problem: '', standing })) });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.retryAfterSeconds !== null) ctx.set('Retry-After', String(error.retryAfterSeconds));
    const problem = error.fields[0] ? `${error.fields[0].problem}。${error.fields[0].remedy}。` : error.message;
    answerReader(ctx, { status: error.status, html: desk.print(showLookUp({ number, problem, standing: null })) });
  }
}
