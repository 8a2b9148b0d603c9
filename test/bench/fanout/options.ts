/** What may be said on the command line: `npm run bench:fanout -- --only embedded --rounds 1 --releases 1000`. */
import { parseArgs } from 'node:util';
import { CONTENDERS, type Name } from './contender.ts';

export interface Options {
  readonly releases: number;
  readonly rounds: number;
  readonly only: readonly Name[];
  /** Releases sent one after another on the idle worker, per round. */
  readonly singles: number;
  /** Rounds that also kill a worker in the middle. */
  readonly kills: number;
  /** For when the kill comes. */
  readonly seed: number;
  /** Folder for CPU profiles of the working phase, or null. */
  readonly profileTo: string | null;
  /** Only deliveries per second, one line each. */
  readonly isBrief: boolean;
}

const USAGE = `npm run bench:fanout -- [options]
  --releases 5000    releases per round, three posts each
  --rounds 3         rounds, contenders interleaved
  --only a,b         of ${Object.keys(CONTENDERS).join(', ')}
  --singles 300      releases one after another, per round
  --kills 3          rounds in which a worker is also killed with -9 half way (0 for none)
  --seed 1           decides when the kills come
  --brief            deliveries/s only, no singles, no kills
  --cpu-prof [dir]   profile of each worker's working phase (default: the present folder)`;

/** The server of our tests ignores every index that is not unique: with more it would be its scans that are measured. */
const ON_TEST_SERVER = 500;

/** How many releases a contender gets. */
export function releasesFor(name: Name, { releases }: Options): number {
  return name === 'mongodb' && !process.env.MONGODB_URL ? Math.min(releases, ON_TEST_SERVER) : releases;
}

/** Reads them; prints what there is and ends on a wrong one. */
export function readOptions(given: readonly string[]): Options {
  // --cpu-prof may stand alone, as node's own flag does.
  if (given.includes('--help')) {
    console.log(USAGE);
    process.exit();
  }
  const args = given.map((one, i) =>
    one === '--cpu-prof' && (given[i + 1] ?? '--').startsWith('--') ? '--cpu-prof=.' : one,
  );
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        releases: { ...text, default: '5000' },
        rounds: { ...text, default: '3' },
        only: text,
        singles: { ...text, default: '300' },
        kills: text,
        seed: { ...text, default: String(Math.floor(Math.random() * 1e6)) },
        brief: { type: 'boolean', default: false },
        'cpu-prof': text,
      },
    });
    const rounds = whole('rounds', values.rounds);
    return {
      releases: whole('releases', values.releases),
      rounds,
      only: namesIn(values.only),
      singles: values.brief ? 0 : whole('singles', values.singles),
      kills: values.brief ? 0 : whole('kills', values.kills ?? String(rounds)),
      seed: whole('seed', values.seed),
      profileTo: values['cpu-prof'] ?? null,
      isBrief: values.brief,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a whole number`);
  return Number(text);
}

function namesIn(text: string | undefined): readonly Name[] {
  const all = Object.keys(CONTENDERS) as Name[];
  const wanted = text?.split(',') ?? all;
  const unknown = wanted.filter((one) => !(all as readonly string[]).includes(one));
  if (unknown.length > 0) throw new Error(`no contender named ${unknown.join(', ')}`);
  return all.filter((one) => wanted.includes(one));
}
