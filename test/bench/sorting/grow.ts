/** More messages than there are: real ones drawn again, with words left out, changed places and names of their own, spread over more years. */
import { days } from '../../../src/clock.ts';

export interface Message {
  readonly ref: string;
  readonly title: string;
  readonly text: string;
  readonly writtenAt: Date;
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LEFT_OUT = 0.04;
const SPAN = days(370);

/** `count` messages in order of time, the first round as it is; each further round lies a year later. */
export function* grow(messages: readonly Message[], count: number, seed = 7): Iterable<Message> {
  const random = randomFrom(seed);
  for (let made = 0; made < count; ) {
    const round = Math.floor(made / messages.length);
    const drawn = round === 0 ? messages : drawAgain(messages, random, round);
    for (const message of drawn.slice(0, count - made)) yield message;
    made += Math.min(drawn.length, count - made);
  }
}

function drawAgain(messages: readonly Message[], random: () => number, round: number): readonly Message[] {
  const drawn = messages.map((_, at) => {
    const { title, text, writtenAt } = messages[Math.floor(random() * messages.length)] ?? messages[0]!;
    // A third happens somewhere else: a name of two characters nobody has used, behind the district.
    const place = random() < 0.33 ? nameFrom(random) : '';
    return {
      ref: `${round}-${at}`,
      title: place + edit(title, random),
      text: place + edit(text, random),
      writtenAt: new Date(writtenAt.getTime() + round * SPAN),
    };
  });
  return drawn.toSorted((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
}

function nameFrom(random: () => number): string {
  const character = () => String.fromCodePoint(0x4e00 + Math.floor(random() * 6000));
  return `${character()}${character()}苑`;
}

function edit(text: string, random: () => number): string {
  return [...text].filter(() => random() >= LEFT_OUT).join('');
}
