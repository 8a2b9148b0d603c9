/** Which unit the rules propose, and why: pure. The department in charge goes before the place, the place before nobody. */
import { findWords, quote, type Said } from './find-words.ts';
import type { Unit, Units } from './unit.ts';

export interface UnitProposal {
  readonly unit: string;
  /** Chinese. */
  readonly reason: string;
  /** The township named in it, where a department is proposed: it may take part. */
  readonly place: string | null;
}

interface Match {
  readonly unit: Unit;
  readonly words: readonly string[];
  readonly inTitle: number;
}

/** The unit with most of its words in the titles, with none there in the texts; of equals the first. Null for none. */
export function proposeUnit(said: readonly Said[], { list }: Units): UnitProposal | null {
  const matches = list.flatMap((unit) => matchOf(unit, said));
  const best = (kind: Unit['kind']) => matches.filter(({ unit }) => unit.kind === kind).toSorted(byWords)[0];
  const department = best('department');
  const place = best('township');
  const match = department ?? place;
  if (!match) return null;
  const where = match.inTitle > 0 ? '标题' : '正文';
  const words = match.inTitle > 0 ? match.words.slice(0, match.inTitle) : match.words;
  const reason = `拟交${match.unit.name}：${where}中有${quote(words)}`;
  const named = department && place ? `；涉及${place.unit.name}辖区（${quote(place.words)}）` : '';
  return { unit: match.unit.id, reason: `${reason}${named}`, place: (department && place?.unit.id) ?? null };
}

function matchOf(unit: Unit, said: readonly Said[]): Match[] {
  const found = unit.words.any.length > 0 ? findWords(said, unit.words) : null;
  return found ? [{ unit, words: found.words, inTitle: found.inTitle.length }] : [];
}

function byWords(a: Match, b: Match): number {
  return b.inTitle - a.inTitle || b.words.length - a.words.length;
}
