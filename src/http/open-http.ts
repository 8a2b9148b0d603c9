/** The whole of HTTP in its order: number, errors, headers, guard, endpoints, pages. Listening is in listen.ts. */
import Koa, { type Middleware } from 'koa';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { StaffDoor } from '../staff/visitor.ts';
import { answerProblem, type ShowPage } from './answer-problem.ts';
import { answerNothing, answerUnknown } from './answer-unknown.ts';
import type { Endpoint } from './endpoint.ts';
import { guardCrossSite } from './guard-cross-site.ts';
import { healthRoutes, type Probes } from './health-routes.ts';
import { mountEndpoints } from './mount-endpoints.ts';
import { openApiRoute } from './openapi-route.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { type Measured, trackRequest } from './track-request.ts';

export interface HttpParts {
  readonly endpoints: readonly Endpoint[];
  /** The public site and the console: asked, in order, for what no endpoint answers. */
  readonly pages: readonly Middleware[];
  /** How a person in a browser is told of a refusal; a few plain lines unless told. */
  readonly showRefusal?: ShowPage;
  readonly staff: StaffDoor;
  readonly log: Logger;
  readonly clock: Clock;
  /** Address under which people reach us, with scheme: decides on HSTS, secure cookies and what is cross-site. */
  readonly publicUrl: string;
  readonly probes: Probes;
  /** Told of each request that was answered. */
  readonly measure?: (request: Measured) => void;
  /** Most bytes of a JSON body; 2 MB unless told. */
  readonly bodyLimit?: number;
  /** How many proxies of ours stand in front and add to X-Forwarded-For; 0 unless told. Its other entries are not believed. */
  readonly proxies?: number;
}

/** A long announcement with its HTML is some 200 kB; attachments go another way. */
const BODY_LIMIT = 2 * 1024 * 1024;

export function openHttp(parts: HttpParts): Koa {
  const { staff, log, clock, publicUrl, bodyLimit = BODY_LIMIT, proxies = 0 } = parts;
  const app = new Koa({ proxy: proxies > 0, maxIpsCount: proxies });
  const listed = [...healthRoutes(parts.probes), ...parts.endpoints];
  const endpoints = [...listed, openApiRoute(listed)];
  const router = mountEndpoints(endpoints, { staff, clock, bodyLimit });

  app.use(trackRequest(log, clock, parts.measure));
  app.use(answerProblem(log, parts.showRefusal));
  app.use(setSecurityHeaders(publicUrl));
  app.use(guardCrossSite(publicUrl));
  app.use(router.routes() as Middleware);
  app.use(answerUnknown(router));
  for (const page of parts.pages) app.use(page);
  app.use(answerNothing);
  // what breaks after the answer has begun: a stream that fails, a caller that hangs up
  app.on('error', (error: Error) => log.warn({ error: error.name }, 'answer broken off'));
  return app;
}
