/** Hot lists over HTTP: as they stand, and how the heat of one entry went. */
import { z } from 'zod';
import { toMinute } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { hotReadingsOf, latestReading } from './hot-reading.ts';
import type { ShownSource } from './show-source.ts';
import { signalsOf } from './signal.ts';
import { type SourceDesk, sourceStates } from './source-states.ts';

const heatQuery = z.strictObject({ signal: z.string().min(1).max(300).describe('热榜条目的线索编号') });

export function hotRoutes(app: SourceDesk): readonly Endpoint[] {
  return [
    staffEndpoint({
      method: 'GET',
      path: '/api/hot-lists',
      summary: '各热榜最近一次读到的榜单；来源故障或停滞时说明，不显示为没有热点',
      tag: '线索',
      handle: async () => {
        const sources = await sourceStates(app);
        const lists = sources.filter(({ account }) => app.channels.doorway(account)?.pullHotTopics);
        return { items: await Promise.all(lists.map((source) => showList(app.db, source))) };
      },
    }),
    staffEndpoint<unknown, z.infer<typeof heatQuery>>({
      method: 'GET',
      path: '/api/hot-lists/heat',
      summary: '一个热榜条目的名次和热度随时间的变化，早的在前，保留 30 天',
      tag: '线索',
      query: heatQuery,
      handle: async ({ query: { signal } }) => await showHeat(app.db, signal),
    }),
  ];
}

async function showList(db: Database, { account, name, state, stateName, explanation }: ShownSource) {
  const reading = await latestReading(db, account);
  const entries = reading?.entries ?? [];
  const ids = entries.map(({ signal }) => signal);
  const signals = await signalsOf(db)
    .find({ _id: { $in: ids } })
    .toArray();
  const byId = new Map(signals.map((signal) => [signal._id, signal]));
  const shown = entries.map(({ signal, rank, heat, labels }) => {
    const { title = null, text = '', writtenAt = null, topic = null, listed } = byId.get(signal) ?? {};
    return { signal, title, text, rank, heat, labels, ...(listed && { ...listed, labels }), writtenAt, topic };
  });
  return { account, name, state, stateName, explanation, at: reading?.at ?? null, entries: shown };
}

async function showHeat(db: Database, id: string) {
  const signal = await signalsOf(db).findOne({ _id: id, kind: 'hot' });
  if (!signal) throw new Problem('not-found', '没有这个热榜条目。请从热榜重新选择。');
  const readings = await hotReadingsOf(db)
    .find({ 'entries.signal': id }, { sort: { at: 1 } })
    .toArray();
  const points = readings.flatMap(({ at, entries }) =>
    entries.filter((entry) => entry.signal === id).map(({ rank, heat }) => ({ at, rank, heat })),
  );
  return { signal: id, title: signal.title, firstSeen: toMinute(signal.receivedAt), points };
}
