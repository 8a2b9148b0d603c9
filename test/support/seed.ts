/**
 * Before all tests: a property draws the same examples in every run, so that a red run is about the change at hand.
 * `SANWEI_PROPERTIES=fresh` draws others; `npm run bench:properties` draws many rounds of them. Mocha loads this file.
 */
import fc from 'fast-check';

/** Any number would do; this is the last day of the county's year that the replay drives. */
export const SEED = 20_181_231;

if (process.env.SANWEI_PROPERTIES !== 'fresh') fc.configureGlobal({ seed: SEED });
