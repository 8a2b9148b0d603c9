/**
 * A number that rises with every change of what the public sees, so that finished pages can be kept in memory: our own changes
 * count at once, those of other processes within a second. A crash between a change and its count is covered by the age at
 * which a kept page is made anew (page-memory.ts).
 */
import { seconds } from '../clock.ts';
import type { Database, Row } from '../store/collection.ts';

interface SiteState extends Row {
  readonly version: number;
}

export interface SiteVersion {
  /** Rises; the same number means that nothing has changed as far as we know. */
  current(): number;
  /** False while the store does not answer: nobody can change anything then, so what we have stays as good as it gets. */
  isKnown(): boolean;
  /** This process has changed something the public sees. */
  changed(): void;
  /** Asks the store now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export const SITE_STATES = 'site_states';
const SITE = 'site';

const LOOK_EVERY_MS = seconds(1);

export function watchSiteVersion(db: Database): SiteVersion {
  const states = db.collection<SiteState>(SITE_STATES);
  let told = -1; // what the store said last
  let own = 0;
  let isKnown = true;
  let counting: Promise<unknown> | null = null;
  let isChanged = false;
  let looking: Promise<void> | null = null;

  const ask = async () => {
    try {
      const state = await states.findOne({ _id: SITE });
      told = state?.version ?? 0;
      isKnown = true;
    } catch {
      isKnown = false; // the watch over the store says it once, for everybody
    }
  };
  const look = () => {
    looking ??= ask().finally(() => {
      looking = null;
    });
    return looking;
  };
  /** Many changes at once are counted together. */
  const count = async () => {
    while (isChanged) {
      isChanged = false;
      await states.updateOne({ _id: SITE }, { $inc: { version: 1 } }, { upsert: true });
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    current: () => told + own,
    isKnown: () => isKnown,
    changed() {
      own += 1;
      isChanged = true;
      counting ??= count()
        .catch(() => {})
        .finally(() => {
          counting = null;
        });
    },
    look,
    async close() {
      clearInterval(timer);
      await Promise.all([counting, looking]);
    },
  };
}
