/** Tables and reports as files: what they hold, and what another program makes of them. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { toDocx, toReport } from '../../src/statistics/export/report-docx.ts';
import { printed, setTable } from '../../src/statistics/export/set-table.ts';
import { toHtml } from '../../src/statistics/export/to-html.ts';
import { toXlsx } from '../../src/statistics/export/to-xlsx.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { fillReport } from '../../src/statistics/fill-report.ts';
import { fillTable } from '../../src/statistics/fill-table.ts';
import { cellsOf, findTable, listTables } from '../../src/statistics/read-tables.ts';
import { findReport, listReports, readReports } from '../../src/statistics/report.ts';
import type { Table } from '../../src/statistics/table.ts';

const heading = {
  ...{
    title: '统计表<一>',
    period: '2018',
    organiser: '某县人民政府办公室',
    source: '国办发〔2014〕32号',
    rule: '按台账计数。',
  },
  ...{ countedAt: '2019-01-03 09:00', closing: '2019-01-02 09:00 由周某结账', seal: '第 12 号 abcdef' },
};
const figure = (id: string, value: number): Figure => ({
  id,
  title: id,
  unit: '件',
  value,
  counting: '规则',
  source: '',
});
const table = (id: string): Table => findTable(id) ?? assert.fail(id);

/** A figure for everything the table counts, each with another value; sums of columns and of rows come out of them. */
function filledWithEverything(one: Table) {
  const columns = (one.grids ?? []).flatMap((grid) => grid.columns.map(({ id }) => id));
  const named = cellsOf(one).flatMap(({ sum }) => sum);
  const ids = named.flatMap((id) =>
    id.includes('{column}') ? columns.map((column) => id.replace('{column}', column)) : [id],
  );
  const figures = [...new Set(ids.map((id) => id.replace('*', 'any')))].map((id, at) => figure(id, at + 1));
  // What is counted as done is what came of it.
  const done = figures.filter(({ id }) => id.startsWith('request-outcomes:'));
  const summed = figures.map((each) => {
    if (!each.id.startsWith('requests-done:')) return each;
    const mine = done.filter(({ id }) => id.endsWith(`.${each.id.slice('requests-done:'.length)}`));
    return { ...each, value: mine.reduce((sum, { value }) => sum + value, 0) };
  });
  return fillTable(one, summed, { before: [], countingOf: () => '规则' });
}

const sheetOf = (file: Uint8Array) => strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
const wordsOf = (file: Uint8Array) => strFromU8(unzipSync(file)['word/document.xml'] ?? new Uint8Array());

