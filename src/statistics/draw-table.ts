/** Draws up a table for a period: filled from the ledger of today, or from the figures as they were closed. */
import { toMinute } from '../clock.ts';
import { Problem } from '../errors.ts';
import { type Closing, closingsOf } from './closing.ts';
import { compareTables, type Moved, movedWords } from './compare-tables.ts';
import { figuresAround } from './count-figures.ts';
import { ensureFolded } from './ensure-folded.ts';
import type { Place } from './expand-table.ts';
import type { Heading } from './export/heading.ts';
import type { Figure } from './figure.ts';
import { type FilledTable, fillTable } from './fill-table.ts';
import type { Period } from './period.ts';
import { carriedIn } from './read-tables.ts';
import { figuresDesk, type StatisticsApp } from './statistics-routes.ts';
import type { Table } from './table.ts';

export interface TableApp extends StatisticsApp {
  /** Who draws the tables up. */
  readonly organiser: string;
  /** Accounts, columns and names that rows are filled in with. */
  readonly place: Place;
  /** What somebody of the staff is called, by id. */
  personName(id: string): Promise<string>;
}

export interface Asked {
  readonly table: Table;
  readonly period: Period;
  /** 'closed': as the figures were when the period was closed. */
  readonly as: 'now' | 'closed';
  readonly now: Date;
}

export interface DrawnTable {
  readonly filled: FilledTable;
  readonly heading: Heading;
  /** Values that differ from those of the closing; empty where nothing was closed. */
  readonly restated: readonly Moved[];
  /** What it was filled from. */
  readonly figures: readonly Figure[];
}

/** Throws 'not-found' when closed figures are asked for of a period that is not closed. */
export async function drawTable(app: TableApp, { table, period, as, now }: Asked): Promise<DrawnTable> {
  const desk = figuresDesk(app);
  await app.postLines();
  await ensureFolded(desk);
  const closing = await closingsOf(app.db).findOne({ _id: period.name });
  const wanted = carriedIn(table);
  const carried = desk.rules.filter(({ id }) => wanted.has(id));
  const counted = await figuresAround(app.db, desk.rules, { period, carried });
  const figures = as === 'closed' ? closedFigures(closing, period) : counted.figures;
  const ruleOf = new Map(desk.rules.map((rule) => [rule.id, rule.counting]));
  const countingOf = (figure: string) => ruleOf.get(figure.split(':', 1)[0] ?? '') ?? null;
  const also = { before: counted.before, countingOf };
  const filled = fillTable(table, figures, also);
  const restated = closing && as === 'now' ? compareTables(fillTable(table, closing.figures, also), filled) : [];
  const { title, source } = table;
  const about = { title, source, rule: RULE, period: period.name, organiser: app.organiser, countedAt: toMinute(now) };
  const closed = await tellClosing(app, closing, as);
  const heading = { ...about, ...closed, closing: `${closed.closing}${movedWords(restated)}` };
  return { filled, figures, restated, heading };
}

/** Stands with every table, on whatever page or in whatever file. */
const RULE = '各数由台账记录按每行所列的计数规则计出，可逐项打开所依据的记录；累计到期初或期末的，从最早的记录算起。';

/** A closing keeps values; titles and rules are those of the figures that it closed. */
function closedFigures(closing: Closing | null, { name }: Period): readonly Figure[] {
  if (closing) return closing.figures;
  throw new Problem('not-found', `${name} 没有结账，没有结账时的数。请改看现在的数，或先结账。`);
}

async function tellClosing(app: TableApp, closing: Closing | null, as: Asked['as']) {
  if (!closing) return { closing: '尚未结账', seal: '' };
  const { closedAt, closedBy, nth, state, sealedUpTo } = closing;
  const who = await app.personName(closedBy);
  const which = nth > 1 ? `（第${nth}次）` : '';
  const reopened = state === 'reopened' ? '，后已重新打开' : '';
  const basis = as === 'closed' ? '；数字为结账时的数' : '';
  const seal = sealedUpTo ? `第 ${sealedUpTo.number} 号 ${sealedUpTo.hash}` : '';
  return { closing: `${toMinute(closedAt)} 由${who}结账${which}${reopened}${basis}`, seal };
}
