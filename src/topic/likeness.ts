/**
 * How alike a message and a topic are. Names (a place, a company) and the matter are compared apart: the same name with another matter
 * is another topic, and so is the same matter at another place. Pure.
 *
 * The coefficients come from a logistic regression on 28 events of a city's message board, found and labelled by reading; the events
 * the method is measured by in the tests are not among them. They are rounded: the second digit changes nothing.
 */
import type { Gist } from './gist.ts';
import type { Profile } from './profile.ts';
import type { Vocabulary, Weight } from './vocabulary.ts';

export interface Likeness {
  /** Above 0: more likely one matter than not, as far as words tell. */
  readonly score: number;
  /** What both say, by weight: little in common is no proof, however short the titles are. */
  readonly evidence: number;
  /** Of it, what is said about the matter in either's title: a name alone is a place where many things happen. */
  readonly matter: number;
}

/** A title's key counts for the topic when so many of its samples have it. */
const CORE = 0.15;

const COEFFICIENTS = {
  /** The names of the message's title that the topic has; the topic's that the message has. */
  namesHere: 3.7,
  namesThere: 1.3,
  matterHere: 2.2,
  matterThere: 2.2,
  /** Likeness of the whole, title and text. */
  wholeNames: 2.3,
  wholeMatter: 3,
  both: 2.6,
  hundredDays: -1.85,
  start: -4.75,
};

/** `days` between the topic's last message and this one. */
export function likenessOf(gist: Gist, profile: Profile, vocabulary: Vocabulary, days: number): Likeness {
  const here = shareHere(gist, profile);
  const there = shareThere(gist, profile, vocabulary);
  const whole = wholeOf(gist, profile);
  const both = Math.sqrt(here.names * there.names) * Math.sqrt(here.matter * there.matter);
  const c = COEFFICIENTS;
  const score =
    c.start +
    c.namesHere * here.names +
    c.namesThere * there.names +
    c.matterHere * here.matter +
    c.matterThere * there.matter +
    c.wholeNames * whole.names +
    c.wholeMatter * whole.matter +
    c.both * both +
    (c.hundredDays * days) / 100;
  return { score, evidence: evidenceOf(gist, profile), matter: Math.max(here.sharedMatter, there.sharedMatter) };
}

interface Parts {
  readonly names: number;
  readonly matter: number;
}

interface Shares extends Parts {
  /** Weight, not share. */
  readonly sharedMatter: number;
}

/** Towards a half where a title has no names, towards a quarter where it has no matter: nothing said is no contradiction. */
class Share {
  #names = 0;
  #matter = 0;
  #sharedNames = 0;
  #sharedMatter = 0;
  /** Of words that are no part of any name. */
  #plainMatter = 0;

  add({ weight, nameness, isPlain }: Weight, shared: number): void {
    this.#names += weight * nameness;
    this.#matter += weight * (1 - nameness);
    this.#sharedNames += weight * nameness * shared;
    this.#sharedMatter += weight * (1 - nameness) * shared;
    if (isPlain) this.#plainMatter += weight * shared;
  }

  parts(): Shares {
    return {
      names: (this.#sharedNames + 1) / (this.#names + 2),
      matter: (this.#sharedMatter + 0.5) / (this.#matter + 2),
      sharedMatter: this.#plainMatter,
    };
  }
}

function shareHere({ title }: Gist, profile: Profile): Shares {
  const share = new Share();
  for (const [key, weight] of title) share.add(weight, profile.shareOf(key));
  return share.parts();
}

function shareThere({ all }: Gist, profile: Profile, vocabulary: Vocabulary): Shares {
  const share = new Share();
  for (const [key, samples] of profile.title) {
    const part = samples / profile.samples;
    if (part < CORE) continue;
    const weight = vocabulary.weigh(key, profile.names.has(key));
    share.add({ ...weight, weight: weight.weight * part }, all.has(key) ? 1 : 0);
  }
  return share.parts();
}

function wholeOf({ vector, all }: Gist, profile: Profile): Parts {
  let [names, matter] = [0, 0];
  for (const [key, weight] of vector) {
    const product = weight * (profile.vector.get(key) ?? 0);
    const nameness = all.get(key)?.nameness ?? 0;
    names += product * nameness;
    matter += product * (1 - nameness);
  }
  return { names: names / (profile.length || 1), matter: matter / (profile.length || 1) };
}

function evidenceOf({ all }: Gist, profile: Profile): number {
  let evidence = 0;
  for (const [key, { weight }] of all) evidence += weight * profile.shareOf(key);
  return evidence;
}

/** What of either's title the other says. */
export function sharedBy({ title, all }: Gist, profile: Profile): ReadonlySet<string> {
  const ours = [...title.keys()].filter((key) => profile.all.has(key));
  return new Set([...ours, ...[...profile.title.keys()].filter((key) => all.has(key))]);
}
