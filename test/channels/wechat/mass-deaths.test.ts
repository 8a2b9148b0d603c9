/** A process that dies at any step of a mass send, before it or between the call and its record: followers hear once. */
import assert from 'node:assert/strict';
import type { Attempt, Piece, Sighting } from '../../../src/channel/contract.ts';
import { aPicture, mediaOf } from '../../support/channel-tools.ts';
import { keptSteps, openWechat, pieceOf, traceOf } from './open-wechat.ts';

const picture = aPicture();
const changes = {
  body: `<p>图<img src="/media/${picture.picture.id}" alt=""></p>`,
  pictures: [picture.picture],
  choices: { wechat: { notify: 'all' } },
};
const STEPS = [`picture:${picture.picture.id}`, 'draft', 'send:1', 'mass'];

class Killed extends Error {}

describe('a process that dies while sending to followers', () => {
  const world = openWechat({ tools: { media: mediaOf(picture) } });

  type Order = { readonly piece: Piece; readonly kept: ReturnType<typeof keptSteps> };

  /** As a delivery goes on: looks, waits as told, sends again only on proof. */
  async function goOn({ piece, kept }: Order): Promise<Sighting> {
    const { channel, attempt, clock } = world();
    let ticket: string | null = null;
    for (let number = 2; number < 8; ) {
      const lastTriedAt = clock.now();
      const seen = await channel.find(traceOf(piece, { steps: kept.steps, ticket, lastTriedAt }), attempt());
      if (seen.seen === 'working') clock.set(seen.lookAt);
      else if (seen.seen !== 'absent') return seen;
      else {
        const receipt = await channel.publish(piece, attempt({ key: 'k', step: kept.step, number: number++ }));
        if (receipt.state === 'accepted') ticket = receipt.ticket;
      }
    }
    return assert.fail('never ends');
  }

  for (const name of STEPS) {
    for (const moment of ['before it', 'after it, before it is remembered'] as const) {
      it(`at ${name.replace(/:.{64}/, ':…')}, ${moment}: sends once`, async () => {
        const { fake, channel, attempt } = world();
        const order = { piece: pieceOf(channel, changes), kept: keptSteps() };
        const step: Attempt['step'] = async (which, make) => {
          if (which !== name) return await order.kept.step(which, make);
          if (moment !== 'before it') await make();
          throw new Killed();
        };
        await assert.rejects(channel.publish(order.piece, attempt({ key: 'k', step })), Killed);
        assert.equal((await goOn(order)).seen, 'done');
        assert.deepEqual([fake.sent().length, fake.posts().length], [1, 1]);
        assert.equal(fake.calls.filter((call) => call.endsWith('/draft/add')).length, 1);
      });
    }
  }
});
