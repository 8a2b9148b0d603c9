/** What the release endpoints need of the rest of the house: which accounts there are, how a text looks there, what became of it. */
import type { App } from './app.ts';
import { findChoiceProblems } from './channel/check-choices.ts';
import { ChannelFailure } from './channel/failure.ts';
import { toDay } from './clock.ts';
import { deliveriesOf } from './delivery/show-delivery.ts';
import { findMisfits, renderEverywhere } from './plan/find-misfits.ts';
import { delaysOf, nevers } from './plan/quota-words.ts';
import { findRiderProblems, joinEverywhere } from './plan/riders.ts';
import { releasesOf } from './release/release.ts';
import type { ReleaseApp } from './release/release-routes.ts';
import { PAGES, type PageRow } from './site/page-store.ts';
import { topicsOf } from './topic/topic.ts';

export function toReleaseApp(app: App): ReleaseApp {
  const canonical = app.accounts.find((account) => account.canonical)?.id ?? '';
  return {
    db: app.db,
    nudge: app.nudge,
    knowledge: (now) => ({
      accounts: app.channels.activeOn(toDay(now)).map(({ id }) => id),
      canonical,
      choiceProblems: (id, chosen) =>
        findChoiceProblems(id, app.channels.has(id) ? app.channels.get(id) : null, chosen),
      media: app.media,
      source: app.config.site.organiser,
      isRelease: async (id) => (await releasesOf(app.db).countDocuments({ _id: id })) > 0,
      isTopic: async (id) => (await topicsOf(app.db).countDocuments({ _id: id })) > 0,
    }),
    misfits: async (release) => {
      const desk = { db: app.db, siteUrl: app.siteUrl, channels: usableToday(app) };
      return [
        ...findMisfits(desk, release),
        ...(await findRiderProblems(desk, release)),
        ...(await nevers(app, release)),
      ];
    },
    delays: (release) => delaysOf(app, release, app.clock.now()),
    deliveriesOf: (release) => deliveriesOf(app.db, release),
    indexOf: async (id) => {
      const page = await app.db.collection<PageRow>(PAGES).findOne({ _id: id }, { projection: { index: 1 } });
      return page?.index ?? null;
    },
    preview: async (release) => {
      const pieces = await joinEverywhere(app, release, renderEverywhere(app, release));
      // Those that cannot go along are not in the piece, and nobody would miss them there.
      const riders = await findRiderProblems({ ...app, channels: usableToday(app) }, release);
      const warnings = [...riders, ...(await nevers(app, release)), ...(await delaysOf(app, release, app.clock.now()))];
      return { revision: release.revision, pieces: pieces.map(showPiece), warnings };
    },
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
