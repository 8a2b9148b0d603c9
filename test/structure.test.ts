/**
 * The house is tested like its behaviour: who may import whom, who may ask the machine for its time and its environment,
 * and what keeps the code readable. A rule that has to give way is changed here, with its reason.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Suite } from 'mocha';

const ROOT = resolve(import.meta.dirname, '..');

interface Source {
  /** Path from the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Without comments. */
  readonly code: string;
}

function sourcesIn(folder: string, endings: RegExp = /\.ts$/): readonly Source[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => endings.test(file) && !file.endsWith('.d.ts') && !file.includes('node_modules'))
    .map((file) => {
      const path = `${folder}/${file}`;
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, code: withoutComments(text) };
    });
}

/** Strings are matched first, so that an address in one is not taken for a comment. */
function withoutComments(text: string): string {
  const parts = /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/.*/g;
  return text.replace(parts, (_, quoted: string | undefined) => quoted ?? '');
}

const product = ['src', 'channels', 'schedules', 'config'].flatMap((folder) => sourcesIn(folder));
const kinds = readdirSync(join(ROOT, 'channels'));

/** What everything stands on. */
const GROUND = [
  'src/clock.ts',
  'src/ids.ts',
  'src/errors.ts',
  'src/log.ts',
  'src/store/',
  'src/text/',
  'src/calendar/',
  'src/staff/person.ts',
  'src/ledger/line.ts',
  'src/privacy/',
];

/** Folder → what it may import besides the ground and itself. Data flows one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/release/': ['config/columns.json', 'config/catalogue.json', 'config/wrong-words.json', 'config/inspection.json'],
  // What staff choose for an account comes in over HTTP and is put into words like everything that does.
  'src/channel/': ['src/release/announcement.ts', 'src/http/translate-issue.ts'],
  'src/plan/': ['src/release/', 'src/channel/', 'src/delivery/'],
  // The line of a post that is out is posted before its record changes, and is a restart's proof.
  'src/delivery/': ['src/channel/', 'src/ledger/ledger.ts'],
  // Which posts are ours, to fetch the comments under them: only deliveries know.
  // Whether a month's cases were entered by hand: only the ledger knows.
  'src/signal/': ['config/screening.json', 'src/channel/', 'src/delivery/delivery.ts', 'src/ledger/ledger.ts'],
  // Which posts are ours, and under which title they went out.
  'src/figures/': ['src/channel/', 'src/delivery/delivery.ts', 'src/delivery/piece.ts'],
  'src/topic/': ['config/heat.json', 'config/watch-words.json', 'src/signal/', 'src/channel/contract.ts'],
  // What happened to a case, to tell where it came from: only the lines say when.
  'src/reply/': [
    'config/reply-templates.json',
    'src/topic/',
    'src/signal/',
    'src/channel/',
    'src/delivery/',
    'src/ledger/ledger.ts',
  ],
  // The public's forms: pages of the site that become signals, and what became of them.
  'src/interaction/': [
    'config/interaction.json',
    'src/signal/',
    'src/topic/',
    'src/reply/look-up-receipt.ts',
    'src/release/',
    'src/site/',
    'src/http/',
    'src/channel/kind.ts',
    'src/channel/moderation.ts',
  ],
  // What an import brought is taken back with its topics, unless somebody has answered.
  'src/import/': [
    'src/channel/incoming.ts',
    'src/signal/',
    'src/topic/topic.ts',
    'src/topic/dissolve-topic.ts',
    'src/topic/topic-family.ts',
    'src/reply/reply.ts',
    'src/ledger/ledger.ts',
  ],
  'src/ledger/': [],
  // What happens where no channel and no message tells of it.
  'src/entry/': ['src/ledger/ledger.ts', 'config/entry-kinds.json', 'config/entry-choices.json'],
  'src/statistics/': ['src/ledger/', 'config/annual-report.json'],
  // What anybody may read: the site's pages and the closed figures, nothing else.
  'src/open-data/': [
    'config/open-data.json',
    'src/release/columns.ts',
    'src/release/canonical-url.ts',
    'src/release/plain-text.ts',
    'src/site/',
    'src/statistics/closing.ts',
    'src/statistics/fill-cell.ts',
    'src/statistics/export/to-csv.ts',
  ],
  // Compares what all the others have written down, and repairs through their own operations.
  'src/monitor/': [
    'src/release/release.ts',
    'src/plan/plan-release.ts',
    'src/delivery/',
    'src/reply/reply.ts',
    'src/topic/topic.ts',
    'src/ledger/',
    'src/channel/kind.ts',
    'src/channel/tell-try.ts',
    'src/channel/checkup.ts',
    'src/http/track-request.ts',
    'src/indexes.ts',
    // What the public sees, and what may not stand there.
    'src/site/page-store.ts',
    'src/release/columns.ts',
    'src/release/media-store.ts',
    'src/release/canonical-url.ts',
    'src/inspection/inspection-config.ts',
    'src/release/wrong-words.ts',
  ],
  // Measures the site and the accounts by what is there and by what the monitors found.
  'src/inspection/': [
    'config/inspection.json',
    'src/site/page-store.ts',
    'src/release/columns.ts',
    'src/delivery/delivery.ts',
    'src/channel/kind.ts',
    'src/reply/reply.ts',
    'src/topic/topic.ts',
    'src/monitor/finding.ts',
    'src/monitor/monitor-store.ts',
  ],
  // Finds what others have published and answered.
  'src/search/': [
    ...['src/release/plain-text.ts', 'src/release/canonical-url.ts', 'src/site/page-store.ts', 'src/reply/reply.ts'],
    ...['src/signal/signal.ts', 'src/topic/topic.ts', 'src/topic/topic-family.ts'],
  ],
  'src/site/': ['config/catalogue.json', 'src/channel/kind.ts', 'src/release/', 'src/http/throttle.ts'],
  'src/staff/': [],
  'src/console/': ['src/http/', 'src/ledger/ledger.ts'],
  'src/http/': ['src/staff/visitor.ts', 'src/staff/session-cookie.ts'],
  'src/schedule/': [],
  'src/store/': [],
  'src/text/': [],
  'src/calendar/': [],
  'src/privacy/': [],
  'config/': ['src/channel/kind.ts', 'src/site/site-config.ts'],
};

/** A channel stands on less: its records and its rights are the house's business, not the platform's. */
const CHANNEL_MAY_IMPORT = ['src/channel/', 'src/release/announcement.ts', 'src/clock.ts', 'src/ids.ts'];

