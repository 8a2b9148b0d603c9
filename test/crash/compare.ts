/** Compares what is left after the last life with what was asked for; every disagreement is one sentence. */
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { Try } from '../../src/delivery/try.ts';
import { tellingCollections } from '../../src/indexes.ts';
import type { Line, Telling } from '../../src/ledger/line.ts';
import type { Release } from '../../src/release/release.ts';
import type { PageRow } from '../../src/site/page-store.ts';
import type { Row } from '../../src/store/collection.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { compareDeliveries } from './compare-deliveries.ts';
import { compareLedger } from './compare-ledger.ts';
import { comparePlatforms } from './compare-platforms.ts';
import { compareWishes } from './compare-wishes.ts';
import type { Lived } from './live-through.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** Everything that may disagree. */
export interface Left {
  readonly scenario: Scenario;
  readonly lived: Lived;
  readonly world: World;
  readonly deliveries: readonly Delivery[];
  /** Earlier tries. */
  readonly tries: readonly Try[];
  readonly ledger: readonly Line[];
  readonly releases: readonly Release[];
  readonly pages: readonly PageRow[];
  /** Lines that still wait inside records. */
  readonly unposted: readonly Line[];
}

export interface Verdict {
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  /** Anything else that disagrees. */
  readonly wrong: readonly string[];
  /** Posts and answers that ought to be out. */
  readonly expected: number;
  /** Deliveries in the hands of a person. */
  readonly waiting: number;
}

export async function compare(scenario: Scenario, lived: Lived, world: World): Promise<Verdict> {
  const left = { scenario, lived, world, ...(await readAll(world.storeUrl)) };
  const { missing, doubled, expected } = comparePlatforms(left);
  const wrong = [...compareDeliveries(left), ...compareLedger(left), ...compareWishes(left)];
  const waiting = left.deliveries.filter(({ state }) => state === 'stuck' || state === 'settling').length;
  return { missing, doubled, wrong, expected, waiting };
}

async function readAll(url: string) {
  const { db, close } = await openDatabase(url);
  const all = <T extends Row>(name: string) => db.collection<T>(name).find({}).toArray();
  try {
    const waiting = await Promise.all(tellingCollections.map((name) => all<Row & Telling>(name)));
    return {
      deliveries: await all<Delivery>('deliveries'),
      tries: await all<Try>('tries'),
      ledger: await all<Line>('ledger'),
      releases: await all<Release>('releases'),
      pages: await all<PageRow>('pages'),
      unposted: waiting.flat().flatMap(({ unposted }) => unposted ?? []),
    };
  } finally {
    await close();
  }
}
