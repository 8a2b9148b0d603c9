/**
 * Times as people and programs write them in tables, Beijing time unless they say otherwise. What could be read in two ways
 * (03/04/2019) is not read at all.
 */

/** Days from 1899-12-30 to 1970-01-01: Excel's serial numbers from 1900-03-01 on (ECMA-376 part 1, 18.17.4.1). */
const EXCEL_EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

const WRITTEN =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(上午|下午|AM|PM)?\s*(\d{1,2})[:：时点](\d{1,2})?(?:[:：分](\d{1,2})?(?:\.\d+)?)?[秒分]?\s*(AM|PM)?)?$/i;

/** Null for what is no time, or not one only. */
export function readTime(text: string): Date | null {
  const trimmed = text.trim();
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/i.test(trimmed)) return valid(new Date(trimmed));
  if (/^\d{5}(?:\.\d+)?$/.test(trimmed)) return fromSerial(Number(trimmed));
  if (/^1\d{9}$/.test(trimmed)) return new Date(Number(trimmed) * 1000);
  if (/^1\d{12}$/.test(trimmed)) return new Date(Number(trimmed));
  if (/^20\d{6}$/.test(trimmed))
    return atBeijing([trimmed.slice(0, 4), trimmed.slice(4, 6), trimmed.slice(6), '0', '0', '0']);
  const found = WRITTEN.exec(trimmed);
  if (!found) return null;
  const [, year, month, day, before, hour = '0', minute = '0', second = '0', behind] = found;
  return atBeijing([year, month, day, in24(Number(hour), before ?? behind), minute, second]);
}

function in24(hour: number, half: string | undefined): string {
  const isLate = half !== undefined && /下午|pm/i.test(half);
  const isEarly = half !== undefined && !isLate;
  return String(isLate && hour < 12 ? hour + 12 : isEarly && hour === 12 ? 0 : hour);
}

function atBeijing(parts: readonly (string | undefined)[]): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const wall = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    wall.getUTCMonth() === month - 1 &&
    wall.getUTCDate() === day &&
    wall.getUTCHours() === hour &&
    minute < 60 &&
    second < 60;
  return isReal ? new Date(wall.getTime() - BEIJING_MS) : null;
}

/** To the second: 43782.395833 is 09:30:00. */
function fromSerial(serial: number): Date {
  const seconds = Math.round((serial - EXCEL_EPOCH_DAYS) * (DAY_MS / 1000));
  return new Date(seconds * 1000 - BEIJING_MS);
}

function valid(at: Date): Date | null {
  return Number.isNaN(at.getTime()) ? null : at;
}
