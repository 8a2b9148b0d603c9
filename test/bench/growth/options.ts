/** What may be said on the command line: `npm run bench:growth -- --max 100000 --store embedded`. */
import { parseArgs } from 'node:util';

export type StoreName = 'embedded' | 'mongodb';

export interface Options {
  /** Deliveries that are over in the store, smallest first. */
  readonly sizes: readonly number[];
  readonly stores: readonly StoreName[];
  /** Whether each statement that SQLite ran is explained. */
  readonly explains: boolean;
}

const SIZES = [1000, 10_000, 100_000, 1_000_000];
/** The tests' own server reads whole collections and keeps them in a heap that ends (support/mongo-server.ts). */
export const MOST_ON_TEST_SERVER = 10_000;

const USAGE = `npm run bench:growth -- [options]
  --max 1000000      the largest of ${SIZES.join(', ')} to fill
  --store both       embedded, mongodb (MONGODB_URL's server, else the tests' own to ${MOST_ON_TEST_SERVER} at most) or both
  --explain          also print how SQLite answers each question`;

/** Reads them; prints what there is and ends on a wrong one. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        max: { type: 'string', default: String(SIZES.at(-1)) },
        store: { type: 'string', default: 'both' },
        explain: { type: 'boolean', default: false },
      },
    });
    const sizes = SIZES.filter((size) => size <= Number(values.max));
    if (sizes.length === 0) throw new Error(`--max is at least ${SIZES[0]}`);
    return { sizes, stores: storesIn(values.store), explains: values.explain };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function storesIn(text: string): readonly StoreName[] {
  if (text === 'both') return ['embedded', 'mongodb'];
  if (text === 'embedded' || text === 'mongodb') return [text];
  throw new Error(`no store named ${text}`);
}
