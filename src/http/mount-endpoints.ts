/**
 * Hangs endpoints on a router: who asks, is the input right, run, answer. Errors are answered in answer-problem.ts; what an
 * endpoint is stands in endpoint.ts.
 */
import Router from '@koa/router';
import type { Context } from 'koa';
import type { Clock } from '../clock.ts';
import { Problem } from '../errors.ts';
import type { StaffDoor } from '../staff/visitor.ts';
import { checkInput } from './check-input.ts';
import type { Endpoint } from './endpoint.ts';
import { getVisitor } from './get-visitor.ts';
import { readBody, readJsonBody, streamBody } from './read-body.ts';
import { etagOf, readIfMatch } from './read-if-match.ts';

export interface Mounting {
  readonly staff: StaffDoor;
  readonly clock: Clock;
  /** Most bytes of a JSON body. */
  readonly bodyLimit: number;
}

/** A router that answers all of them, whatever their order. */
export function mountEndpoints(endpoints: readonly Endpoint[], mounting: Mounting): Router {
  const router = new Router({ sensitive: true });
  for (const endpoint of endpoints.toSorted(fixedFirst)) {
    router.register(endpoint.path, [endpoint.method], async (ctx) => {
      ctx.state.route = endpoint.path;
      await answer(endpoint, ctx as unknown as Context, mounting);
    });
  }
  return router;
}

async function answer(endpoint: Endpoint, ctx: Context, { staff, clock, bodyLimit }: Mounting): Promise<void> {
  const now = clock.now();
  const person = endpoint.open ? null : await getPerson(endpoint, ctx, staff, now);
  const body = await readInput(endpoint, ctx, bodyLimit);
  const input = checkInput(endpoint, { params: ctx.params, query: { ...ctx.query }, body });
  const call = { ...input, now, ifMatch: readIfMatch(ctx.get('if-match')), ctx, person };
  ctx.set('Cache-Control', 'no-store'); // before the handler, which may know better
  show(endpoint, ctx, await endpoint.handle(call as never));
}

async function getPerson(endpoint: Endpoint, ctx: Context, staff: StaffDoor, now: Date) {
  const { person, mustChangePassword } = await getVisitor(ctx, staff, now);
  if (mustChangePassword && !endpoint.beforePasswordChange) {
    throw new Problem('no-right', '您的密码是由他人设定的。请先修改密码，再办理其他事项。');
  }
  return person;
}

async function readInput(endpoint: Endpoint, ctx: Context, bodyLimit: number): Promise<unknown> {
  if (endpoint.raw)
    ctx.state.raw = endpoint.raw.streamed ? streamBody(ctx, endpoint.raw) : await readBody(ctx, endpoint.raw);
  return endpoint.body ? await readJsonBody(ctx, bodyLimit) : null;
}

function show(endpoint: Endpoint, ctx: Context, result: unknown): void {
  if (result === undefined) {
    const isAnswered = ctx.body !== undefined && ctx.body !== null;
    if (!isAnswered && ctx.status === 404) ctx.status = 204;
    return;
  }
  const etag = etagOf(result);
  if (etag !== null) ctx.set('ETag', etag);
  ctx.status = endpoint.status ?? 200;
  ctx.body = JSON.stringify(result);
  ctx.type = 'application/json; charset=utf-8';
}

/** The router takes the first that fits: /api/staff/import must be asked before /api/staff/:id. */
function fixedFirst(one: Endpoint, other: Endpoint): number {
  const mine = one.path.split('/');
  const theirs = other.path.split('/');
  const at = mine.findIndex((segment, i) => isOpen(segment) !== isOpen(theirs[i] ?? ''));
  return at === -1 ? 0 : Number(isOpen(mine[at] ?? '')) - Number(isOpen(theirs[at] ?? ''));
}

function isOpen(segment: string): boolean {
  return segment.startsWith(':');
}
