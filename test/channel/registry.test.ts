import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { findKinds } from '../../src/channel/find-kinds.ts';
import type { Account } from '../../src/channel/kind.ts';
import { AccountProblems, type AccountSettings, openChannels } from '../../src/channel/registry.ts';
import { anAccount, aTools } from '../support/channel-tools.ts';

const GIVEN = { UID: '1', ACCESS_TOKEN: '2.00secret', OPERATOR_IP: '203.0.113.7' };

function open(accounts: readonly Account[], settings: Readonly<Record<string, AccountSettings>>) {
  return openChannels(accounts, new Map(Object.entries(settings)), () => aTools());
}

async function problemsOf(accounts: readonly Account[], settings: Readonly<Record<string, AccountSettings>>) {
  const failed: unknown = await open(accounts, settings).catch((error: unknown) => error);
  assert.ok(failed instanceof AccountProblems, String(failed));
  return failed;
}

describe('openChannels', () => {
  it('opens an account under its id', async () => {
    const registry = await open([anAccount({ id: 'weibo-2' })], { 'weibo-2': GIVEN });
    assert.equal(registry.get('weibo-2').id, 'weibo-2');
    assert.deepEqual([registry.account('weibo-2')?.kind, registry.account('other')], ['weibo', null]);
    await registry.close();
  });

  it('leaves an account without any variable closed, and locked out', async () => {
    const registry = await open([anAccount(), anAccount({ id: 'b', prefix: 'B' })], { weibo: {} });
    for (const id of ['weibo', 'b', 'nobody']) {
      assert.throws(
        () => registry.get(id),
        (error: unknown) => error instanceof ChannelFailure && error.kind === 'locked-out',
      );
    }
    assert.deepEqual([registry.all(), registry.activeOn('2026-03-02')], [[], []]);
  });

  it('puts the canonical account first', async () => {
    const accounts = [anAccount({ id: 'a' }), anAccount({ id: 'b' }), anAccount({ id: 'c', canonical: true })];
    const registry = await open(accounts, { a: GIVEN, b: GIVEN, c: GIVEN });
    assert.deepEqual(
      registry.all().map(({ id }) => id),
      ['c', 'a', 'b'],
    );
    await registry.close();
  });

  it('publishes on an account from its first to its last day, and still answers for it afterwards', async () => {
    const accounts = [
      anAccount({ id: 'old', to: '2026-03-01' }),
      anAccount({ id: 'new', from: '2026-03-02' }),
      anAccount({ id: 'always' }),
    ];
    const registry = await open(accounts, { old: GIVEN, new: GIVEN, always: GIVEN });
    const on = (day: string) => registry.activeOn(day).map(({ id }) => id);
    assert.deepEqual(
      [on('2026-03-01'), on('2026-03-02')],
      [
        ['old', 'always'],
        ['new', 'always'],
      ],
    );
    assert.equal(registry.get('old').id, 'old');
    await registry.close();
  });

  it('opens what only reads, checks it with the others, and hands it to nobody who publishes', async () => {
    const accounts = [anAccount(), anAccount({ id: 'hot', kind: 'hotlist', prefix: 'HOT' })];
    const registry = await open(accounts, { weibo: GIVEN, hot: { SOURCE: 'weibo' } });
    assert.equal(registry.doorway('hot')?.id, 'hot');
    assert.deepEqual(
      registry.all().map(({ id }) => id),
      ['weibo', 'hot'],
    );
    assert.deepEqual([registry.has('hot'), registry.has('weibo'), registry.doorway('nobody')], [false, true, null]);
    assert.deepEqual(
      registry.activeOn('2026-03-02').map(({ id }) => id),
      ['weibo'],
    );
    assert.throws(() => registry.get('hot'), /只用来读取/);
    await registry.close();
  });

  it('names all problems of all accounts at once, by variable and without values', async () => {
    const accounts = [
      anAccount({ id: 'a', prefix: 'WEIBO_A' }),
      anAccount({ id: 'b', prefix: 'WEIBO_B' }),
      anAccount({ id: 'c', kind: 'pigeon', prefix: 'C' }),
    ];
    const wrong = { a: { UID: 'hunter2', ACCESS_TOKEN: '2.00secret' }, b: { ...GIVEN, CALLS_PER_DAY: 'hunter2' } };
    const { problems, message } = await problemsOf(accounts, wrong);
    assert.deepEqual(
      problems.map((problem) => problem.split('：')[0]),
      ['WEIBO_A_UID', 'WEIBO_B_CALLS_PER_DAY', '账号 c'],
    );
    assert.ok(!/hunter2|2\.00secret/.test(message), message);
  });
});

describe('findKinds', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'channels-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(name: string, source: string | null) {
    mkdirSync(join(folder, name));
    if (source !== null) writeFileSync(join(folder, name, 'index.ts'), source);
  }
  const find = () => findKinds(pathToFileURL(`${folder}/`));
  const kind = (name: string) =>
    `export default { kind: '${name}', name: '电报', settings: { safeParse() {} }, open() {} };`;

  it('finds the installed kinds', async () => {
    assert.equal((await findKinds()).get('weibo')?.name, '微博');
  });

  it('finds a folder by itself', async () => {
    put('telegraph', kind('telegraph'));
    assert.deepEqual([...(await find()).keys()], ['telegraph']);
  });

  for (const [what, source] of [
    ['is empty', null],
    ['does not compile', 'export default {'],
    ['exports something else', 'export default { kind: "telegraph" };'],
    ['goes by another name', kind('pigeon')],
  ] as const) {
    it(`stops at a folder that ${what}, and names it`, async () => {
      put('telegraph', source);
      await assert.rejects(find(), /channels\/telegraph\/index\.ts/);
    });
  }

  it('says which package a folder lacks, and to install first', async () => {
    put('telegraph', 'import "nobody-has-this"; export default {};');
    await assert.rejects(find(), /不能加载（.*nobody-has-this.*）。请先运行 npm ci/s);
  });
});
