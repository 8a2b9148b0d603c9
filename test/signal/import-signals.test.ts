import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../src/errors.ts';
import { importSignals } from '../../src/signal/import-signals.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { findSource } from '../../src/signal/source.ts';
import { accounts, drafter, lineOf, now, openDesk, responder, type TestDesk } from '../topic/open-desk.ts';

const aLine = (ref: string, given: object = {}) => ({
  account: 'board',
  ref,
  kind: 'message',
  author: '某住户',
  text: '北门的路灯三天没亮了。',
  writtenAt: '2018-06-30T23:30:00+08:00',
  ...given,
});
const toLines = (lines: readonly object[]) => Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));

describe('importSignals', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  const bring = (lines: readonly object[], onRefused: 'take-none' | 'take-good' = 'take-none', by = responder) =>
    importSignals(desk, { lines: toLines(lines), onRefused }, by, now);

  it('takes each line once, with one ledger line for the day it came in', async () => {
    const { taken, repeated, refused, import: id } = await bring([aLine('1'), aLine('2')]);
    assert.deepEqual({ taken, repeated, refused }, { taken: 2, repeated: 0, refused: [] });
    const signal = (await signalsOf(desk.db).findOne({ _id: 'board:1' }))!;
    const line = lineOf(signal, 'signal.taken');
    assert.equal(line.on, '2018-07-02');
    assert.equal(line.by, 'responder');
    assert.deepEqual(line.facts, {
      account: 'board',
      kind: 'message',
      writtenOn: '2018-06-30',
      release: null,
      import: id,
    });
    assert.equal(signal.writtenAt.toISOString(), '2018-06-30T15:30:00.000Z');
  });

  it('takes nothing the second time and leaves what it has as it was', async () => {
    await bring([aLine('1'), aLine('2')]);
    const before = await desk.everything();
    const { taken, repeated } = await bring([aLine('2', { text: '改过的话' }), aLine('1')]);
    assert.deepEqual({ taken, repeated }, { taken: 0, repeated: 2 });
    assert.deepEqual(await desk.everything(), before);
  });

  it('counts a line that stands twice in the file as repeated', async () => {
    const { taken, repeated } = await bring([aLine('1'), aLine('1')]);
    assert.deepEqual({ taken, repeated }, { taken: 1, repeated: 1 });
  });

  it('takes nothing when one line is refused, and names line, field and remedy', async () => {
    await desk.refusesCleanly('invalid-input', () => bring([aLine('1'), aLine('2', { kind: 'rumour' })]));
    const problem = await bring([aLine('1'), aLine('2', { kind: 'rumour' })]).catch((error: unknown) => error);
    assert.ok(problem instanceof Problem);
    assert.equal(problem.fields[0]?.field, 'line 2.kind');
    assert.match(problem.fields[0]?.remedy ?? '', /comment/);
    assert.match(problem.message, /2 行中有 1 行/);
  });

  it('takes the good lines when asked to, and lists the others', async () => {
    const imported = await bring([aLine('1'), aLine('2', { writtenAt: '昨天' }), aLine('3')], 'take-good');
    assert.equal(imported.taken, 2);
    assert.equal(imported.refusedTotal, 1);
    assert.deepEqual([imported.refused[0]?.line, imported.refused[0]?.field], [2, 'writtenAt']);
  });

  it('numbers lines through a long file', async () => {
    const lines = Array.from({ length: 4100 }, (_, i) => aLine(String(i), i === 4050 ? { kind: 'rumour' } : {}));
    const { refused, taken } = await bring(lines, 'take-good');
    assert.deepEqual([refused[0]?.line, taken], [4051, 4099]);
  });

  it('lists 100 refused lines and says how many there are', async () => {
    const lines = Array.from({ length: 130 }, (_, i) => aLine(String(i), { kind: 'rumour' }));
    const imported = await bring(lines, 'take-good');
    assert.equal(imported.refused.length, 100);
    assert.equal(imported.refusedTotal, 130);
  });

  it('is for responders', () => desk.refusesCleanly('no-right', () => bring([aLine('1')], 'take-none', drafter)));

  it('refuses a file without lines', () => desk.refusesCleanly('invalid-input', () => bring([])));

  it('refuses bytes that are no UTF-8', () => {
    const lines = Buffer.from('投诉', 'utf16le');
    return desk.refusesCleanly('invalid-input', () =>
      importSignals(desk, { lines, onRefused: 'take-none' }, responder, now),
    );
  });

  it('notes that the source has brought something new', async () => {
    await bring([aLine('1')]);
    assert.deepEqual((await findSource(desk.db, 'board')).newsAt, now);
  });

  it('takes 4,326 real messages at one go', async function () {
    const file = join(import.meta.dirname, '../../../shared/data/citizen-messages.ndjson');
    if (!existsSync(file)) {
      console.log('      no ../shared/data: real messages are not imported');
      this.skip();
    }
    const rows = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const lines = rows.map(({ id, user, title, text, at }) => aLine(id, { author: user, title, text, writtenAt: at }));
    const years = { ...desk, accounts };
    const bytes = toLines(lines);
    const later = new Date('2026-03-02T09:00:00+08:00');
    const { taken } = await importSignals(years, { lines: bytes, onRefused: 'take-none' }, responder, later);
    assert.equal(taken, 4326);
  });
});
