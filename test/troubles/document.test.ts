import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CHANNELS } from '../../src/channel/find-kinds.ts';
import { DOCUMENT } from './document.ts';
import { acts, cases, channels, rows } from './outcomes.ts';
import { toMarkdown } from './to-markdown.ts';

describe('the table of troubles', () => {
  it('is written down in docs/troubles.md as the data say (node test/troubles/print.ts writes it anew)', () => {
    assert.equal(readFileSync(DOCUMENT, 'utf8'), toMarkdown());
  });

  it('has a row for every channel, act and trouble', () => {
    const names = rows.map(({ channel, act, troubles }) => `${channel} ${act} ${troubles.join('+')}`);
    assert.equal(new Set(names).size, channels.length * acts.length * cases.length);
    assert.equal(names.length, new Set(names).size);
  });

  it('knows every channel there is', () => {
    const folders = readdirSync(CHANNELS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    // What only reads has nothing to render and carries out no order.
    const publishing = folders.filter(({ name }) => existsSync(new URL(`${name}/render.ts`, CHANNELS)));
    assert.deepEqual(publishing.map(({ name }) => name).sort(), [...channels].sort());
  });

  it('says why where an outcome is missing, and only there', () => {
    for (const { ending, whyNot, ...row } of rows) assert.equal(whyNot !== '', ending === null, JSON.stringify(row));
  });
});
