/** Every endpoint of the service, and what the release endpoints need of the rest of the house. */

import type { App } from './app.ts';
import { accountRoutes } from './channel/account-routes.ts';
import { ChannelFailure } from './channel/failure.ts';
import { pushRoutes } from './channel/push-routes.ts';
import { toDay } from './clock.ts';
import { deliveryRoutes } from './delivery/delivery-routes.ts';
import { pauseRoutes } from './delivery/pause-routes.ts';
import { deliveriesOf } from './delivery/show-delivery.ts';
import type { Endpoint } from './http/endpoint.ts';
import { ledgerRoutes } from './ledger/ledger-routes.ts';
import { monitorRoutes } from './monitor/monitor-routes.ts';
import { findMisfits, renderEverywhere } from './plan/find-misfits.ts';
import { columnRoutes } from './release/column-routes.ts';
import { mediaRoutes } from './release/media-routes.ts';
import { releasesOf } from './release/release.ts';
import { type ReleaseApp, releaseRoutes } from './release/release-routes.ts';
import { replyRoutes } from './reply/reply-routes.ts';
import { moderateRoutes } from './signal/moderate-routes.ts';
import { signalRoutes } from './signal/signal-routes.ts';
import { staffRoutes } from './staff/staff-routes.ts';
import { statisticsRoutes } from './statistics/statistics-routes.ts';
import { topicsOf } from './topic/topic.ts';
import { topicRoutes } from './topic/topic-routes.ts';

export function allRoutes(app: App): readonly Endpoint[] {
  const names = { account: (id: string) => app.accounts.find((account) => account.id === id)?.name ?? id };
  return [
    ...staffRoutes({ db: app.db, publicUrl: app.siteUrl }),
    ...releaseRoutes(toReleaseApp(app)),
    ...columnRoutes(),
    ...mediaRoutes(app),
    ...deliveryRoutes(app),
    ...pauseRoutes(app),
    ...accountRoutes(app),
    ...signalRoutes(app),
    ...moderateRoutes(app),
    ...topicRoutes(app),
    ...replyRoutes(app),
    ...statisticsRoutes({ db: app.db, names, postLines: app.postLines }),
    ...ledgerRoutes(app),
    ...monitorRoutes(app),
    ...pushRoutes(app),
  ];
}

function toReleaseApp(app: App): ReleaseApp {
  const canonical = app.accounts.find((account) => account.canonical)?.id ?? '';
  return {
    db: app.db,
    nudge: app.nudge,
    knowledge: (now) => ({
      accounts: app.channels.activeOn(toDay(now)).map(({ id }) => id),
      canonical,
      media: app.media,
      source: app.config.site.organiser,
      isRelease: async (id) => (await releasesOf(app.db).countDocuments({ _id: id })) > 0,
      isTopic: async (id) => (await topicsOf(app.db).countDocuments({ _id: id })) > 0,
    }),
    misfits: (release) => findMisfits({ siteUrl: app.siteUrl, channels: usableToday(app) }, release),
    deliveriesOf: (release) => deliveriesOf(app.db, release),
    preview: (release) => ({ revision: release.revision, pieces: renderEverywhere(app, release).map(showPiece) }),
  };
}

/** An account that has ended since it was chosen takes nothing any more. */
function usableToday({ channels, clock }: App) {
  const usable = new Set(channels.activeOn(toDay(clock.now())).map(({ id }) => id));
  const get = (id: string) => {
    if (usable.has(id)) return channels.get(id);
    throw new ChannelFailure('locked-out', `账号 ${id} 已停用，或没有配置`);
  };
  return { get };
}

function showPiece({ account, rendered }: ReturnType<typeof renderEverywhere>[number]) {
  if (!rendered.fits) return { account, fits: false, misfits: rendered.misfits };
  return { account, fits: true, preview: rendered.piece.preview };
}
