/** What may be said on the command line: `npm run bench:soak -- --minutes 5 --rate 2 --seed 7`. */
import { parseArgs } from 'node:util';
import { minutes, seconds } from '../../../src/clock.ts';

export interface Options {
  readonly forMs: number;
  /** Releases begun per second. */
  readonly rate: number;
  /** Decides the troubles, the kills and who corrects what. */
  readonly seed: number;
  /** kill -9 in the first third; after that one life is left alone, or its memory could not be judged. */
  readonly kills: number;
  /** Time from one trouble of a platform to the next. */
  readonly troubleEveryMs: number;
  /** 'embedded' or 'mongodb'. */
  readonly store: 'embedded' | 'mongodb';
  /** Where the samples are kept as CSV, or null. */
  readonly csv: string | null;
}

const USAGE = `npm run bench:soak -- [options]
  --minutes 30       how long the load lasts
  --rate 1           releases a second, each to website, WeChat and Weibo
  --seed 1           decides troubles, kills, corrections
  --kills 5          kill -9 and restart, in the first third
  --trouble 6        seconds from one trouble to the next
  --store embedded   or mongodb (MONGODB_URL's server, else the tests' own)
  --csv file         every sample, for a spreadsheet`;

/** Reads them; prints what there is and ends on a wrong one. */
export function readOptions(args: readonly string[]): Options {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: text('30'),
        rate: text('1'),
        seed: text(String(Math.floor(Math.random() * 1e6))),
        kills: text('5'),
        trouble: text('6'),
        store: text('embedded'),
        csv: { type: 'string' },
      },
    });
    if (values.store !== 'embedded' && values.store !== 'mongodb') throw new Error(`no store named ${values.store}`);
    return {
      forMs: minutes(above0('minutes', values.minutes)),
      rate: above0('rate', values.rate),
      seed: Number(values.seed),
      kills: Number(values.kills),
      troubleEveryMs: seconds(above0('trouble', values.trouble)),
      store: values.store,
      csv: values.csv ?? null,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function above0(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} is a number above 0`);
  return value;
}
