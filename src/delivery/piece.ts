/**
 * What a delivery carries: written once when it is planned, and kept apart from the record of how far it got, which is
 * written anew with every step and must not drag a whole article along.
 */
import type { Piece } from '../channel/contract.ts';
import type { Collection, Database, Row } from '../store/collection.ts';
import { inOrder } from '../store/in-order.ts';
import { insertNew } from '../store/insert-new.ts';
import { DELIVERIES, type Delivery } from './delivery.ts';

interface Carried extends Row {
  /** Id of the delivery. */
  readonly _id: string;
  readonly piece: Piece;
}

const PIECES = 'pieces';

/** A delivery and what it carries; null for one that carries nothing. */
export interface Load {
  readonly delivery: Delivery;
  readonly piece: Piece | null;
}

/** Puts in what is not there yet: what a delivery carries is there before it. */
export async function putDeliveries(db: Database, loads: readonly Load[]): Promise<void> {
  const carried = loads.flatMap(({ delivery: { _id }, piece }) => (piece ? [{ _id, piece }] : []));
  const deliveries = loads.map(({ delivery }) => delivery);
  await inOrder(
    db,
    () => insertNew(piecesOf(db), carried),
    () => insertNew(db.collection<Delivery>(DELIVERIES), deliveries),
  );
}

/** Keeps what will be carried by a record made later. */
export async function keepPieces(db: Database, carried: readonly { readonly _id: string; readonly piece: Piece }[]) {
  await insertNew(piecesOf(db), carried);
}

/** What those of them carry that are to be published, by their ids: in one question instead of many. */
export async function piecesFor(db: Database, deliveries: readonly Delivery[]): Promise<ReadonlyMap<string, Piece>> {
  const waiting = deliveries.filter(({ state, order }) => state === 'waiting' && carriesPiece(order));
  if (waiting.length === 0) return new Map();
  const rows = await piecesOf(db)
    .find({ _id: { $in: waiting.map(({ _id }) => _id) } })
    .toArray();
  return new Map(rows.map(({ _id, piece }) => [_id, piece]));
}

export function carriesPiece({ action }: Delivery['order']): boolean {
  return action === 'publish' || action === 'revise';
}

/** What a delivery carries. Throws when it is missing: then somebody has deleted it by hand. */
export async function pieceOf(db: Database, { _id }: Pick<Delivery, '_id'>): Promise<Piece> {
  const carried = await piecesOf(db).findOne({ _id });
  if (!carried) throw new Error(`nothing in ${PIECES} under ${_id}: restore it from the last backup`);
  return carried.piece;
}

/** Titles as they were sent, by delivery. */
export async function titlesOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const options = { projection: { 'piece.preview.title': 1 } } as const;
  const rows = await piecesOf(db)
    .find({ _id: { $in: ids } }, options)
    .toArray();
  return new Map(rows.map(({ _id, piece }) => [_id, piece.preview.title]));
}

function piecesOf(db: Database): Collection<Carried> {
  return db.collection<Carried>(PIECES);
}