function mayImport(path: string): readonly string[] {
  const [kind] = /^channels\/[^/]+\//.exec(path) ?? [];
  if (kind) return [kind, ...CHANNEL_MAY_IMPORT];
  const folder = Object.keys(MAY_IMPORT).find((start) => path.startsWith(start)) ?? path;
  return [folder, ...GROUND, ...(MAY_IMPORT[folder] ?? [])];
}
/** They put the parts together, so they see the whole app. */
const SEES_EVERYTHING = [
  /-routes\.ts$/,
  /^src\/(app|app-rounds|release-app|open-registry|main|doctor|export-site|start-(service|trouble)|routes|indexes)\.ts$/,
  /^src\/rehearsal\//,
  // Looks at all of an installation from beside the service.
  /^src\/doctor\//,
  /^schedules\//,
  // A schedule is handed the app.
  /^src\/schedule\/(schedule|run-slot|open-schedules)\.ts$/,
];

function importsOf({ path, code }: Source): readonly string[] {
  const found = code.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, target = '']) => relative(ROOT, resolve(ROOT, dirname(path), target)));
}

/** Runs in the staff's browser, on the HTTP API alone: of the service it may know the types, which are gone when it runs. */
function inBrowser({ path }: Source): boolean {
  return path.startsWith('src/console/browser/');
}

function withoutTypes(source: Source): Source {
  return { ...source, code: source.code.replace(/^import type [^;]*;/gm, '') };
}

/** The console's pages: a script each, under the same rules where they can be kept. */
const pages = sourcesIn('src/console/browser', /\.vue$/);

