/**
 * How often an account's jobs are asked about: freepublish/get and mass/get have 100 calls a day each, over all deliveries
 * and processes. What is looked at too often today waits for the event, or for tomorrow.
 */
import type { Sighting } from '../../src/channel/contract.ts';
import { after, days, startOfDay, toDay } from '../../src/clock.ts';
import type { Door } from './door.ts';
import type { Caller } from './token.ts';

const LOOKS = 90; // of 100: two processes may count the same look, and a person may ask as well
const FREELY = 45; // from here on the rest is spread over the rest of the day

/** Looks if the day's number allows it; 'publish' is freepublish/get, 'mass' is mass/get. */
export async function withinLooks(
  door: Door,
  what: 'publish' | 'mass',
  { now }: Caller,
  look: () => Promise<Sighting>,
): Promise<Sighting> {
  const name = `looks:${what}`;
  const day = toDay(now);
  const [keptDay = '', kept = '0'] = ((await door.tools.vault.get(name)) ?? '').split('|');
  const used = keptDay === day ? Number(kept) : 0;
  const midnight = startOfDay(toDay(after(startOfDay(day), days(1))));
  if (used >= LOOKS) return { seen: 'working', lookAt: midnight, reason: OVER };
  await door.tools.vault.put(name, `${day}|${used + 1}`);
  const sighting = await look();
  if (sighting.seen !== 'working' || used < FREELY) return sighting;
  const spread = after(now, (midnight.getTime() - now.getTime()) / (LOOKS - used));
  return sighting.lookAt > spread ? sighting : { ...sighting, lookAt: spread };
}

const OVER = '今天查询发布结果的次数已用完，等平台推送结果，或次日再查';
