/**
 * Monitor 封存不符: whether the ledger still stands as it was sealed. Each seal is held against its own hash, the seal before
 * it and its lines; each line that tells of a seal, against that seal.
 */
import { after, days, toMinute } from '../clock.ts';
import { findAcknowledged, saysTheSame } from '../ledger/acknowledge.ts';
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
  const { changed, missing, slipped, repaired } = await compareLines(db, seal);
  if (changed.length > 0) found.push(changedUnder(seal, changed));
  if (missing.length > 0) tell('sealed-line-missing', `${nameOf(seal)}之后被删除的记录：${listOf(missing)}`);
  if (slipped.length > 0) tell('line-slipped-in', `冒充由${nameOf(seal)}封存的记录：${listOf(slipped)}`);
  if (repaired.length > 0) found.push(acknowledged(seal, repaired));
  return found;
}

interface Compared {
  readonly changed: readonly KeptLine[];
  /** Acknowledged, with who did and why. */
  readonly repaired: readonly string[];
  readonly missing: readonly string[];
  readonly slipped: readonly string[];
}

async function compareLines(db: Database, seal: Seal): Promise<Compared> {
  const { _id, lines } = seal;
  const kept = keptLinesOf(db);
  const there = await kept.find({ _id: { $in: lines.map(({ id }) => id) } }).toArray();
  const sealed = new Map(lines.map(({ id, hash }) => [id, hash]));
  const byId = new Set(there.map((line) => line._id));
  const differ = there.filter((line) => hashOfLine(line) !== sealed.get(line._id));
  const differing = new Map(differ.map((line) => [line._id, line]));
  const known = differ.length > 0 ? await findAcknowledged(db, seal, differ) : new Map<string, Line>();
  const claiming = await kept.find({ seal: _id }, { projection: { _id: 1 } }).toArray();
  return {
    changed: lines.flatMap(({ id }) => (known.has(id) ? [] : (differing.get(id) ?? []))),
    repaired: differ.flatMap((line) => {
      const by = known.get(line._id);
      return by ? [wordsFor(line, by, sealed.get(line._id) ?? '')] : [];
    }),
    missing: lines.flatMap(({ id }) => (byId.has(id) ? [] : [id])),
    slipped: claiming.flatMap((line) => (sealed.has(line._id) ? [] : [line._id])),
  };
}

function wordsFor(line: Line, { by, at, facts }: Line, sealedHash: string): string {
  const same = saysTheSame(line, sealedHash) ? '除补记标记外与封存时逐字一致' : '内容与封存时不完全相同';
  return `${line._id}（${facts.repairedBy} 补记，${by} 于 ${toMinute(at)} 确认：${facts.reason}；${same}）`;
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

/** One that was made anew from its record waits for somebody to acknowledge it. */
function changedUnder(seal: Seal, lines: readonly KeptLine[]): FoundNow {
  const isMended = ({ facts }: KeptLine) => facts.repaired === true;
  const named = lines.map((line) => `${line._id}${isMended(line) ? `（${line.facts.repairedBy} 补记，待确认）` : ''}`);
  const found = broken(seal, 'sealed-line-changed', `${nameOf(seal)}之后被改动的记录：${listOf(named)}`);
  if (!lines.some(isMended)) return found;
  const remedy = `${found.remedy}。按原始记录补记的，核对后请写明理由予以确认`;
  return { ...found, remedy, ways: [{ method: 'POST', path: '/api/ledger/acknowledge', title: '确认补记' }] };
}

/** Known and accounted for, and told for as long as the seal stands. */
function acknowledged(seal: Seal, repaired: readonly string[]): FoundNow {
  const there = `${nameOf(seal)}之后丢失、按原始记录补记并已确认的记录：${listOf(repaired)}`;
  const found = broken(seal, 'sealed-line-repaired', there);
  return { ...found, remedy: '已由人确认，不需要再处理；此说明一直保留' };
}

function nameOf({ number }: Seal): string {
  return `第 ${number} 号封存`;
}

const NAMED = 20;

function listOf(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).join('、');
  return ids.length > NAMED ? `${named} 等 ${ids.length} 条` : named;
}
