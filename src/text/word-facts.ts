/**
 * What jieba's dictionary knows about a word: how rare it is in Chinese at large, and whether it is somebody's or something's name.
 * Read at the first use (0.3 s, about 50 MB); whoever never asks never pays for it.
 */
import { dict, idf } from '@node-rs/jieba/dict.js';

interface Facts {
  readonly rarities: ReadonlyMap<string, number>;
  readonly names: ReadonlySet<string>;
}

let read: Facts | null = null;

/** Tags of the dictionary for people, places, organisations and other names. */
const NAME_TAGS = /^n(?:r|rt|rfg|s|t|z)$/;

function facts(): Facts {
  read ??= { rarities: readRarities(), names: readNames() };
  return read;
}

function readRarities(): ReadonlyMap<string, number> {
  const rarities = new Map<string, number>();
  for (const line of linesOf(idf)) {
    const [word = '', rarity = ''] = line.split(' ');
    rarities.set(word, Number(rarity));
  }
  return rarities;
}

function readNames(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of linesOf(dict)) {
    const [word = '', , tag = ''] = line.split(' ');
    if (NAME_TAGS.test(tag)) names.add(word);
  }
  return names;
}

function linesOf(file: Uint8Array): readonly string[] {
  return Buffer.from(file).toString('utf8').trimEnd().split('\n');
}

/** Natural logarithm of how many texts there are for each one with the word: 6 is common, 11 rare. Null: never seen. */
export function rarityOf(word: string): number | null {
  return facts().rarities.get(word) ?? null;
}

/** Whether the dictionary has it as a name of a person, place or organisation. */
export function isNamed(word: string): boolean {
  return facts().names.has(word);
}
