import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { type Try, triesOf } from '../../src/delivery/try.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { HEALED_MS, waitFor } from './child-service.ts';
import type { Member } from './open-crew.ts';
import { approveThrough, reviewThrough } from './publish-through.ts';
import { withCrew } from './with-crew.ts';

const RELEASES = 36;

describe('three processes on one MongoDB-protocol server', function () {
  this.timeout(240_000);
  const crew = withCrew(3);

  const deliveries = () => crew().db.collection<Delivery>(DELIVERIES);
  const inHandOf = ({ name }: Member) =>
    deliveries()
      .find({ state: 'sending', 'latest.by': { $regex: name.source } })
      .toArray();
  const doneCount = () => deliveries().countDocuments({ state: 'done' });

  /** Every try that was made, whoever made it. */
  async function tries(): Promise<readonly Try[]> {
    const latest = await deliveries().find({}).toArray();
    return [...(await triesOf(crew().db).find({}).toArray()), ...latest.flatMap((one) => one.latest ?? [])];
  }

  /** Stopped by SIGSTOP with calls in hand, as many tries as that takes. */
  async function freezeBusy(member: Member): Promise<readonly Delivery[]> {
    for (;;) {
      assert.ok(await waitFor(async () => (await inHandOf(member)).length > 0, 10_000), 'it has nothing to do');
      member.process.kill('SIGSTOP');
      const frozen = await inHandOf(member);
      if (frozen.length > 0) return frozen;
      member.process.kill('SIGCONT');
    }
  }

  it('send everything once though one is killed, one frozen past its lease and woken, one joins and one leaves', async () => {
    const [killed, frozen, leaving] = crew().members as readonly [Member, Member, Member];
    const ids = await reviewThrough(crew().members, RELEASES, ['website', 'wechat', 'weibo']);
    const [now, later] = [ids.slice(0, RELEASES / 2), ids.slice(RELEASES / 2)];
    await approveThrough([killed, frozen, leaving], now);
    const inHand = await freezeBusy(frozen);
    await waitFor(async () => (await inHandOf(killed)).length > 0, 2000);
    crew().pushTo(leaving);
    await killed.kill();
    const joined = await crew().join();
    await approveThrough([leaving, joined], later);
    const isTakenOver = async () => (await inHandOf(frozen)).length === 0;
    assert.ok(await waitFor(isTakenOver, 20_000), 'the lease of the frozen one ends');
    frozen.process.kill('SIGCONT');

    await waitFor(async () => (await inHandOf(leaving)).length > 0, 2000);
    crew().pushTo(joined);
    assert.equal(await leaving.stop(), 0);
    assert.deepEqual(await inHandOf(leaving), [], 'it leaves nothing in hand');
    const byLeaving = (await tries()).filter(({ by }) => leaving.name.test(by));
    assert.ok(byLeaving.length > 0);
    assert.ok(byLeaving.every(({ outcome }) => outcome !== null));

    await waitFor(async () => (await doneCount()) === RELEASES * 3, HEALED_MS);
    const open = await deliveries()
      .find({ state: { $ne: 'done' } })
      .toArray();
    assert.deepEqual(
      open.map(({ _id, state, reason }) => `${_id} ${state} ${reason}`),
      [],
    );
    for (const fake of [crew().fakes.wechat, crew().fakes.weibo]) {
      const links = fake.posts().map((post) => post.links);
      assert.deepEqual(links.sort(), ids.map((id) => `${crew().url}/p/${id}.html`).sort(), `${fake.kind}: each once`);
    }
    const lines = await ledgerOf(crew().db).find({ what: 'delivery.done' }).toArray();
    assert.equal(new Set(lines.map(({ subject }) => subject)).size, RELEASES * 3);
    assert.equal(lines.length, RELEASES * 3);
    assert.ok(inHand.every(({ _id }) => lines.some(({ subject }) => subject === _id)));
    const makers = new Set((await tries()).map(({ by }) => by));
    assert.ok(makers.size >= 3, `sent by ${[...makers]}`);
  });
});
