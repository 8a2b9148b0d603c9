/**
 * How a citizen can be reached: name, telephone, mail, address. Kept apart from what he wrote and sealed with the service's
 * key, shown only to whoever handles the case (topic/see-contact.ts), deleted after a time (topic/forget-contacts.ts).
 */
import type { Telling } from '../ledger/line.ts';
import { sealText, unsealText } from '../privacy/seal-text.ts';
import type { Collection, Database, IndexDeclaration } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { type IncomingSignal, signalIdOf, signalsOf, type Taking } from './signal.ts';

/** '' for what is not known. */
export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly mail: string;
  readonly address: string;
}

export const contactNames: Readonly<Record<keyof Contact, string>> = {
  name: '姓名',
  phone: '电话',
  mail: '电子邮箱',
  address: '地址',
};

export interface KeptContact extends Telling {
  /** The signal's id. */
  readonly _id: string;
  readonly sealed: string;
  /** When it reached us: its time runs from then. */
  readonly at: Date;
  /** How often it was shown. */
  readonly seen: number;
}

const CONTACTS = 'contacts';

export function contactsOf(db: Database): Collection<KeptContact> {
  return db.collection<KeptContact>(CONTACTS);
}

export const contactIndexes: readonly IndexDeclaration[] = [
  { collection: CONTACTS, keys: { at: 1 }, serves: 'whose time is over?' },
  { collection: CONTACTS, keys: { 'unposted._id': 1 }, serves: 'which lines still wait to be posted?' },
];

/**
 * Keeps the contact data of signals about to be taken, before them: a crash in between is healed by taking them again. A
 * signal that is known keeps what it has, or what was deleted would come back.
 */
export async function keepContacts(db: Database, incoming: readonly IncomingSignal[], taking: Taking): Promise<void> {
  const withContact = incoming.filter(({ contact }) => contact !== undefined);
  if (withContact.length === 0) return;
  const { key, now } = taking;
  if (!key) throw new Error('contact data needs the key to seal it');
  const ids = withContact.map(({ account, ref }) => signalIdOf(account, ref));
  const known = await signalsOf(db)
    .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
    .toArray();
  const isKnown = new Set(known.map(({ _id }) => _id));
  const rows = withContact.flatMap(({ contact }, i): KeptContact[] => {
    const _id = ids[i] ?? '';
    if (!contact || isKnown.has(_id)) return [];
    return [{ _id, sealed: sealText(JSON.stringify(contact), key, _id), at: now, seen: 0, unposted: [] }];
  });
  await insertNew(contactsOf(db), rows);
}

/** Throws when the key is not the one it was sealed with. */
export function openContact({ _id, sealed }: Pick<KeptContact, '_id' | 'sealed'>, key: Buffer): Contact {
  return JSON.parse(unsealText(sealed, key, _id)) as Contact;
}
