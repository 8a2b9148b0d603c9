/**
 * Monitor 封存不符: whether the ledger still stands as it was sealed. Each seal is held against its own hash, the seal before
 * it and its lines; each line that tells of a seal, against that seal.
 */
import { after, days } from '../clock.ts';
import { LEDGER } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import {
  hashOfLine,
  hashOfSeal,
  type KeptLine,
  keptLinesOf,
  SEALS,
  type Seal,
  sealId,
  sealsOf,
} from '../ledger/seal.ts';
import type { Database } from '../store/collection.ts';
import type { FindingKind, FoundNow } from './finding.ts';
import { type MonitorDesk, type Part, partOf } from './monitor-desk.ts';

/** What the monitor of the seals looks at: those of the last days, or all. */
export function brokenSeals({ db, watch }: MonitorDesk, now: Date, scope: 'recent' | 'full'): readonly Part[] {
  const from = scope === 'full' ? null : after(now, -days(watch.days));
  const along = from === null ? '_id' : 'at';
  return [
    partOf<Seal>({
      ...{ title: '封存', collection: SEALS, walks: [{ where: {}, along, from }] },
      check: async (seals) => (await Promise.all(seals.map((seal) => checkSeal(db, seal)))).flat(),
    }),
    partOf<Line>({
      ...{ title: '封存记录', collection: LEDGER, walks: [{ where: { what: 'ledger.sealed' }, along, from }] },
      check: (lines) => checkSealsAreThere(db, lines),
    }),
  ];
}

/** What is wrong with one seal, each kind once, naming the lines. */
async function checkSeal(db: Database, seal: Seal): Promise<FoundNow[]> {
  const found: FoundNow[] = [];
  const tell = (kind: FindingKind, there: string) => found.push(broken(seal, kind, there));
  if (hashOfSeal(seal) !== seal.hash) tell('seal-changed', `${nameOf(seal)}的内容与它的校验值不符`);
  const before = seal.number > 1 ? await sealsOf(db).findOne({ _id: sealId(seal.number - 1) }) : null;
  if ((before?.hash ?? '') !== seal.previous) {
    const what = before || seal.number === 1 ? '与它之前的封存接不上' : `之前的第 ${seal.number - 1} 号封存不见了`;
    tell('chain-broken', `${nameOf(seal)}${what}`);
  }
  const { changed, missing, slipped } = await compareLines(db, seal);
  if (changed.length > 0) tell('sealed-line-changed', `${nameOf(seal)}之后被改动的记录：${listOf(changed)}`);
  if (missing.length > 0) tell('sealed-line-missing', `${nameOf(seal)}之后被删除的记录：${listOf(missing)}`);
  if (slipped.length > 0) tell('line-slipped-in', `冒充由${nameOf(seal)}封存的记录：${listOf(slipped)}`);
  return found;
}

interface Compared {
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly slipped: readonly string[];
}

async function compareLines(db: Database, { _id, lines }: Seal): Promise<Compared> {
  const kept = keptLinesOf(db);
  const there = await kept.find({ _id: { $in: lines.map(({ id }) => id) } }).toArray();
  const hashes = new Map(there.map((line: KeptLine) => [line._id, hashOfLine(line)]));
  const listed = new Set(lines.map(({ id }) => id));
  const claiming = await kept.find({ seal: _id }, { projection: { _id: 1 } }).toArray();
  return {
    changed: lines.flatMap(({ id, hash }) => (hashes.has(id) && hashes.get(id) !== hash ? [id] : [])),
    missing: lines.flatMap(({ id }) => (hashes.has(id) ? [] : [id])),
    slipped: claiming.flatMap((line) => (listed.has(line._id) ? [] : [line._id])),
  };
}

/** The last seals leave no later one that would miss them, but each left a line. */
async function checkSealsAreThere(db: Database, lines: readonly Line[]): Promise<FoundNow[]> {
  const rows = await sealsOf(db)
    .find({ _id: { $in: lines.map(({ subject }) => subject) } }, { projection: { hash: 1 } })
    .toArray();
  const hashes = new Map(rows.map(({ _id, hash }) => [_id, hash]));
  return lines.flatMap(({ _id, subject, at, facts }) => {
    if (hashes.get(subject) === facts.hash) return [];
    const there = hashes.has(subject)
      ? `第 ${facts.number} 号封存的校验值与台账所记不同`
      : `台账记有第 ${facts.number} 号封存，封存本身不见了`;
    return [{ ...about('seal-missing', there), collection: LEDGER, subject: _id, since: at }];
  });
}

function broken(seal: Seal, kind: FindingKind, there: string): FoundNow {
  return { ...about(kind, there), collection: SEALS, subject: seal._id, since: seal.at };
}

/** Nothing here can be mended by a machine: what stood there before is in a backup only. */
function about(kind: FindingKind, there: string) {
  const remedy = '请勿修改数据。请保留现场，从备份中找出原来的内容，查明是谁、何时改动';
  return { kind, there, shouldBe: '台账的记录和封存自封存之时起没有变动', repair: null, remedy, ways: [] };
}

function nameOf({ number }: Seal): string {
  return `第 ${number} 号封存`;
}

const NAMED = 20;

function listOf(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).join('、');
  return ids.length > NAMED ? `${named} 等 ${ids.length} 条` : named;
}
