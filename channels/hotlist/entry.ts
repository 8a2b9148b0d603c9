/** An entry as any format tells it, and the parts all formats share: what is tidy enough to keep, and what is not. */
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { digestOf } from '../../src/ids.ts';
import { empty } from './failures.ts';
import { LABEL, LONGEST_REF, LONGEST_URL, MOST_ENTRIES, MOST_LABELS, TEXT, TITLE } from './limits.ts';

/** What a format found; everything but the title may be missing or wrong. */
export interface Found {
  /** The source's own id; the title stands in where there is none. */
  readonly id?: unknown;
  readonly title: unknown;
  readonly text?: unknown;
  /** From 1; null for what is pinned. Counted by place where the source tells none. */
  readonly rank?: number | null;
  readonly heat?: unknown;
  readonly category?: unknown;
  readonly labels?: readonly unknown[];
  readonly url?: unknown;
  readonly since?: Date | null;
  /** As the source told it. */
  readonly told?: Readonly<Record<string, unknown>>;
}

/** The entries of a list, each once, at most MOST_ENTRIES. Throws ChannelFailure when none has a rank: what is pinned is no list. */
export function toTopics(found: readonly Found[], asOf: Date | null): readonly HotTopic[] {
  const topics = new Map<string, HotTopic>();
  let place = 0;
  for (const one of found) {
    const title = textOf(one.title, TITLE);
    const ref = refOf(one.id, title);
    if (title === '' || topics.has(ref)) continue;
    if (one.rank !== null) place += 1;
    topics.set(ref, toTopic(one, { ref, title, place, asOf }));
    if (topics.size === MOST_ENTRIES) break;
  }
  const listed = [...topics.values()];
  if (listed.every(({ rank }) => rank === null)) throw empty();
  return listed;
}

/** What the fields above say, by every source's names for them. */
const SAID = ['title', 'word', 'note', 'desc', 'description'];

interface Placed extends Pick<HotTopic, 'ref' | 'title' | 'asOf'> {
  readonly place: number;
}

function toTopic({ rank, heat, since = null, ...one }: Found, { ref, title, place, asOf }: Placed): HotTopic {
  const labels = (one.labels ?? []).map((label) => textOf(label, LABEL)).filter((label) => label !== '');
  return {
    ref,
    title,
    text: textOf(one.text, TEXT),
    rank: rank === undefined ? place : rank,
    heat: heatOf(heat),
    category: textOf(one.category, LABEL) || null,
    labels: [...new Set(labels)].slice(0, MOST_LABELS),
    url: urlOf(one.url),
    since,
    asOf,
    ...(one.told && rawForm(one.told, SAID)),
  };
}

function refOf(id: unknown, title: string): string {
  const own = typeof id === 'number' ? String(id) : textOf(id, LONGEST_URL);
  const name = own === '' ? title : own;
  return name.length <= LONGEST_REF ? name : digestOf(name);
}

/** Text in one line without control characters, cut by characters; '' for anything else. */
export function textOf(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  const plain = value
    .slice(0, longest * 20)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return [...plain].slice(0, longest).join('').trim();
}

const UNITS: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** 1234567, "1234567", "123.4万", "热度 1.2亿": a number, or null. */
export function heatOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
  const [, digits = '', unit = ''] = /(\d[\d,]{0,15}(?:\.\d{1,6})?)\s*([万亿]?)/.exec(textOf(value, LABEL)) ?? [];
  if (digits === '') return null;
  return Math.round(Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? 1));
}

/** An http(s) address the console may link to; anything else is none. */
export function urlOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_URL || !URL.canParse(value)) return null;
  const url = new URL(value);
  return /^https?:$/.test(url.protocol) ? url.href : null;
}

// A time before the first of these lists, or years ahead, is a mistake of the source.
const EARLIEST = Date.UTC(2005, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** An instant from seconds or milliseconds since 1970, or from text that names its zone; null for anything else. */
export function instantOf(value: unknown): Date | null {
  const told = typeof value === 'string' && /^\d{9,13}$/.test(value) ? Number(value) : value;
  if (typeof told === 'number') return within(told < 100_000_000_000 ? told * 1000 : told);
  if (typeof told !== 'string' || !/(?:Z|GMT|UTC?|[+-]\d\d:?\d\d)$/.test(told.trim())) return null;
  return within(Date.parse(told));
}

function within(ms: number): Date | null {
  return ms >= EARLIEST && ms <= LATEST ? new Date(ms) : null;
}
