/** What the replay's days need: the office, its people, a few hands at once, and patience with a service that dies. */
import { ok } from '../journeys/publish.ts';
import type { Body, Client } from '../support/api.ts';
import type { Office } from './open-office.ts';

export interface Desk {
  readonly office: Office;
  /** Where the time goes: what → milliseconds. */
  readonly spent: Map<string, number>;
}

const HANDS = 16;

/** Does all of them, some at once, and adds up how long that took. */
export async function all<T>(
  { spent }: Desk,
  what: string,
  list: readonly T[],
  act: (one: T) => Promise<unknown>,
): Promise<void> {
  const startedMs = performance.now();
  const left = list.values();
  const hand = async () => {
    for (const one of left) await act(one);
  };
  await Promise.all(Array.from({ length: Math.min(HANDS, list.length) }, hand));
  spent.set(what, (spent.get(what) ?? 0) + performance.now() - startedMs);
}

export async function timed<R>({ spent }: Desk, what: string, act: () => Promise<R>): Promise<R> {
  const startedMs = performance.now();
  const result = await act();
  spent.set(what, (spent.get(what) ?? 0) + performance.now() - startedMs);
  return result;
}

export async function send(client: Client, path: string, body: object): Promise<Body> {
  return (await ok(client.post(path, body))).body;
}

export async function read(client: Client, path: string): Promise<Body> {
  return (await ok(client.get(path))).body;
}

/** What a person wants done, and how to see whether it was: an answer that got lost is looked for before anything is repeated. */
export interface Act<R> {
  readonly act: () => Promise<R>;
  /** null when it has not happened. */
  readonly look: () => Promise<R | null>;
}

/** Does it once, however often the service dies. */
export async function once<R>({ office }: Desk, { act, look }: Act<R>): Promise<R> {
  for (let isInDoubt = false; ; isInDoubt = true) {
    try {
      const found = isInDoubt ? await look() : null;
      return found ?? (await act());
    } catch (error) {
      if (!isDeath(error)) throw error;
      await office.lives.ready();
    }
  }
}

/** What fetch throws when nobody answers or the line breaks. */
function isDeath(error: unknown): boolean {
  return error instanceof TypeError;
}

/** Words nobody else uses, so that each message is a matter of its own. */
export function ownWords(n: number, length = 14): string {
  let state = n * 2_654_435_761 + 12_345;
  return Array.from({ length }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return String.fromCodePoint(0x4e00 + (state % 0x51a0));
  }).join('');
}
