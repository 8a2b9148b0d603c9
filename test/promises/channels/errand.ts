/** One order with its tries, as a delivery keeps them: same steps over all tries, looks that wait as long as they are told to. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { carryOut } from '../../../src/channel/carry-out.ts';
import type { Attempt, Order, Receipt, Ref, Sighting, Trace } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { Trouble } from '../../../src/channel/fake.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { pieceOf, type World } from './open-world.ts';

/** A call that gets no answer is ended after this time, as a lease would end it. */
const PATIENCE_MS = 500;
const LOOKS = 40;

let orders = 0;

export class Errand {
  readonly order: Order;
  readonly world: World;
  readonly #key = `r${++orders}:1:account:publish`;
  readonly #steps = new Map<string, string | number | boolean | null>();
  readonly #triedAt: Date[] = [];
  #ticket: string | null = null;

  constructor(order: Order, world: World) {
    this.order = order;
    this.world = world;
  }

  attempt(changes: Partial<Attempt> = {}): Attempt {
    const steps = this.#steps;
    return anAttempt({
      key: this.#key,
      number: this.#triedAt.length,
      now: this.world.clock.now(),
      signal: AbortSignal.timeout(20_000),
      async step(name, make) {
        const known = steps.get(name);
        if (known !== undefined) return known as Awaited<ReturnType<typeof make>>;
        const made = await make();
        steps.set(name, made);
        return made;
      },
      ...changes,
    });
  }

  async try(changes: Partial<Attempt> = {}): Promise<Receipt> {
    this.#triedAt.push(this.world.clock.now());
    const receipt = await carryOut(this.world.channel, this.order, this.attempt(changes));
    if (receipt.state === 'accepted') this.#ticket = receipt.ticket;
    return receipt;
  }

  /** The failure of a try; a try that succeeds fails the test. */
  async fails(changes: Partial<Attempt> = {}): Promise<ChannelFailure> {
    const failed = await this.try(changes).then(
      (receipt) => assert.fail(`expected a failure, not ${receipt.state}`),
      (error: unknown) => error,
    );
    assert.ok(failed instanceof ChannelFailure, `not a ChannelFailure: ${inspect(failed)}`);
    return failed;
  }

  trace(): Trace {
    const [firstTriedAt = this.world.clock.now()] = this.#triedAt;
    const lastTriedAt = this.#triedAt.at(-1) ?? firstTriedAt;
    const steps = Object.fromEntries(this.#steps);
    return { order: this.order, firstTriedAt, lastTriedAt, ticket: this.#ticket, steps, known: [], before: null };
  }

  /** Looks, waiting as long as it is told to, until there is a word. */
  async look(): Promise<Sighting> {
    const { channel, clock } = this.world;
    for (let looks = 0; looks < LOOKS; looks++) {
      const sighting = await channel.find(this.trace(), this.attempt());
      if (sighting.seen !== 'working') return sighting;
      assert.ok(sighting.lookAt > clock.now(), 'told to look again in the past');
      clock.set(sighting.lookAt);
    }
    return assert.fail(`still working after ${LOOKS} looks`);
  }

  /** Tries and, where the platform only accepted, looks until it is done. */
  async done(): Promise<{ readonly ref: Ref; readonly url: string | null }> {
    const receipt = await this.try();
    if (receipt.state === 'done') return receipt;
    const sighting = await this.look();
    assert.equal(sighting.seen, 'done', inspect(sighting));
    return sighting as Extract<Sighting, { seen: 'done' }>;
  }
}

/** What a try is given when this trouble awaits it: patience that ends before the test does. */
export function facing(trouble: Trouble): Partial<Attempt> {
  return trouble === 'hang' || trouble === 'hang-after' ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {};
}

export function publishing(world: World, changes: Partial<Announcement> = {}): Errand {
  return new Errand({ action: 'publish', piece: pieceOf(world.channel, changes) }, world);
}

export function withdrawing(world: World, post: Ref): Errand {
  return new Errand({ action: 'withdraw', post, reason: '信息有误' }, world);
}
