/** Logging out: the session is gone, whoever still has its cookie. */
import { digestOf } from '../ids.ts';
import type { Database } from '../store/collection.ts';
import { sessionsOf } from './staff-store.ts';

export async function logOut(db: Database, token: string): Promise<void> {
  await sessionsOf(db).deleteOne({ _id: digestOf(token) });
}
