/**
 * Every bench, one after the other, figures side by side: `npm run bench`, or one of them by name (`npm run bench fan-out`).
 * The MongoDB-protocol server of the tests is one in memory that scans; MONGODB_URL measures yours instead.
 */
import { benchFanOut } from './fan-out.ts';
import { benchStores, showStores } from './stores.ts';

const benches = { 'fan-out': benchFanOut, stores: async () => showStores(await benchStores()) };

const wanted = process.argv[2];
if (wanted !== undefined && !(wanted in benches)) {
  console.error(`no bench named ${wanted}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (wanted === undefined || wanted === name) await bench();
}
