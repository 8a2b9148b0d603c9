/** Deliveries on the real store: put some in, read what became of them. Shared by the tests of this folder. */

import assert from 'node:assert/strict';
import type { Piece } from '../../src/channel/contract.ts';
import { minutes } from '../../src/clock.ts';
import { DELIVERIES, type Delivery, deliveryIndexes } from '../../src/delivery/delivery.ts';
import { carryOn, dueOn, nextDueOn } from '../../src/delivery/lane.ts';
import { markLeading } from '../../src/delivery/let-follow.ts';
import { pauseIndexes } from '../../src/delivery/pause.ts';
import { newsIndexes } from '../../src/delivery/settle-by-news.ts';
import { TRIES, type Try, triesMade, tryIndexes } from '../../src/delivery/try.ts';
import { ledgerIndexes, ledgerOf } from '../../src/ledger/ledger.ts';
import { postLines } from '../../src/ledger/post-lines.ts';
import type { Database } from '../../src/store/collection.ts';
import { insertNew } from '../../src/store/insert-new.ts';
import { aPiece, type TestSending } from '../support/builders.ts';
import { openStore } from '../support/open-store.ts';

export const openDeliveries = () => openStore(deliveryIndexes, tryIndexes, newsIndexes, pauseIndexes, ledgerIndexes);

/** Puts deliveries in as they are, with something to carry, and others that wait for them marked as leading. */
export async function put<T extends Delivery>(db: Database, ...deliveries: readonly T[]): Promise<void> {
  await carry(db, aPiece(), ...deliveries);
  await db.collection<Delivery>(DELIVERIES).insertMany(deliveries);
  await markLeading(
    db,
    deliveries.flatMap(({ after }) => after),
  );
}

/** Gives deliveries a piece, unless they have one. */
export async function carry(db: Database, piece: Piece, ...deliveries: readonly Delivery[]): Promise<void> {
  const rows = deliveries.map(({ _id }) => ({ _id, piece }));
  await insertNew(db.collection<{ _id: string; piece: Piece }>('pieces'), rows);
}

/** Keeps earlier tries: all but the latest, which stands in its delivery. */
export async function putEarlier(db: Database, ...tries: readonly Try[]): Promise<void> {
  await db.collection<Try>(TRIES).insertMany(tries);
}

export async function read(db: Database, { _id }: Pick<Delivery, '_id'>): Promise<Delivery> {
  const delivery = await db.collection<Delivery>(DELIVERIES).findOne({ _id });
  if (!delivery) throw new Error(`no delivery ${_id}`);
  return delivery;
}

/** The earlier tries that are kept, of all deliveries. */
export async function earlierIn(db: Database): Promise<readonly Try[]> {
  return await db
    .collection<Try>(TRIES)
    .find({}, { sort: { delivery: 1, number: 1 } })
    .toArray();
}

/** Every try made, wherever it stands, of all deliveries in the order of their ids. */
export async function triesIn(db: Database): Promise<readonly Try[]> {
  const deliveries = await db
    .collection<Delivery>(DELIVERIES)
    .find({}, { sort: { _id: 1 } })
    .toArray();
  return (await Promise.all(deliveries.map((one) => triesMade(db, one)))).flat();
}

/** Posts what waits and answers the kinds of lines in the ledger, in the order they were told. */
export async function linesIn(db: Database, collections = [DELIVERIES]): Promise<readonly string[]> {
  await postLines(db, collections);
  const lines = await ledgerOf(db)
    .find({}, { sort: { at: 1, _id: 1 } })
    .toArray();
  return lines.map(({ what }) => what);
}

/** Carries on what is due until nothing is due within the hour, moving the clock to what comes next. */
export async function carryOnToTheEnd(sending: TestSending): Promise<void> {
  for (let turns = 0; turns < 50; turns++) {
    const due = await dueOn('weibo', { inHand: [], room: 50, pause: null }, sending);
    for (const delivery of due) await carryOn(delivery, sending);
    if (due.length > 0) continue;
    const next = await nextDueOn('weibo', sending.clock.now(), sending);
    if (!next || next.getTime() - sending.clock.now().getTime() > minutes(60)) return;
    sending.clock.set(next);
  }
  assert.fail('it never comes to an end');
}
