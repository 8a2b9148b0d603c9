/** The service with its doors open: the app, HTTP and the schedules. main.ts starts it once, journeys as often as they like. */
import { type App, type Ground, openApp } from './app.ts';
import { openPushDoor } from './channel/push-door.ts';
import { consolePages } from './console/console-pages.ts';
import type { ShowPage } from './http/answer-problem.ts';
import { listen } from './http/listen.ts';
import { openHttp } from './http/open-http.ts';
import { securityHeaders } from './http/security-headers.ts';
import { tellingCollections } from './indexes.ts';
import { publicPages } from './interaction/public-pages-routes.ts';
import { openMetrics } from './monitor/metrics.ts';
import { metricsRoutes } from './monitor/metrics-routes.ts';
import { openDataConfig } from './open-data/open-data-config.ts';
import { openDataPages } from './open-data/open-data-pages.ts';
import { allRoutes } from './routes.ts';
import { openSchedules } from './schedule/open-schedules.ts';
import { askedSources } from './signal/source-states.ts';
import { pageHeaders } from './site/answer-page.ts';
import { openPages } from './site/find-pages.ts';
import { openPageDoor } from './site/page-door.ts';
import { openPageMemory } from './site/page-memory.ts';
import { openPrinter } from './site/print-page.ts';
import { troublePage } from './site/trouble-page.ts';
import { warmPages } from './site/warm-pages.ts';
import { openStaffDoor } from './staff/find-visitor.ts';
import { ensureAdministrator, type FirstLogin } from './staff/first-administrator.ts';

export interface Service {
  readonly app: App;
  /** http://host:port, without a trailing slash. */
  readonly url: string;
  /** The administrator made by this start, its password shown nowhere else; null on every later start. */
  readonly firstLogin: FirstLogin | null;
  /** When the pages everybody asks for lie in memory; nothing else waits for it. */
  readonly warmed: Promise<void>;
  close(): Promise<void>;
}

/** Opens everything and starts working. Throws ConfigProblems, AccountProblems, or what the store or the port say. */
export async function startService(ground: Ground): Promise<Service> {
  const { config, clock, log } = ground;
  const app = await openApp(ground);
  const firstLogin = await ensureAdministrator(app.db, clock.now());
  const { siteUrl, proxies } = config;
  const metrics = openMetrics({ ...app, telling: tellingCollections, sources: () => askedSources(app) });
  const memory = openPageMemory(app.siteVersion, { ...securityHeaders(siteUrl), ...pageHeaders });
  const site = publicPages(app, memory);
  let isStarted = false;
  const http = openHttp({
    endpoints: [...allRoutes(app), ...metricsRoutes(metrics, { token: config.metricsToken, proxies })],
    measure: metrics.measure,
    pages: [consolePages(), openDataPages({ ...app, config: openDataConfig, site: config.site }), ...site],
    showRefusal: showRefusals(config),
    staff: openStaffDoor(app.db),
    log,
    clock,
    publicUrl: siteUrl,
    probes: { pingStore: app.ping, isStarted: () => isStarted },
    proxies,
  });
  const { measure } = metrics;
  const doors = [openPageDoor({ memory, measure }), openPushDoor({ ...app, measure })];
  const listener = await listen({ app: http, doors, host: config.host, port: config.port });
  const schedules = await openSchedules(app);
  isStarted = true;
  app.nudge();
  const warmed = ground.isCold
    ? null
    : warmPages({ ...app, site, memory, version: app.siteVersion, pages: openPages(app.db) });
  log.info({ url: listener.url, process: app.processId }, 'ready');
  const close = async () => {
    isStarted = false;
    await Promise.all([schedules.stop(), warmed?.stop()]);
    app.changes.close();
    await listener.close();
    metrics.close();
    await app.close();
  };
  return { app, url: listener.url, firstLogin, warmed: warmed?.done ?? Promise.resolve(), close };
}

/** Most people who meet a refusal in a browser are the public. */
function showRefusals({ site, siteUrl }: Ground['config']): ShowPage {
  const print = openPrinter(site, siteUrl);
  return (problem, refused) => print(troublePage(problem, refused, site));
}
