import assert from 'node:assert/strict';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { inOwnOrder, Pile } from '../../src/delivery/pile.ts';
import { aDelivery } from '../support/builders.ts';

const many = (count: number, changes: Partial<Delivery> = {}) =>
  Array.from({ length: count }, (_, n) => aDelivery({ _id: `${changes.urgent ? 'u' : 'd'}${n}`, ...changes }));
const ids = (rows: readonly Delivery[]) => rows.map(({ _id }) => _id);

describe('the pile of what is due', () => {
  function openPile(rows: Delivery[]) {
    const asked: number[] = [];
    const read = async (room: number) => {
      asked.push(room);
      return rows.slice(0, room);
    };
    return { pile: new Pile({ read, processId: 'here' }), asked };
  }

  it('is read ahead, and kept to in its order by a process that is alone', async () => {
    const { pile, asked } = openPile(many(30));
    assert.deepEqual([...ids(await pile.next(2, 'ahead')), ...ids(await pile.next(3, 'ahead'))], ids(many(5)));
    assert.deepEqual(asked, [52]);
  });

  it('is read again when it is outdated, used up, or wanted afresh', async () => {
    const { pile, asked } = openPile(many(3));
    await pile.next(2, 'ahead');
    await pile.next(2, 'ahead');
    pile.outdate();
    await pile.next(1, 'ahead');
    await pile.next(1, 'afresh');
    assert.deepEqual(asked, [52, 52, 51, 1]);
  });

  it('is read again and taken from in an own order by a process that lost one to another', async () => {
    const { pile, asked } = openPile(many(30));
    await pile.next(1, 'ahead');
    pile.lose();
    const taken = ids(await pile.next(30, 'ahead'));
    assert.equal(asked.length, 2);
    assert.notDeepEqual(taken, ids(many(30)));
    assert.deepEqual(taken.toSorted(), ids(many(30)).toSorted());
  });
});

describe('inOwnOrder', () => {
  it('differs from process to process, and only at the front', () => {
    const [one, other] = [inOwnOrder(many(40), 'one'), inOwnOrder(many(40), 'other')];
    assert.notDeepEqual(ids(one), ids(other));
    assert.deepEqual(ids(one).slice(24), ids(many(40)).slice(24));
    assert.deepEqual(ids(one), ids(inOwnOrder(many(40), 'one')));
  });

  it('keeps what is urgent before everything else', () => {
    const rows = [...many(3, { urgent: true }), ...many(5)];
    assert.ok(
      inOwnOrder(rows, 'one')
        .slice(0, 3)
        .every(({ urgent }) => urgent),
    );
  });
});
