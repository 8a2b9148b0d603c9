/**
 * Which keys of a figure were packed before, by a number made of each: some eight bytes a key instead of reading packs for
 * every key that is new. Two keys may share a number, so one that seems known is looked for; one that is not is new for certain.
 */

/** Free places hold 0. */
const FREE = 0;
const FIRST_SIZE = 1024;

export class KnownKeys {
  #places = new Uint32Array(FIRST_SIZE);
  #count = 0;

  /** Notes the key. False when it is new for certain. */
  add(key: string): boolean {
    if (this.#count * 4 > this.#places.length * 3) this.#grow();
    const isNew = put(this.#places, numberOf(key));
    if (isNew) this.#count += 1;
    return !isNew;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#places.length * 2);
    for (const number of this.#places) if (number !== FREE) put(larger, number);
    this.#places = larger;
  }
}

/** False when the number is there. The table is never full. */
function put(places: Uint32Array, number: number): boolean {
  const last = places.length - 1;
  for (let at = number & last; ; at = (at + 1) & last) {
    if (places[at] === number) return false;
    if (places[at] !== FREE) continue;
    places[at] = number;
    return true;
  }
}

/** FNV-1a, with the last mixing of MurmurHash3 since its low bits choose the place; never the number of free places. */
function numberOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}
