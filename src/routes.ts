/** Every endpoint of the service. */

import type { Context } from 'koa';
import type { App } from './app.ts';
import { calendarRoutes } from './calendar/calendar-routes.ts';
import { accountRoutes } from './channel/account-routes.ts';
import { connectRoutes } from './channel/connect-routes.ts';
import { pushRoutes } from './channel/push-routes.ts';
import { eventRoutes } from './console/event-routes.ts';
import { deliveryRoutes } from './delivery/delivery-routes.ts';
import { pauseRoutes } from './delivery/pause-routes.ts';
import { findOption } from './entry/entry-choices.ts';
import { findEntryKind } from './entry/entry-kinds.ts';
import { entryRoutes } from './entry/entry-routes.ts';
import { figureRoutes } from './figures/figure-routes.ts';
import type { Endpoint } from './http/endpoint.ts';
import { readCredentials } from './http/get-visitor.ts';
import { importRoutes } from './import/import-routes.ts';
import { inspectionRoutes } from './inspection/inspection-routes.ts';
import { consultationRoutes } from './interaction/consultation-routes.ts';
import { submissionRoutes } from './interaction/submission-routes.ts';
import { ledgerRoutes } from './ledger/ledger-routes.ts';
import { monitorRoutes } from './monitor/monitor-routes.ts';
import { verifyRoutes } from './monitor/verify-routes.ts';
import { outlookRoutes } from './plan/outlook-routes.ts';
import { previewRoutes } from './plan/preview-routes.ts';
import { columnRoutes } from './release/column-routes.ts';
import { findColumn, listColumns } from './release/columns.ts';
import { deskRoutes } from './release/desk-routes.ts';
import { mediaRoutes } from './release/media-routes.ts';
import { titlesOf } from './release/release.ts';
import { releaseRoutes } from './release/release-routes.ts';
import { toReleaseApp } from './release-app.ts';
import { autoRoutes } from './reply/auto-routes.ts';
import { autosaveRoutes } from './reply/autosave-routes.ts';
import { proofRoutes } from './reply/proof-routes.ts';
import { receiptRoutes } from './reply/receipt-routes.ts';
import { replyRoutes } from './reply/reply-routes.ts';
import { responseRoutes } from './reply/response-routes.ts';
import { templateRoutes } from './reply/template-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import { moderateRoutes } from './signal/moderate-routes.ts';
import { screenRoutes } from './signal/screen-routes.ts';
import { signalKindNames } from './signal/signal.ts';
import { signalRoutes } from './signal/signal-routes.ts';
import { findVisitor } from './staff/find-visitor.ts';
import { staffRoutes } from './staff/staff-routes.ts';
import { staffOf } from './staff/staff-store.ts';
import { closingRoutes } from './statistics/closing-routes.ts';
import type { Place } from './statistics/expand-table.ts';
import { monthsRoutes } from './statistics/months-routes.ts';
import { rebuildRoutes } from './statistics/rebuild-routes.ts';
import { reportRoutes } from './statistics/report-routes.ts';
import { statisticsRoutes } from './statistics/statistics-routes.ts';
import { tableRoutes } from './statistics/table-routes.ts';
import { contactRoutes } from './topic/contact-routes.ts';
import { topicRoutes } from './topic/topic-routes.ts';
import { unitRoutes } from './topic/unit-routes.ts';
import { warningRoutes } from './topic/warning-routes.ts';

export function allRoutes(app: App): readonly Endpoint[] {
  const names = {
    account: (id: string) => app.accounts.find((account) => account.id === id)?.name ?? id,
    kind: (kind: string) =>
      app.accounts.flatMap((account) => (account.kind === kind ? [account.name] : [])).join('、') || kind,
    column: (id: string) => findColumn(id)?.name ?? id,
    signalKind: (kind: string) => Object.entries(signalKindNames).find(([one]) => one === kind)?.[1] ?? kind,
    option: (id: string) => findOption(id) ?? id,
    entry: (kind: string) => ({ ...{ title: kind, unit: '', people: '' }, ...findEntryKind(kind) }),
  };
  const statistics = { db: app.db, clock: app.clock, log: app.log, names, postLines: app.postLines };
  const personName = async (id: string) => (await staffOf(app.db).findOne({ _id: id }))?.displayName ?? id;
  const tables = { ...statistics, organiser: app.config.site.organiser, place: placeOf(app), personName };
  return [
    ...staffRoutes({ db: app.db, publicUrl: app.siteUrl, isUnit: (id) => app.units.list.some((one) => one.id === id) }),
    ...releaseRoutes(toReleaseApp(app)),
    ...previewRoutes(app),
    ...columnRoutes(),
    ...mediaRoutes(app),
    ...deskRoutes(app),
    ...calendarRoutes(app),
    ...outlookRoutes({ ...app, ...toReleaseApp(app) }),
    ...deliveryRoutes({ ...app, titlesOf: (ids) => titlesOf(app.db, ids) }),
    ...pauseRoutes(app),
    ...accountRoutes(app),
    ...connectRoutes(app),
    ...signalRoutes(app),
    ...figureRoutes(app),
    ...moderateRoutes(app),
    ...importRoutes(app),
    ...contactRoutes(app),
    ...screenRoutes(app),
    ...topicRoutes(app),
    ...unitRoutes(app),
    ...warningRoutes(app),
    ...answerRoutes(app),
    ...entryRoutes(app),
    ...submissionRoutes(app),
    ...consultationRoutes(app),
    ...statisticsRoutes(statistics),
    ...monthsRoutes(statistics),
    ...closingRoutes(statistics),
    ...rebuildRoutes(statistics),
    ...tableRoutes(tables),
    ...reportRoutes({ ...tables, reporter: app.config.site.name }),
    ...ledgerRoutes(app),
    ...monitorRoutes(app),
    ...inspectionRoutes(app),
    ...verifyRoutes(app),
    ...pushRoutes(app),
    ...eventRoutes({ changes: app.changes, isStillIn: (ctx) => isStillIn(app, ctx) }),
  ];
}

function answerRoutes(app: App): readonly Endpoint[] {
  const release = { ...app, ...toReleaseApp(app) };
  return [
    ...replyRoutes(app),
    ...receiptRoutes(app),
    ...templateRoutes({ db: app.db, units: app.units, organiser: app.config.site.organiser }),
    ...responseRoutes(release),
    ...autosaveRoutes(app),
    ...autoRoutes(app),
    ...proofRoutes(app),
    ...searchRoutes(app),
  ];
}

async function isStillIn({ db, clock }: App, ctx: Context): Promise<boolean> {
  return (await findVisitor(db, readCredentials(ctx), clock.now())) !== null;
}

/** What printed tables are filled in with besides figures. */
function placeOf({ accounts, channels, config: { site }, siteUrl }: App): Place {
  const { name, organiser, idCode, icp, police } = site;
  const words = { name, url: siteUrl, organiser, idCode, icp, police };
  return {
    words: Object.fromEntries(Object.entries(words).map(([field, text]) => [`site.${field}`, text])),
    accounts: accounts.filter(({ id }) => channels.has(id)),
    get columns() {
      return listColumns();
    },
  };
}
