/** Lines of the ledger against the records they name: is the record there, and does it say the same? */
import { DELIVERIES, type Delivery } from '../delivery/delivery.ts';
import { LEDGER } from '../ledger/ledger.ts';
import type { Line } from '../ledger/line.ts';
import type { Database, Row } from '../store/collection.ts';
import { type FoundNow, waysOf } from './finding.ts';

/** `whose`: in which collection the subject of such a line stands. */
export async function checkLines(
  db: Database,
  lines: readonly Line[],
  whose: ReadonlyMap<string, string>,
): Promise<readonly FoundNow[]> {
  const found: FoundNow[] = [];
  for (const collection of new Set(whose.values())) {
    const mine = lines.filter(({ what }) => whose.get(what) === collection);
    if (mine.length === 0) continue;
    const asked = { _id: { $in: [...new Set(mine.map(({ subject }) => subject))] } };
    const rows = await db
      .collection<Row & { readonly state: string }>(collection)
      .find(asked, { projection: { state: 1 } })
      .toArray();
    const states = new Map(rows.map(({ _id, state }) => [_id, state]));
    found.push(...mine.flatMap((line) => checkLine(line, collection, states.get(line.subject) ?? null) ?? []));
  }
  return found;
}

function checkLine(line: Line, collection: string, state: string | null): FoundNow | null {
  if (state === null) return withoutRecord(line, collection);
  return collection === DELIVERIES && state !== 'done' ? againstRecord(line, state as Delivery['state']) : null;
}

function withoutRecord({ _id, subject, at }: Line, collection: string): FoundNow {
  return {
    kind: 'line-without-record',
    ...{ collection: LEDGER, subject: _id, since: at },
    there: `台账有记录 ${_id}，但 ${collection} 中没有 ${subject}`,
    shouldBe: '台账的每条记录都能找到原始记录',
    repair: null,
    remedy: `请从备份中恢复 ${collection} 的记录 ${subject}。台账不改不删`,
    ways: [],
  };
}

/** A line is written when the platform has said so: it is the record that lags behind. */
function againstRecord({ _id, subject, at, facts }: Line, state: Delivery['state']): FoundNow {
  const about = {
    kind: 'line-against-record',
    ...{ collection: LEDGER, subject: _id, since: at },
    there: `台账记为已发出，投递 ${subject} 的状态却是 ${state}`,
    shouldBe: '投递的状态为已发出（done）',
  } as const;
  const { ref, url } = facts;
  if (state === 'sending') {
    return { ...about, repair: 'nudge', remedy: '催办：系统据台账把投递记为已发出', ways: waysOf(subject) };
  }
  if (state === 'cancelled' || typeof ref !== 'string' || ref === '') {
    const remedy = '请到平台核实：已发出而不应发出的，请在发布件中撤回或在平台上删除；没有发出的，请告知管理员';
    return { ...about, repair: null, remedy, ways: waysOf(subject) };
  }
  const post = { ref, url: typeof url === 'string' ? url : null };
  const remedy = '按台账所记的平台编号和地址，把投递确认为已发出，防止重发';
  return { ...about, repair: 'carry-over', post, remedy, ways: waysOf(subject, 'confirm') };
}
