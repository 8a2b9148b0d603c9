import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as later, seconds } from '../../src/clock.ts';
import { openRulebook } from '../../src/topic/rulebook.ts';
import { now } from './open-desk.ts';

const config = join(import.meta.dirname, '../../config');

describe('the rulebook', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'));
    await cp(config, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function change(file: string, edit: (content: string) => string): Promise<void> {
    await writeFile(join(folder, file), edit(await readFile(join(folder, file), 'utf8')));
  }
  const soon = later(now, seconds(11));

  it('hands changed files on to whoever holds its parts', async () => {
    const { rules, lookAgain, state } = await openRulebook(folder, now);
    const { calendar, deadlines } = rules;
    await writeFile(
      join(folder, 'calendar/2031.json'),
      '{"year":2031,"source":"样例","holidays":["2031-01-01"],"workdays":[]}',
    );
    await change('deadlines.json', (text) => text.replace('"startsAt": "received"', '"startsAt": "written"'));
    assert.equal(await lookAgain(soon), true);
    assert.equal(calendar.has(2031), true);
    assert.equal(deadlines.startsAt, 'written');
    assert.deepEqual(state(), { readAt: soon, problem: null });
  });

  it('says that nothing has changed, and looks no more often than every few seconds', async () => {
    const { lookAgain } = await openRulebook(folder, now);
    assert.equal(await lookAgain(soon), false);
    await change('deadlines.json', (text) => `${text}\n`);
    assert.equal(await lookAgain(later(soon, seconds(1))), false);
    assert.equal(await lookAgain(later(soon, seconds(1)), true), true);
  });

  it('takes no rule that makes a topic major by heat or counts alone', async () => {
    const { rules, lookAgain, state } = await openRulebook(folder, now);
    const { length } = rules.classes.classes;
    await change('classes.json', (text) =>
      text.replace(
        '"class": "opinion",\n      "name": "一小时内集中反映"',
        '"class": "major",\n      "name": "一小时内集中反映"',
      ),
    );
    assert.equal(await lookAgain(soon), false);
    assert.match(state().problem ?? '', /classes\.json.*heat and counts alone make no major topic/s);
    assert.equal(rules.classes.classes.length, length);
  });

  it('watches for nothing in a folder without watch words, and hands them on once they are there', async () => {
    const file = join(folder, 'watch-words.json');
    await rm(file);
    const { rules, lookAgain, state } = await openRulebook(folder, now);
    const { watch } = rules;
    assert.deepEqual(watch, { places: [], rules: [] });
    await writeFile(file, '{"places":[],"rules":[{"id":"water","name":"停水","any":["停水"]}]}');
    assert.equal(await lookAgain(soon), true);
    assert.deepEqual(
      watch.rules.map(({ id, needsPlace }) => [id, needsPlace]),
      [['water', false]],
    );
    for (const bad of ['{"id":"x","name":"空"}', '{"id":"x","name":"处","any":["停水"],"needsPlace":true}']) {
      await writeFile(file, `{"places":[],"rules":[${bad}]}`);
      assert.equal(await lookAgain(soon, true), false);
      assert.match(state().problem ?? '', /watch-words\.json: .*(no word to look for|no places)/s);
    }
  });

  it('keeps the old rules while a file is no good, and says which', async () => {
    const { rules, lookAgain, state } = await openRulebook(folder, now);
    await change('deadlines.json', (text) => text.replace('"amount": 48,', '"amount": 4800,'));
    assert.equal(await lookAgain(soon), false);
    assert.match(state().problem ?? '', /deadlines\.json/);
    assert.equal(rules.deadlines.rules.find(({ id }) => id === 'opinion')?.amount, 48);
    await change('deadlines.json', (text) => text.replace('"amount": 4800,', '"amount": 36,'));
    assert.equal(await lookAgain(later(soon, seconds(11))), true);
    assert.equal(state().problem, null);
    assert.equal(rules.deadlines.rules.find(({ id }) => id === 'opinion')?.amount, 36);
  });
});