describe('the structure', () => {
  it('has sources to check', () => {
    assert.ok(product.length > 200, `${product.length} files`);
    assert.ok(product.flatMap(importsOf).length > 500);
  });

  it('lets each part import only what the flow allows', () => {
    const wrong = product
      .filter(({ path }) => !SEES_EVERYTHING.some((pattern) => pattern.test(path)))
      .flatMap((source) => {
        const allowed = mayImport(source.path);
        const foreign = importsOf(inBrowser(source) ? withoutTypes(source) : source).filter(
          (target) => !allowed.some((start) => target.startsWith(start)),
        );
        return foreign.map((target) => `${source.path} imports ${target}`);
      });
    assert.deepEqual(wrong, []);
  });

  it('knows every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...Object.keys(MAY_IMPORT), 'src/rehearsal/', 'src/doctor/'];
    assert.deepEqual(
      folders.map(({ name }) => `src/${name}/`).filter((folder) => !known.includes(folder)),
      [],
      'say in MAY_IMPORT what it may import',
    );
  });

  it('imports types as types where a channel looks at a release', () => {
    const channels = product.filter(
      ({ path }) => /^(channels|src\/channel)\//.test(path) && !path.endsWith('-routes.ts'),
    );
    const wrong = channels.filter(({ code }) => /import (?!type)[^;]*release\//.test(code));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('reads the environment in one file', () => {
    const wrong = product.filter(({ path, code }) => path !== 'config/read-config.ts' && /\bprocess\.env\b/.test(code));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('asks the machine for the time in one file', () => {
    const asks = /\bnew Date\(\s*\)|\bDate\.now\b|\bDate\(\)/;
    const wrong = [...product, ...pages].filter(
      ({ path, code }) => !/^src\/(clock|main|console\/browser\/now)\.ts$/.test(path) && asks.test(code),
    );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  // In comments a platform may serve as an example. Told by name where the story of the rehearsal is told to people, and
  // in what the public types.
  it('names no platform outside channels/', () => {
    const names = new RegExp(`${kinds.filter((kind) => kind !== 'website').join('|')}|weixin|微信|微博|公众号`, 'i');
    const sources = [...sourcesIn('src', /\.(ts|vue|eta|css)$/), ...sourcesIn('schedules'), ...sourcesIn('config')];
    const named = sources
      .filter(({ path }) => !['src/rehearsal/play-story.ts', 'src/privacy/number-rules.ts'].includes(path))
      .filter(({ code }) => names.test(code.replace('转发微博', '')));
    assert.deepEqual(
      named.map(({ path }) => path),
      [],
    );
  });

  it('has an adapter, its limits and its playback in each folder of channels/', () => {
    const missing = kinds.flatMap((kind) =>
      ['index.ts', 'limits.ts', 'fake.ts']
        .map((file) => `channels/${kind}/${file}`)
        .filter((path) => !existsSync(join(ROOT, path))),
    );
    assert.deepEqual(missing, []);
  });

  it('has no file of more than 200 lines', () => {
    const long = [...product, ...pages].filter(({ text }) => text.trimEnd().split('\n').length > 200);
    assert.deepEqual(
      long.map(({ path }) => path),
      [],
    );
  });

  it('says at the head of each file what it is for', () => {
    const silent = [
      ...product.filter(({ text }) => !text.startsWith('/**')),
      ...pages.filter(({ text }) => !/^<script setup lang="ts"[^>]*>\n\/\*\*/.test(text)),
    ];
    assert.deepEqual(
      silent.map(({ path }) => path),
      [],
    );
  });

  it('lets the console know the service by its API alone', () => {
    const used = pages.flatMap((page) => importsOf(withoutTypes(page)).map((target) => ({ path: page.path, target })));
    assert.ok(used.length > 20);
    assert.deepEqual(
      used.filter(({ target }) => !target.startsWith('src/console/browser/')),
      [],
    );
  });

  it('exports by name; a default is for what is found by its folder', () => {
    const found = /^(channels\/[^/]+\/(index|fake)|schedules\/[^/]+)\.ts$/;
    const wrong = product.filter(({ path, code }) => /\bexport default\b/.test(code) !== found.test(path));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('tells tests apart by their titles', function () {
    let root: Suite | undefined = this.test?.parent;
    while (root?.parent) root = root.parent;
    const titles = new Map<string, number>();
    const count = (suite: Suite) => {
      for (const test of suite.tests) {
        const title = `${relative(ROOT, test.file ?? '')}: ${test.fullTitle()}`;
        titles.set(title, (titles.get(title) ?? 0) + 1);
      }
      suite.suites.forEach(count);
    };
    assert.ok(root);
    count(root);
    assert.deepEqual(
      [...titles].filter(([, times]) => times > 1).map(([title]) => title),
      [],
    );
  });
});
