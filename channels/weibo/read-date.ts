/** Dates as the platform writes them: `Wed Oct 24 23:49:17 +0800 2012`. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FORMAT = /^\w{3} (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})$/;

/** The instant, or null for anything else. */
export function readDate(text: string): Date | null {
  const parts = FORMAT.exec(text.trim());
  if (!parts) return null;
  const [, name = '', day, hour, minute, second, sign, zoneHours, zoneMinutes, year] = parts;
  const month = MONTHS.indexOf(name);
  if (month < 0) return null;
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return new Date(sign === '+' ? local - zone : local + zone);
}
