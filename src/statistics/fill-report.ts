/** The sentences of a report with their numbers. Pure: figures in, pieces out; each number can say which figures made it. */
import type { Figure } from './figure.ts';
import { isMeant } from './fill-cell.ts';
import type { Paragraph, Part, Report } from './report.ts';

export interface Piece {
  readonly text: string;
  /** A number that was counted, words, or what the office has to add. */
  readonly kind: 'words' | 'number' | 'missing';
  /** Of a number: the figures behind it. */
  readonly figures: readonly Figure[];
}

export interface FilledPart {
  readonly heading: string;
  readonly level: 1 | 2;
  readonly paragraphs: readonly (readonly Piece[])[];
  /** Number of the table's heading whose rows stand here. */
  readonly rows: string | null;
}

export interface FilledReport {
  readonly title: string;
  readonly opening: readonly (readonly Piece[])[];
  readonly parts: readonly FilledPart[];
  readonly annex: string | null;
}

export interface ReportFacts {
  readonly year: number;
  /** Who reports. */
  readonly name: string;
  readonly figures: readonly Figure[];
  account(id: string): string;
}

export function fillReport(report: Report, facts: ReportFacts): FilledReport {
  const words = (text: string) => text.replaceAll('{year}', String(facts.year)).replaceAll('{name}', facts.name);
  return {
    title: words(report.title),
    opening: fillAll(report.opening, facts),
    parts: report.parts.flatMap((part) => fillPart(part, facts)),
    annex: report.annex && words(report.annex),
  };
}

function fillPart(part: Part, facts: ReportFacts): readonly FilledPart[] {
  const about = { heading: part.heading, level: 1, paragraphs: [], rows: null } as const;
  if ('rows' in part) return [{ ...about, rows: part.rows }];
  if ('paragraphs' in part) return [{ ...about, paragraphs: fillAll(part.paragraphs, facts) }];
  const below = part.parts.map(({ heading, paragraphs }) => {
    return { heading, level: 2, paragraphs: fillAll(paragraphs, facts), rows: null } as const;
  });
  return [about, ...below];
}

function fillAll(paragraphs: readonly Paragraph[], facts: ReportFacts): readonly (readonly Piece[])[] {
  return paragraphs.flatMap((paragraph) => {
    if (typeof paragraph === 'string') return [fill(paragraph, facts)];
    return sumOf(paragraph.when, facts.figures).value === 0 ? [] : [fill(paragraph.text, facts)];
  });
}

/** Braces, and what the office has to add. */
const MARKS = /(\{[^}]+\}|【[^】]*】)/;

function fill(text: string, facts: ReportFacts): readonly Piece[] {
  return text
    .split(MARKS)
    .filter((part) => part !== '')
    .flatMap((part) => {
      if (part.startsWith('【')) return [{ text: part, kind: 'missing', figures: [] } as const];
      if (!part.startsWith('{')) return [words(part)];
      return fillBraces(part.slice(1, -1), facts);
    });
}

function fillBraces(named: string, facts: ReportFacts): readonly Piece[] {
  if (named === 'year') return [words(String(facts.year))];
  if (named === 'name') return [words(facts.name)];
  const each = /^each ([\w-]+)：(.+)$/.exec(named);
  if (each) return fillEach(each[1] ?? '', each[2] ?? '', facts);
  if (named.includes('/')) return [rateOf(named, facts.figures)];
  const { value, figures } = sumOf(named, facts.figures);
  return [{ text: String(value), kind: 'number', figures }];
}

/** A phrase for each group of a rule that has any; the greatest first. */
function fillEach(rule: string, phrase: string, { figures, account }: ReportFacts): readonly Piece[] {
  const mine = figures.filter(({ id, value }) => id.startsWith(`${rule}:`) && value > 0);
  const sorted = [...mine].sort((a, b) => b.value - a.value);
  return sorted.flatMap((figure, at) => {
    const [before = '', after = ''] = phrase.replace('%名称', account(figure.id.slice(rule.length + 1))).split('%数值');
    const number = { text: String(figure.value), kind: 'number', figures: [figure] } as const;
    return [words(`${at > 0 ? '，' : ''}${before}`), number, words(after)];
  });
}

function rateOf(named: string, all: readonly Figure[]): Piece {
  const [part, whole] = named.split('/').map((one) => sumOf(one, all));
  const figures = [...(part?.figures ?? []), ...(whole?.figures ?? [])];
  if (!part || !whole || whole.value === 0) return { text: '【没有可比的数】', kind: 'missing', figures };
  // Two decimals, as the table has it.
  return { text: `${(Math.round((part.value / whole.value) * 10_000) / 100).toFixed(2)}%`, kind: 'number', figures };
}

function sumOf(named: string, all: readonly Figure[]) {
  const figures = named.split('+').flatMap((wanted) => all.filter(({ id }) => isMeant(id, wanted)));
  return { value: figures.reduce((sum, { value }) => sum + value, 0), figures };
}

function words(text: string): Piece {
  return { text, kind: 'words', figures: [] };
}
