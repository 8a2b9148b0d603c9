/**
 * Before figures are read: when the rules have changed since they were folded, or nobody has folded yet, that begins now. A
 * small ledger is done in a moment; for a large one readers are told to come back.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, wordsOf } from '../log.ts';
import { foldsOf } from './first-line.ts';
import { inTheMaking, versionOf } from './fold-ledger.ts';
import { type FoldDesk, refold } from './refold.ts';

export interface FiguresDesk extends FoldDesk {
  readonly log: Logger;
}

const PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 50;

/** Throws Problem 'unavailable' with how far it is, when it takes longer. */
export async function ensureFolded(desk: FiguresDesk): Promise<void> {
  if (await isFolded(desk)) return;
  void refold(desk).catch((error: unknown) => {
    desk.log.error({ err: wordsOf(error) }, 'cannot make the figures anew');
  });
  // Whoever makes them, this process or another: it shows in the store.
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
    await wait(LOOK_AGAIN_MS);
    if (await isFolded(desk)) return;
  }
  throw inTheMaking(await foldsOf(desk.db).findOne({ _id: 'figures' }));
}

async function isFolded({ db, rules }: FiguresDesk): Promise<boolean> {
  const fold = await foldsOf(db).findOne({ _id: 'figures' });
  return fold !== null && fold.generation !== '' && fold.version === versionOf(rules);
}
