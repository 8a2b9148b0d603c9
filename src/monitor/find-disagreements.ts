/**
 * Monitor 台账不符: ledger and records, compared in both directions. Records are read before the ledger, so that a line on
 * its way from one to the other is seen in one of them; what is younger than the grace is left for the next run.
 */
import { after, days } from '../clock.ts';
import { DELIVERIES } from '../delivery/delivery.ts';
import { LEDGER, ledgerOf } from '../ledger/ledger.ts';
import type { Line, Telling } from '../ledger/line.ts';
import { RELEASES, type Release } from '../release/release.ts';
import { REPLIES } from '../reply/reply.ts';
import type { Filter, Row } from '../store/collection.ts';
import { TOPICS } from '../topic/topic.ts';
import { checkLines } from './check-lines.ts';
import { type Expected, linesOfDelivery, linesOfRelease, linesOfReply, linesOfTopic } from './expected-lines.ts';
import { findMissingDeliveries } from './find-missing-deliveries.ts';
import { type FoundNow, waysOf } from './finding.ts';
import { type MonitorDesk, type Part, partOf } from './monitor-desk.ts';

/** What the ledger monitor looks at: what changed in the last days, or everything. */
export function disagreements(desk: MonitorDesk, now: Date, scope: 'recent' | 'full'): readonly Part[] {
  const from = scope === 'full' ? null : after(now, -days(desk.watch.days));
  const latest = after(now, -desk.watch.graceMs);
  const releases = { title: '发布件', collection: RELEASES, walks: along('changedAt', from) };
  const done = desk.accounts.map(({ id }) => ({ account: id, state: 'done' }));
  const answered = REPLIED.map((state) => ({ state }));
  return [
    telling(desk, { title: '投递', collection: DELIVERIES, walks: along('doneAt', from, done) }, linesOfDelivery),
    telling(desk, releases, linesOfRelease),
    telling(desk, { title: '回应', collection: REPLIES, walks: along('createdAt', from, answered) }, linesOfReply),
    telling(desk, { title: '事项', collection: TOPICS, walks: along('createdAt', from) }, linesOfTopic),
    partOf<Release>({ ...releases, title: '发布安排', check: (rows) => findMissingDeliveries(desk.db, rows) }),
    partOf<Line>({
      ...{ title: '台账记录', collection: LEDGER, walks: along('at', from) },
      check: (rows) =>
        checkLines(
          desk.db,
          rows.filter(({ what, at }) => WHOSE.has(what) && at <= latest),
          WHOSE,
        ),
    }),
    ...desk.telling.map((collection) => waiting(collection, latest)),
  ];
}

/** From an instant on along a field that an index serves, or all there is. */
function along(field: string, from: Date | null, wheres: readonly Filter[] = [{}]): Part['walks'] {
  if (from === null) return [{ where: {}, along: '_id', from }];
  return wheres.map((where) => ({ where, along: field, from }));
}

/** States of replies that were approved or logged. */
const REPLIED = ['approved', 'ordered', 'sent', 'failed', 'logged'] as const;

/** Lines that name a record which is never deleted, and where that record stands. */
const WHOSE: ReadonlyMap<string, string> = new Map([
  ['delivery.done', DELIVERIES],
  ['release.approved', RELEASES],
  ['reply.approved', REPLIES],
  ['reply.logged', REPLIES],
]);

/** Records that must have their lines. */
function telling<T extends Row & Telling>(
  desk: MonitorDesk,
  walk: Omit<Part, 'check'>,
  linesOf: (record: T) => readonly Expected[],
): Part {
  return partOf<T>({
    ...walk,
    check: async (rows) => {
      const wanted = rows.flatMap((row) => {
        const own = new Set(row.unposted.map(({ _id }) => _id));
        return linesOf(row).flatMap((one) => (own.has(one.id) ? [] : [{ row, one }]));
      });
      if (wanted.length === 0) return [];
      const asked = { _id: { $in: wanted.map(({ one }) => one.id) } };
      const there = await ledgerOf(desk.db)
        .find(asked, { projection: { _id: 1 } })
        .toArray();
      const posted = new Set(there.map(({ _id }) => _id));
      return wanted.flatMap(({ row, one }) => (posted.has(one.id) ? [] : [withoutLine(walk.collection, row, one)]));
    },
  });
}

function withoutLine(collection: string, { _id }: Row, { kind, id, at, there, line }: Expected): FoundNow {
  const ways = collection === DELIVERIES ? waysOf(_id) : [];
  const about = { kind, collection, subject: _id, since: at, there, shouldBe: `台账应有记录 ${id}`, ways };
  if (line)
    return { ...about, line, repair: 'post-line', remedy: '按原始记录补记台账，时间用原来的时间，并注明补记人' };
  return { ...about, repair: null, remedy: '台账所需的内容已不在记录中：请从备份的台账恢复这一行' };
}

/** Lines that have waited longer than any nudge or pulse takes. */
function waiting(collection: string, latest: Date): Part {
  return partOf<Row & Telling & { readonly createdAt?: Date }>({
    title: '待入账的记录',
    collection,
    walks: [{ where: { 'unposted._id': { $gt: '' } }, along: '_id', from: null }],
    check: async (rows) =>
      rows.flatMap(({ _id, unposted, createdAt }) => {
        const [first] = unposted;
        // An answer logged today may have been given last month: it cannot have waited longer than its record exists.
        const since = first && createdAt && createdAt > first.at ? createdAt : first?.at;
        if (!since || since > latest) return [];
        const there = `${unposted.length} 条台账记录仍留在原始记录中，没有入账`;
        const about = { kind: 'lines-waiting', collection, subject: _id, since, there } as const;
        const remedy = '立即入账；仍不成的，原因见日志';
        return [{ ...about, shouldBe: '记录产生后立即入账', repair: 'post-waiting' as const, remedy, ways: [] }];
      }),
  });
}
