/**
 * Keeps the figures up to date with the ledger: what was sealed since the last time is folded in seal by seal, and what is not
 * sealed yet is folded each time anew, which changes nothing. When the rules have changed, or nobody has folded yet,
 * everything is folded from the beginning (refold.ts).
 */
import { Problem } from '../errors.ts';
import type { Line } from '../ledger/line.ts';
import { headOf, keptLinesOf, sealId, sealsOf } from '../ledger/seal.ts';
import type { Database } from '../store/collection.ts';
import type { Rule } from './figure.ts';
import { RULES_VERSION } from './figures.ts';
import { type Fold, foldsOf } from './first-line.ts';
import { type Folding, foldLines } from './fold-lines.ts';
import { recount } from './total-months.ts';

/** Seals read at one go: some thousand lines. */
const SEALS_AT_ONCE = 20;

/** What figures depend on besides the ledger. */
export function versionOf(rules: readonly Rule[]): string {
  return [RULES_VERSION, ...rules.map(({ id }) => id)].join(' ');
}

/** Folds what is new; answers the generation to read from. Throws Problem 'unavailable' while it is made anew. */
export async function foldLedger(db: Database, rules: readonly Rule[]): Promise<string> {
  const fold = await foldsOf(db).findOne({ _id: 'figures' });
  if (!fold || fold.generation === '' || fold.version !== versionOf(rules)) throw inTheMaking(fold);
  const { generation } = fold;
  const folding = { generation, rules };
  await foldSealed(db, folding, fold.upTo);
  const unsealed = await keptLinesOf(db).find({ seal: null }).toArray();
  await foldLines(db, folding, unsealed);
  await recount(db, generation);
  return generation;
}

async function foldSealed(db: Database, folding: Folding, from: number): Promise<void> {
  const head = await headOf(db);
  for (let upTo = from; head && upTo < head.number; ) {
    const ids = { $gt: sealId(upTo), $lte: sealId(upTo + SEALS_AT_ONCE) };
    const seals = await sealsOf(db)
      .find({ _id: ids }, { sort: { _id: 1 } })
      .toArray();
    for (const { lines } of seals) await foldLines(db, folding, await linesIn(db, lines));
    upTo = Math.min(upTo + SEALS_AT_ONCE, head.number);
    const behind = { _id: 'figures', generation: folding.generation, upTo: { $lt: upTo } };
    await foldsOf(db).updateOne(behind, { $set: { upTo } });
  }
}

async function linesIn(db: Database, sealed: readonly { readonly id: string }[]): Promise<readonly Line[]> {
  return await keptLinesOf(db)
    .find({ _id: { $in: sealed.map(({ id }) => id) } })
    .toArray();
}

/** With how far it is, as far as anybody is at it. */
export function inTheMaking(fold: Fold | null): Problem {
  const { folded = 0, of = 0 } = fold?.making ?? {};
  const far = of > 0 ? `（已读 ${folded} 条，共 ${of} 条台账记录）` : '';
  return new Problem('unavailable', `指标正在按台账重新计算${far}，请稍候再看。`, { retryAfterSeconds: 5 });
}
