/**
 * Finds and masks personal data in a text. Masking keeps the length, so places in the masked text are places in the original;
 * it is repeated until nothing is found, so that masking twice is masking once.
 */
import { ADDRESS_RULES, startAfterTownship } from './address-rules.ts';
import { NUMBER_RULES } from './number-rules.ts';
import { kept, type PersonalFinding, type PersonalKind, personalKinds } from './personal-kind.ts';

export interface Masked {
  readonly text: string;
  /** In order of their places; they don't overlap. */
  readonly findings: readonly PersonalFinding[];
}

const ALL = Object.keys(personalKinds) as readonly PersonalKind[];

/** What looks like personal data of these kinds. Full-width digits and letters count like half-width ones. */
export function findPersonal(text: string, kinds: readonly PersonalKind[] = ALL): readonly PersonalFinding[] {
  return maskPersonal(text, kinds).findings;
}

/** The text with stars in the place of what was found; nothing else changes. */
export function maskPersonal(text: string, kinds: readonly PersonalKind[] = ALL): Masked {
  const findings: PersonalFinding[] = [];
  let masked = text;
  for (;;) {
    const found = findOnce(masked, text, kinds);
    if (found.length === 0) break;
    for (const one of found) masked = masked.slice(0, one.start) + one.masked + masked.slice(one.end);
    findings.push(...found);
  }
  return { text: masked, findings: joinOverlaps(findings, text, masked) };
}

/**
 * What is left of a number in one round can be part of an address in the next ("家住卡4111********1111"): such two are told
 * as one finding of the kind that was found first.
 */
function joinOverlaps(findings: readonly PersonalFinding[], text: string, masked: string): readonly PersonalFinding[] {
  const joined: PersonalFinding[] = [];
  for (const one of findings) {
    const touched = joined.filter(({ start, end }) => one.start < end && start < one.end);
    const first = touched[0] ?? one;
    const start = Math.min(one.start, ...touched.map((other) => other.start));
    const end = Math.max(one.end, ...touched.map((other) => other.end));
    const isExact = [one, ...touched].some((other) => other.isExact);
    for (const other of touched) joined.splice(joined.indexOf(other), 1);
    joined.push({ ...first, start, end, text: text.slice(start, end), masked: masked.slice(start, end), isExact });
  }
  return joined.sort((a, b) => a.start - b.start);
}

/** `original` gives the words of a finding whose neighbour was masked before. */
function findOnce(text: string, original: string, kinds: readonly PersonalKind[]): readonly PersonalFinding[] {
  const half = toHalfWidth(text);
  const wanted = new Set(kinds);
  const found = [...numbersIn(half, wanted), ...(wanted.has('address') ? addressesIn(half) : [])];
  const apart = keepApart([...found, ...againIn(half, found)]);
  return apart.map(({ kind, start, end, isExact }) => {
    const words = original.slice(start, end);
    return { kind, start, end, text: words, masked: mask(text.slice(start, end), kind), isExact };
  });
}

type Place = Pick<PersonalFinding, 'kind' | 'start' | 'end' | 'isExact'>;

function numbersIn(half: string, wanted: ReadonlySet<PersonalKind>): readonly Place[] {
  return NUMBER_RULES.filter(({ kind }) => wanted.has(kind)).flatMap(({ kind, pattern, isOne = () => true }) =>
    placesOf(half, pattern)
      .filter(([start, end]) => isOne(half.slice(start, end).replace(/[^\p{L}\d]/gu, '')))
      .map(([start, end]) => ({ kind, start, end, isExact: true })),
  );
}

function addressesIn(half: string): readonly Place[] {
  return ADDRESS_RULES.filter(({ needs }) => needs.test(half))
    .flatMap(({ pattern, isExact }) =>
      placesOf(half, pattern).map(([start, end]) => {
        return { kind: 'address' as const, start: startAfterTownship(half, start, end), end, isExact };
      }),
    )
    .filter(({ start, end }) => start < end);
}

/** The same words once more, where no rule saw them: what is hidden in one place must not stand in another. */
function againIn(half: string, found: readonly Place[]): readonly Place[] {
  return found.flatMap((place) => {
    const words = half.slice(place.start, place.end);
    const places: Place[] = [];
    for (let at = half.indexOf(words); at >= 0; at = half.indexOf(words, at + words.length)) {
      places.push({ ...place, start: at, end: at + words.length });
    }
    return places;
  });
}

function placesOf(text: string, pattern: RegExp): readonly (readonly [number, number])[] {
  return Array.from(text.matchAll(pattern), ({ indices }) => indices?.[1] ?? [0, 0]);
}

/** Of what overlaps, the one that was looked for first; what is cut off by it is found in the next round, if it still is one. */
function keepApart(places: readonly Place[]): readonly Place[] {
  const taken: Place[] = [];
  for (const place of places) {
    if (taken.every(({ start, end }) => place.end <= start || place.start >= end)) taken.push(place);
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** Stars for letters, digits and characters between what is kept; signs between the groups of a number stay. */
function mask(text: string, kind: PersonalKind): string {
  const { head, tail } = kept[kind];
  const units = text.split('');
  const end = kind === 'mail' ? toHalfWidth(text).indexOf('@') : units.length;
  const isSign = (unit: string) => kind !== 'address' && !/[\p{L}\p{N}]/u.test(unit);
  const places = [...units.keys()].filter((at) => at < end && !isSign(units[at] ?? ''));
  const hidden = places.slice(head, tail === 0 ? undefined : -tail);
  const stars = new Set(hidden.length > 0 ? hidden : places);
  return units.map((unit, at) => (stars.has(at) ? '*' : unit)).join('');
}

/** Full-width forms of ASCII as ASCII, one unit for one unit. */
function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}
