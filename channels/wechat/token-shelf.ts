/**
 * Where an account's token stands between processes: with it, since when somebody is asking for the next one and when one was
 * last forced. Whoever wants to ask says so here first, by a change that only one can make (Vault.swap).
 */
import type { Vault } from '../../src/channel/kind.ts';

export interface Held {
  /** A token of another AppID is of no use. */
  readonly appid: string;
  /** '' for none. */
  readonly token: string;
  /** Milliseconds since 1970, as the others; 0 for never. */
  readonly renewAt: number;
  readonly forcedAt: number;
  /** Since when one of the processes is asking the platform; 0 for nobody. */
  readonly askedAt: number;
}

/** What was read, and the text it stood in. */
export interface Seen {
  readonly held: Held;
  readonly text: string | null;
}

const NAME = 'access-token';

export class TokenShelf {
  readonly #vault: Vault;
  readonly #nothing: Held;

  constructor(vault: Vault, appid: string) {
    this.#vault = vault;
    this.#nothing = { appid, token: '', renewAt: 0, forcedAt: 0, askedAt: 0 };
  }

  async read(): Promise<Seen> {
    const text = await this.#vault.get(NAME);
    const held = readHeld(text);
    const isOurs = held?.appid === this.#nothing.appid;
    return { held: isOurs ? { ...this.#nothing, ...held } : this.#nothing, text };
  }

  /** Null when another changed it since it was read. */
  async change({ held, text }: Seen, change: Partial<Held>): Promise<Seen | null> {
    const next = { ...held, ...change };
    const written = JSON.stringify(next);
    return (await this.#vault.swap(NAME, text, written)) ? { held: next, text: written } : null;
  }
}

function readHeld(text: string | null): Partial<Held> | null {
  try {
    return JSON.parse(text ?? '') as Partial<Held> | null;
  } catch {
    return null;
  }
}
