/** Messages with the answer the office gave: `--file`, else ../shared/data/answered-messages.ndjson beside the checkout. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Answered {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly reply: string;
  /** When it was written, when answered. */
  readonly at: Date;
  readonly repliedAt: Date;
}

const DEFAULT = join(import.meta.dirname, '../../../../shared/data/answered-messages.ndjson');

/** Throws when there is no such file: nothing can be measured without messages. */
export async function readAnswered(file = DEFAULT): Promise<readonly Answered[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const { at, repliedAt, ...rest } = JSON.parse(line) as Answered & { at: string; repliedAt: string };
    return { ...rest, at: new Date(at), repliedAt: new Date(repliedAt) };
  });
}
