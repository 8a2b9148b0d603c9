/**
 * kill -9 at random moments, and two processes on one file: what was acknowledged is there, whole, and nobody's change
 * is lost. The children are keep-writing.ts.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Row } from '../../../src/store/collection.ts';
import { type OpenedDatabase, openDatabase } from '../../../src/store/open-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CHILD = join(import.meta.dirname, 'keep-writing.ts');
const KILLS = 4;

interface Written extends Row {
  readonly batch?: string;
  readonly tags?: readonly string[];
  readonly count?: number;
}

function start(how: string, file: string, name: string): { child: ChildProcess; lines: string[]; failures: string[] } {
  const child = spawn(process.execPath, ['--no-warnings', CHILD, how, file, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const failures: string[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts); // a line the kill cut in half was not acknowledged
  });
  child.stderr?.on('data', (chunk: Buffer) => failures.push(chunk.toString()));
  return { child, lines, failures };
}

async function until(fact: () => boolean, child: ChildProcess): Promise<void> {
  while (!fact() && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
}

async function checkWhole(opened: OpenedDatabase, acknowledged: readonly string[]): Promise<void> {
  const rows = await opened.db.collection<Written>('written').find({}).toArray();
  const there = new Set(rows.map((row) => row._id));
  assert.deepEqual(
    acknowledged.filter((id) => !there.has(id)),
    [],
  );
  for (const row of rows.filter(({ batch }) => batch)) {
    assert.equal(rows.filter((other) => other.batch === row.batch).length, 3, `batch ${row.batch} is half there`);
  }
  // The side table, the column and the document tell the same.
  for (const row of rows.slice(-50)) {
    const found = await opened.db
      .collection<Written>('written')
      .find({ tags: `tag-${row._id}` })
      .toArray();
    assert.deepEqual(
      found.map((one) => one._id),
      [row._id],
    );
  }
}

describe('the embedded store', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('has every acknowledged write and no half batch after kill -9', async () => {
    const file = join(folder(), 'killed.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { child, lines, failures } = start('insert', file, `r${round}`);
      const enough = 20 + Math.floor(Math.random() * 200);
      await until(() => lines.length >= enough, child);
      child.kill('SIGKILL');
      await once(child, 'close');
      assert.ok(lines.length >= enough, failures.join(''));
      acknowledged.push(...lines);
      const opened = await openDatabase(`file:${file}`);
      await checkWhole(opened, acknowledged);
      await opened.close();
      const checked = new DatabaseSync(file);
      assert.equal(checked.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
      checked.close();
    }
  });

  it('lets two processes share a file: unique inserts are exclusive, no count is lost', async () => {
    const file = join(folder(), 'shared.db');
    const opened = await openDatabase(`file:${file}`);
    const counter = opened.db.collection<Written>('counter');
    await counter.insertOne({ _id: 'both', count: 0 });
    const two = [start('compete', file, 'one'), start('compete', file, 'two')];
    await Promise.all(two.map(({ child }) => once(child, 'close')));
    for (const { child, failures } of two) assert.equal(child.exitCode, 0, failures.join(''));
    const won = two.flatMap(({ lines }) => lines);
    assert.equal(new Set(won).size, won.length, 'a name was given to both');
    assert.equal(won.length, 100);
    assert.equal((await counter.findOne({ _id: 'both' }))?.count, 200);
    assert.equal(await opened.db.collection('claimed').countDocuments({}), 100);
    await opened.close();
  });

  it('sees what another process has added: collections, indexes, arrays', async () => {
    const file = join(folder(), 'seen.db');
    const one = await openDatabase(`file:${file}`);
    const two = await openDatabase(`file:${file}`);
    const [mine, theirs] = [one.db.collection<Written>('rows'), two.db.collection<Written>('rows')];
    assert.equal(await theirs.findOne({ _id: 'a' }), null);
    await mine.insertOne({ _id: 'a', batch: 'x' });
    assert.equal(await theirs.countDocuments({ batch: 'x' }), 1);
    await mine.createIndex({ tags: 1 });
    assert.equal(await theirs.countDocuments({ tags: 't' }), 0);
    await mine.updateOne({ _id: 'a' }, { $set: { tags: ['t'] } });
    assert.equal(await theirs.countDocuments({ tags: 't' }), 1);
    await theirs.updateOne({ _id: 'a' }, { $push: { tags: 'u' } });
    assert.equal(await mine.countDocuments({ tags: 'u' }), 1);
    await one.close();
    await two.close();
  });
});
