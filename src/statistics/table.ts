/**
 * A table as it is printed: its rows are data (tables/*.json), each with its title, unit, the figures that fill it and where that
 * stands. Which rows are doubtful, or filled in by hand from elsewhere, is said row by row.
 *
 * A row has one value, or one in each column of the grid it stands in. `{…}` in a row is filled in from the installation
 * (expand-table.ts), `{column}` in a cell with the column's id.
 */
import { z } from 'zod';

/** How sure the row is: C confirmed by a source, P partly, U from general knowledge; see the row's `source`. */
const markSchema = z.enum(['C', 'P', 'U']);

const common = {
  no: z.string().describe('行号，如 5 或 30-35'),
  title: z.string().min(1).describe('印制的名称'),
  /** 0 for a heading's level, 1 for a row below it … */
  level: z.number().int().min(0).max(4),
  mark: markSchema.default('C'),
  source: z.string().default(''),
  note: z.string().default(''),
  /** How it counts, where the figures' own sentences do not say it. */
  counting: z.string().min(1).optional(),
};

const counted = {
  /** Ids of figures.ts, `rule` or `rule:group`; their sum where there are several. `*` stands for anything. */
  sum: z.array(z.string()).min(1),
  /** Figures that are taken off. */
  less: z.array(z.string()).min(1).optional(),
  /** Over all time up to the beginning or the end of the period: what is carried over. Over the period when missing. */
  upTo: z.enum(['start', 'end']).optional(),
};
const countedCell = z.strictObject(counted);
/** Nothing here counts it; the office fills it in. */
const emptyCell = z.strictObject({ by: z.literal('office') });
const cellSchema = z.union([countedCell, emptyCell]);

/** What a row is repeated over, or drawn together from; filled in by expand-table.ts, and gone from what it gives. */
const unfolded = {
  /** Stands once for each account of this kind; `{account}` is its id, `{name}` its name. */
  each: z.string().optional(),
  /** Sums over the columns of these types, `{own}` being each one's id; '!' before a type takes all others. */
  types: z.array(z.string()).min(1).optional(),
};
/** Filled by one figure, or by the sum of several. */
const figureRow = z.strictObject({ ...common, unit: z.string().min(1), ...counted, ...unfolded });
/** What some figures come to for each of others: days a letter took. */
const meanRow = z.strictObject({
  ...common,
  unit: z.string().min(1),
  mean: z.array(z.string()).min(1),
  of: z.array(z.string()).min(1),
  /** How many of what `mean` counts make one of the unit: 24 hours a day. */
  per: z.number().int().min(1),
});
/** Filled by what others in this table say. */
const rateRow = z.strictObject({
  ...common,
  unit: z.literal('%'),
  part: z.array(z.string()),
  whole: z.array(z.string()),
});
const emptyRow = z.strictObject({ ...common, unit: z.string().min(1), by: z.literal('office') });
const headingRow = z.strictObject({ ...common, heading: z.literal(true) });
/** Words, not a number: what the installation is called. */
const wordRow = z.strictObject({ ...common, words: z.string(), each: unfolded.each });
const gridRow = z.strictObject({
  ...common,
  unit: z.string().min(1),
  grid: z.string(),
  /** By id of column; '*' for all that are not named and are no total. */
  cells: z.record(z.string(), cellSchema),
});

const rowSchema = z.union([headingRow, figureRow, rateRow, meanRow, emptyRow, wordRow, gridRow]);

const columnSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  /** Heads that span it and its neighbours, the outermost first. */
  under: z.array(z.string()).default([]),
  /** Where it is not the row's. */
  unit: z.string().optional(),
  /** It is the sum of these columns. */
  total: z.array(z.string()).min(1).optional(),
});
const gridSchema = z.strictObject({ id: z.string(), columns: z.array(columnSchema).min(1) });

/** A rule that is printed with the table: the sum of some rows is, or is at most, that of others; in every column. */
const checkSchema = z.strictObject({
  says: z.string(),
  left: z.array(z.string()).min(1).describe('行号'),
  is: z.enum(['=', '<=']),
  right: z.array(z.string()).min(1).describe('行号'),
});

export const tableSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string().min(1),
    source: z.string().min(1),
    /** 'year' or 'month': for which periods it is drawn up. */
    every: z.enum(['year', 'month']),
    /** First and last year it is valid for; null for open-ended. */
    from: z.number().int(),
    to: z.number().int().nullable(),
    grids: z.array(gridSchema).optional(),
    rows: z.array(rowSchema).min(1),
    checks: z.array(checkSchema).default([]),
  })
  .superRefine(({ rows, checks, grids = [] }, context) => {
    const tell = (message: string) => context.addIssue({ code: 'custom', message });
    const numbers = rows.map(({ no }) => no).filter(Boolean);
    const twice = numbers.find((no, at) => numbers.indexOf(no) < at);
    if (twice) tell(`row ${twice} stands twice`);
    for (const no of checks.flatMap(({ left, right }) => [...left, ...right]))
      if (!numbers.includes(no)) tell(`a check names row ${no}, which there is not`);
    for (const row of rows) {
      if (!('grid' in row)) continue;
      const columns = grids.find(({ id }) => id === row.grid)?.columns;
      if (!columns) tell(`row ${row.no} stands in grid ${row.grid}, which there is not`);
      for (const id of Object.keys(row.cells))
        if (id !== '*' && !columns?.some((column) => column.id === id)) tell(`row ${row.no} has no column ${id}`);
    }
  });

export type Table = Readonly<z.infer<typeof tableSchema>>;
export type TableRow = Table['rows'][number];
export type GridRow = z.infer<typeof gridRow>;
export type Grid = z.infer<typeof gridSchema>;
export type Cell = z.infer<typeof cellSchema>;
