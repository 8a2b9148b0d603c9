/**
 * 索引号: issuer's code, year, serial of the year, such as 000014349/2018-00110. The rule is data (config/catalogue.json). A serial is
 * drawn once, when a page is first stored, and never given again; a crash in between leaves a gap, which harms nobody.
 */
import config from '../../config/catalogue.json' with { type: 'json' };
import { toDay } from '../clock.ts';
import type { Database, Row } from '../store/collection.ts';

interface Serial extends Row {
  /** 'issuer/year' */
  readonly _id: string;
  readonly last: number;
}

export const SERIALS = 'index_serials';

export async function drawIndexNumber(db: Database, publishedAt: Date): Promise<string> {
  const { issuer, digits } = config.index;
  const _id = `${issuer}/${toDay(publishedAt).slice(0, 4)}`;
  const update = { $inc: { last: 1 } };
  const serial = await db
    .collection<Serial>(SERIALS)
    .findOneAndUpdate({ _id }, update, { returnDocument: 'after', upsert: true });
  return `${_id}-${String(serial?.last ?? 1).padStart(digits, '0')}`;
}
