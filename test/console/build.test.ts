/** What the browser must fetch before it shows the console, by the manifest that Vite writes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../../src/console/build-console.ts';
import { BUILD, isFresh } from '../../src/console/find-build.ts';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly isEntry?: boolean;
}

const KB = 1024;

describe('the built console', function () {
  this.timeout(120_000);
  let manifest: Readonly<Record<string, Chunk>>;

  before(async () => {
    await buildConsole();
    manifest = JSON.parse(readFileSync(join(BUILD, 'manifest.json'), 'utf8'));
  });

  /** The chunk and what it cannot do without. */
  const needs = (name: string, seen = new Set<string>()): readonly string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const { file, css = [], imports = [] } = manifest[name] ?? assert.fail(name);
    return [file, ...css, ...imports.flatMap((one) => needs(one, seen))];
  };
  const gzipped = (files: readonly string[]) =>
    [...new Set(files)].reduce((sum, file) => sum + readFileSync(join(BUILD, `${file}.gz`)).length, 0);
  const entry = () => Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? assert.fail('no entry');

  it('is that of these sources', () => {
    assert.ok(isFresh());
  });

  it('needs less than 350 kB, compressed, for its shell', () => {
    const bytes = gzipped(needs(entry()));
    assert.ok(bytes > 20 * KB, `${bytes} bytes: nothing measured`);
    assert.ok(bytes < 350 * KB, `${bytes} bytes`);
  });

  it('keeps each page in a chunk of its own, which the shell does not wait for', () => {
    const pages = Object.keys(manifest).filter((name) => name.startsWith('pages/'));
    const shell = new Set(needs(entry()));
    assert.ok(pages.length > 3);
    assert.deepEqual(
      pages.filter((name) => shell.has(manifest[name]?.file ?? '')),
      [],
    );
  });

  it('has no script in its page but files of its own', () => {
    const page = readFileSync(join(BUILD, 'index.html'), 'utf8');
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
    assert.ok(scripts.length > 0);
    for (const [, attributes = '', content] of scripts) {
      assert.match(attributes, /src="\/console\/assets\//);
      assert.equal(content, '');
    }
    assert.doesNotMatch(page, /style=|<style|https?:/);
  });
});
