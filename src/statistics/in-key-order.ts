/**
 * Puts texts in order as `<` has it, several times faster than comparing them two by two: the first characters in which they
 * may differ are one number each, numbers are sorted natively, and only texts whose numbers are equal are compared.
 */

const BITS = 8;
/** A character stands for itself plus one, so that the end of a text comes first; those beyond are told apart by comparing. */
const BEYOND = 2 ** BITS - 1;
/** Whole numbers are exact up to so many bits. */
const EXACT_BITS = 53;

/** The places of the texts in their order. Equal texts stand side by side, in any order. */
export function inKeyOrder(texts: readonly string[]): Uint32Array {
  const count = texts.length;
  const from = sharedStart(texts);
  const placeBits = Math.ceil(Math.log2(count + 1));
  const characters = Math.floor((EXACT_BITS - placeBits) / BITS);
  const places = 2 ** placeBits;
  const numbers = new Float64Array(count);
  for (let place = 0; place < count; place++)
    numbers[place] = numberOf(texts[place] as string, from, characters) * places + place;
  numbers.sort();
  const ordered = new Uint32Array(count);
  let [start, last] = [0, -1];
  for (let at = 0; at < count; at++) {
    const both = numbers[at] as number;
    const number = Math.floor(both / places);
    ordered[at] = both - number * places;
    if (number === last) continue;
    if (at - start > 1) sortWithin(ordered.subarray(start, at), texts);
    [start, last] = [at, number];
  }
  if (count - start > 1) sortWithin(ordered.subarray(start), texts);
  return ordered;
}

function sortWithin(places: Uint32Array, texts: readonly string[]): void {
  places.sort((a, b) => {
    const [one, other] = [texts[a] as string, texts[b] as string];
    return one < other ? -1 : Number(one > other);
  });
}

/** How many characters at the beginning all texts have in common. */
function sharedStart(texts: readonly string[]): number {
  const [first = ''] = texts;
  let shared = first.length;
  for (const text of texts) {
    let same = 0;
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same++;
    shared = same;
  }
  return shared;
}

/** What comes after a character that is not told exactly says nothing: noughts, as after the end. */
function numberOf(text: string, from: number, characters: number): number {
  let number = 0;
  let at = from;
  const end = Math.min(from + characters, text.length);
  for (; at < end; at++) {
    const character = text.charCodeAt(at) + 1;
    number = number * 2 ** BITS + Math.min(character, BEYOND);
    if (character < BEYOND) continue;
    at += 1;
    break;
  }
  return number * 2 ** (BITS * (from + characters - at));
}
