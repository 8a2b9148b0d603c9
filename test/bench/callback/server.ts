/** One contender in a process of its own: `node server.ts <name> <mode>`. */

import { profiled } from '../fanout/profiled.ts';
import { type Mode, type Name, openContender } from './contender.ts';

export type Ask = { readonly ask: 'cpu' | 'recorded' | 'profile' | 'end-profile' };

export interface Told {
  readonly cpuUs: number;
  readonly recorded: number | null;
}

const [name, mode] = process.argv.slice(2) as [Name, Mode];
const contender = await openContender(name, mode);
let endProfile = async () => {};

process.on('message', async ({ ask }: Ask) => {
  if (ask === 'profile') endProfile = await profiled('.');
  if (ask === 'end-profile') await endProfile();
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system, recorded: ask === 'recorded' ? await contender.recorded() : null });
});
process.once('disconnect', () => void contender.close().finally(() => process.exit()));
process.send?.({ port: contender.port });
