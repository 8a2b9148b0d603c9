/**
 * What is set aside as it comes in: the same again and again by one person, advertising, mere insults. The rules are data
 * (config/screening.json). They are meant to miss rather than to hit: an advertisement needs its words and a way to reach
 * the advertiser, an insult has nearly no other words; who swears and says what is wrong is heard. Pure.
 */
import { z } from 'zod';
import file from '../../config/screening.json' with { type: 'json' };
import { digestOf } from '../ids.ts';
import { findPersonal } from '../privacy/find-personal.ts';
import { type IncomingSignal, type SignalKind, signalKinds } from './signal.ts';

const kinds = z.array(z.enum(signalKinds as [SignalKind, ...SignalKind[]]));
const words = z.array(z.string().min(2)).transform((all) => all.map((word) => word.toLowerCase()));
const count = z.number().int().min(1);

const rules = z
  .strictObject({
    repeated: z.strictObject({ name: z.string(), kinds, copies: count, withinHours: count, leastLetters: count }),
    advertising: z.strictObject({ name: z.string(), kinds, mostLetters: count, words, contact: z.literal(true) }),
    insult: z.strictObject({ name: z.string(), kinds, mostOtherLetters: count, words }),
  })
  .parse(file);

export const repetition = rules.repeated;

export type ScreenRule = keyof typeof rules;

/** Rule → 界面. */
export const screenRuleNames: Readonly<Record<ScreenRule, string>> = {
  repeated: rules.repeated.name,
  advertising: rules.advertising.name,
  insult: rules.insult.name,
};

export interface Screened {
  readonly rule: ScreenRule;
  /** Chinese. */
  readonly reason: string;
}

type Said = Pick<IncomingSignal, 'kind' | 'title' | 'text'>;

/** What the words alone tell; null for what goes on to be sorted. */
export function screenWords(signal: Said): Screened | null {
  const said = `${signal.title ?? ''}\n${signal.text}`.toLowerCase();
  return screenAdvertising(signal.kind, said) ?? screenInsult(signal.kind, said);
}

function screenAdvertising(kind: SignalKind, said: string): Screened | null {
  const { kinds: of, mostLetters, words: wanted, name } = rules.advertising;
  if (!of.includes(kind) || said.length > mostLetters) return null;
  const word = wanted.find((one) => said.includes(one));
  if (word === undefined) return null;
  const hasContact = /https?:\/\/|www\./.test(said) || findPersonal(said, ['mobile', 'account']).length > 0;
  return hasContact ? { rule: 'advertising', reason: `疑似${name}：有“${word}”和联系方式` } : null;
}

function screenInsult(kind: SignalKind, said: string): Screened | null {
  const { kinds: of, mostOtherLetters, words: wanted, name } = rules.insult;
  if (!of.includes(kind)) return null;
  const found = wanted.filter((word) => said.includes(word));
  if (found.length === 0) return null;
  const rest = found.reduce((left, word) => left.replaceAll(word, ''), said).replace(/[^\p{L}\p{N}]/gu, '');
  return [...rest].length <= mostOtherLetters
    ? { rule: 'insult', reason: `疑似${name}：除骂人的话外没有别的内容` }
    : null;
}

/** What is the same when one person says it again; null where nobody can be told apart, or too little is said. */
export function repetitionKey({ account, kind, author, title, text }: Omit<IncomingSignal, 'contact'>): string | null {
  const who = author.id || author.name;
  const said = `${title ?? ''}${text}`.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (!repetition.kinds.includes(kind) || who === '' || [...said].length < repetition.leastLetters) return null;
  return digestOf(JSON.stringify([account, who, said])).slice(0, 32);
}

/** Whom or what an exception is for: the person, where he can be told apart, else these very words. */
export function exceptionId(
  rule: ScreenRule,
  { account, author, title, text }: Omit<IncomingSignal, 'contact'>,
): string {
  const who = author.id || author.name;
  const about = who === '' ? ['words', title ?? '', text] : ['person', account, who];
  return `${rule}:${digestOf(JSON.stringify(about)).slice(0, 32)}`;
}
