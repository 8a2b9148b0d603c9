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
export function inKeyOrder(texts: readonly string[]): readonly number[] {
  const count = texts.length;
  const from = sharedStart(texts);
  const characters = Math.floor((EXACT_BITS - Math.ceil(Math.log2(count + 1))) / BITS);
  const numbers = new Float64Array(count);
  for (let place = 0; place < count; place++)
    numbers[place] = numberOf(texts[place] as string, from, characters) * count + place;
  numbers.sort();
  const places = Array.from(numbers, (number) => number % count);
  for (let start = 0, end = 1; start < count; start = end++) {
    const number = Math.floor((numbers[start] as number) / count);
    while (end < count && Math.floor((numbers[end] as number) / count) === number) end++;
    if (end - start > 1) sortWithin(places, texts, start, end);
  }
  return places;
}

function sortWithin(places: number[], texts: readonly string[], start: number, end: number): void {
  const some = places.slice(start, end).sort((a, b) => {
    const [one, other] = [texts[a] as string, texts[b] as string];
    return one < other ? -1 : Number(one > other);
  });
  for (const [nth, place] of some.entries()) places[start + nth] = place;
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

function numberOf(text: string, from: number, characters: number): number {
  let number = 0;
  let isTold = true;
  for (let at = from; at < from + characters; at++) {
    const character: number = isTold && at < text.length ? Math.min(text.charCodeAt(at) + 1, BEYOND) : 0;
    // What comes after one that is not told exactly says nothing.
    isTold &&= character !== 0 && character !== BEYOND;
    number = number * 2 ** BITS + character;
  }
  return number;
}
