/**
 * The thread that reads a workbook (read-xlsx.ts) and hands over its rows as text, a thousand at a time. Numbers stay as they
 * are written, so that an id of 18 digits keeps them all; dates are told as the sheet shows them.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/node';
import type { SheetAnswer } from './read-xlsx.ts';

const AT_ONCE = 1000;

const reading = readSheet(Buffer.from(workerData as Uint8Array), { parseNumber: (text) => text as unknown as number });
reading.catch(() => {}); // told to who asks for rows
let at = 0;

parentPort?.on('message', async () => {
  parentPort?.postMessage(await next());
});

async function next(): Promise<SheetAnswer> {
  try {
    const rows = await reading;
    const part = rows.slice(at, at + AT_ONCE);
    at += AT_ONCE;
    return { rows: part.map((row) => row.map(toText)) };
  } catch (error) {
    return { wrong: error instanceof Error ? error.name : typeof error };
  }
}

/** The sheet knows no zone: what it shows stands in the UTC fields, a rounding error away from the second. */
function toText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  const second = new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString();
  return `${second.slice(0, 10)} ${second.slice(11, 19)}`;
}
