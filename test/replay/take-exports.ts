/** The year's files as anybody would take them: how long each takes and how large it is; kept where a folder is named. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

const FILES: readonly (readonly [name: string, path: string])[] = [
  ['annual.xlsx', '/api/statistics/tables/annual-2014?period=2018&as=closed&format=xlsx'],
  ['annual.csv', '/api/statistics/tables/annual-2014?period=2018&as=closed&format=csv'],
  ['annual.html', '/api/statistics/tables/annual-2014?period=2018&as=closed&format=html'],
  ['annual.docx', '/api/statistics/tables/annual-2014?period=2018&as=closed&format=docx'],
  ['report.docx', '/api/statistics/report?period=2018&as=closed'],
  ['lines-of-items.json', '/api/statistics/items/lines?period=2018'],
  ['data-items.csv', '/data/items.csv'],
  ['data-items.json', '/data/items.json'],
  ['data-figures.csv', '/data/figures.csv'],
];

export async function takeExports({ office }: Desk, folder: string | null): Promise<void> {
  const { approver } = office.staff;
  if (folder) await mkdir(folder, { recursive: true });
  for (const [name, path] of FILES) {
    const startedMs = performance.now();
    const { status, body } = await approver.get(path);
    const tookMs = performance.now() - startedMs;
    const content = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
    const kilobytes = Math.round(Buffer.byteLength(content) / 1024);
    console.log(`  ${tookMs.toFixed(0).padStart(6)} ms  ${String(kilobytes).padStart(6)} KB  ${name}`);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    if (folder) await writeFile(join(folder, name), content);
  }
}