describe('a table as a workbook', () => {
  for (const { id, title } of listTables()) {
    it(`${title}: has a formula wherever the printed rules make a sum, a total or a rate`, async () => {
      const one = table(id);
      const filled = filledWithEverything(one);
      const formulas = sheetOf(await toXlsx(one, filled, heading)).match(/<f>/g)?.length ?? 0;
      const totals = setTable(filled).flatMap(({ rows }) =>
        rows.flatMap(({ values }) => values.filter(({ total }) => total.length > 0)),
      );
      const rates = one.rows.filter((row) => 'part' in row);
      const sums = one.checks.filter(
        ({ is, left, right }, at) => is === '=' && left.length === 1 && right.length > 1 && filled.checks[at]?.holds,
      );
      const inRows = sums.reduce((sum, { left }) => {
        const band = setTable(filled).find(({ rows }) => rows.some(({ row }) => row.no === left[0]));
        const row = band?.rows.find((each) => each.row.no === left[0]);
        return sum + (row?.values.filter(({ total }) => total.length === 0).length ?? 0);
      }, 0);
      assert.equal(formulas, totals.length + rates.length + inRows + one.checks.length);
      if (id !== 'monthly') assert.ok(inRows + totals.length > 0, 'there is a sum');
    });
  }

  it('leaves a number that does not add up as it was counted, and its rule says so', async () => {
    const one = table('annual-2014');
    const broken = { ...one, checks: [{ says: '不相等', left: ['1'], is: '=' as const, right: ['2', '3'] }] };
    const filled = fillTable(broken, [figure('items', 9), figure('entries:normative-document', 1)]);
    const sheet = sheetOf(await toXlsx(broken, filled, heading));
    assert.equal(sheet.match(/<f>/g)?.length, 1);
    assert.match(sheet, /<f>IF\(AND\(ROUND\(D\d+,6\)=ROUND\(D\d+\+D\d+,6\)\)/);
  });

  it('is recalculated by LibreOffice to the same numbers, and its rules hold there', async function () {
    this.timeout(90_000);
    if (!hasOffice()) {
      console.warn('      SKIPPED: no LibreOffice here (apt install libreoffice-calc); formulas were not recalculated');
      return this.skip();
    }
    const folder = await mkdtemp(join(tmpdir(), 'sanwei-office-'));
    try {
      const files = await Promise.all(
        listTables().map(async ({ id }) => {
          const file = join(folder, `${id}.xlsx`);
          await writeFile(file, await toXlsx(table(id), filledWithEverything(table(id)), heading));
          return file;
        }),
      );
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      await promisify(execFile)('soffice', [
        profile,
        '--headless',
        '--convert-to',
        CSV_IN_UTF8,
        '--outdir',
        folder,
        ...files,
      ]);
      for (const { id } of listTables()) assertAsFilled(table(id), await readFile(join(folder, `${id}.csv`), 'utf8'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Commas, quotes, UTF-8 (wiki.openoffice.org, Filter Options). */
const CSV_IN_UTF8 = 'csv:Text - txt - csv (StarCalc):44,34,76';

function hasOffice(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Line by line: 行号, 项目, 单位, values. */
function assertAsFilled(one: Table, csv: string): void {
  const lines = csv.split('\n').map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));
  let compared = 0;
  for (const { rows } of setTable(filledWithEverything(one))) {
    for (const { row, values } of rows) {
      const line = lines.find(([no, title]) => no === row.no && title === row.title.replaceAll('"', '""')) ?? [];
      for (const [at, value] of values.entries()) {
        assert.equal(line[3 + at], printed(value), `${one.id}: ${row.no} ${row.title}`);
        compared++;
      }
    }
  }
  assert.ok(compared > 15);
  const checks = lines.filter(([sign]) => sign === '✓' || sign === '✗');
  const holds = filledWithEverything(one).checks.map((check) => (check.holds ? '✓' : '✗'));
  assert.deepEqual(
    checks.map(([sign]) => sign),
    holds,
  );
}

describe('a table as a page to print', () => {
  const { html, policy } = toHtml(filledWithEverything(table('annual-2021')), heading);

  it('has paper, page numbers, repeated heads, and who vouches for it', () => {
    assert.match(html, /@page \{ size: A4 landscape/);
    assert.match(html, /counter\(page\)[^}]*counter\(pages\)/);
    assert.match(html, /display: table-header-group/);
    for (const told of ['2019-01-02 09:00 由周某结账', '第 12 号 abcdef', '某县人民政府办公室', '勾稽关系'])
      assert.ok(html.includes(told), told);
    assert.ok(html.includes('统计表&lt;一&gt;') && !html.includes('<一>'));
  });

  it('stands heads over the columns they span', () => {
    assert.match(html, /<th scope="col" class="value" colspan="7">申请人情况<\/th>/);
    assert.match(
      html,
      /<th scope="col" class="value" rowspan="2">自然人<\/th><th scope="col" class="value" colspan="5">法人或其他组织<\/th>/,
    );
  });

  it('allows its own style and script by their hashes, and nothing else', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    assert.ok(
      policy.includes(`style-src 'sha256-${hash(style)}'`) && policy.includes(`script-src 'sha256-${hash(script)}'`),
    );
    assert.ok(!policy.includes('unsafe'));
  });

  it('lies down only where there are many columns', () => {
    assert.match(toHtml(filledWithEverything(table('monthly')), heading).html, /size: A4 portrait/);
  });
});

describe('the annual report', () => {
  const figures = [
    ...[
      figure('items', 8269),
      figure('topics', 1077),
      figure('replies', 1137),
      figure('posts:weibo', 193),
      figure('posts:wechat', 1813),
    ],
    ...[figure('entries:case-received', 2670), figure('entries:case-closed', 2523), figure('items-by-column:press', 5)],
    ...[
      figure('entries:training', 3),
      figure('people:training', 253),
      figure('requests:online', 6),
      figure('requests:letter', 6),
    ],
  ];
  const report = findReport(2018) ?? assert.fail('no report of 2018');
  const account = (id: string) => ({ weibo: '微罗甸', wechat: '山水湖城' })[id] ?? id;
  const filled = fillReport(report, { year: 2018, name: '某县人民政府', figures, account });
  const text = (pieces: readonly { text: string }[]) => pieces.map((piece) => piece.text).join('');
  const all = filled.parts.flatMap(({ heading: head, paragraphs }) => [head, ...paragraphs.map(text)]).join('\n');

  it('fills its sentences from figures, sums and rates', () => {
    assert.equal(filled.title, '某县人民政府2018年政府信息公开工作年度报告');
    for (const sentence of [
      '2018年，共主动公开政府信息8269条。',
      '回应公众关注热点或重大舆情1077次（同一事项计1次；各类回应共1137次）',
      '“山水湖城”发布信息1813条，“微罗甸”发布信息193条。',
      '共受理案件2670件，已办结2523件，办结率94.49%。',
      '收到政府信息公开申请12条。其中网络申请数6条，信函申请数6条',
      '组织开展了3次业务知识培训会，共培训了253人次。',
    ])
      assert.ok(all.includes(sentence), sentence);
    assert.doesNotMatch(all, /[{}]/);
  });

  it('leaves out what did not happen, and marks what the office has to add', () => {
    assert.doesNotMatch(all, /政协提案/);
    const missing = filled.parts
      .flatMap(({ paragraphs }) => paragraphs.flat())
      .filter(({ kind }) => kind === 'missing');
    assert.ok(missing.length > 5 && missing.every(({ text: words }) => words.startsWith('【')));
  });

  it('has the parts in the order of the printed reports, and the table behind them', async () => {
    const file = await toReport({ report: filled, table: filledWithEverything(table('annual-2014')), heading });
    const words = wordsOf(file).replace(/<[^>]+>/g, '');
    const order = [
      '一、组织领导情况',
      '二、建设情况',
      '（四）推进公开解读回应“三位一体”公开体系建设情况',
      '（八）政府信息依申请公开办理情况',
      '三、主要工作举措',
      '四、存在问题',
      '五、下步工作计划',
      '某县人民政府办公室',
      '附件：政府信息公开情况统计表',
      '数据来源（发布前删去）',
    ];
    const places = order.map((one, at) => words.indexOf(one, at === 7 ? words.indexOf('五、下步工作计划') : 0));
    assert.ok(
      places.every((place) => place >= 0),
      String(places),
    );
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    for (const set of [/w:eastAsia="仿宋_GB2312"/, /<w:highlight w:val="yellow"\/>/, /<w:pgSz [^>]*w:w="1190\d"/])
      assert.ok(set.test(wordsOf(file)), String(set));
  });

  for (const one of listReports()) {
    it(`${one.id}: names only figures and rows that there are, and takes its tables in`, async () => {
      const behind = table(one.table);
      const headings = one.parts.flatMap((part) => ('rows' in part ? [part.rows] : []));
      for (const no of headings)
        assert.ok(
          behind.rows.some((row) => row.no === no && row.level === 0),
          no,
        );
      const year = one.from;
      const drawn = fillReport(one, { year, name: '某县', figures, account });
      const file = await toReport({
        report: drawn,
        table: filledWithEverything(behind),
        heading: { ...heading, period: String(year) },
      });
      assert.ok((wordsOf(file).match(/<w:tbl>/g)?.length ?? 0) >= Math.max(1, headings.length));
    });
  }

  it('can be a table alone', async () => {
    const words = wordsOf(await toDocx(filledWithEverything(table('monthly')), heading)).replace(/<[^>]+>/g, '');
    assert.ok(words.includes('办结率') && words.includes('统计表&lt;一&gt;'));
  });

  it('is data that is checked', () => {
    assert.throws(() => readReports([{ ...report, parts: [] }]));
    assert.throws(() => readReports([{ ...report, surprise: 1 }]));
  });
});
