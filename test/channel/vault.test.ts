import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { openVault, type SecretRow } from '../../src/channel/vault.ts';
import { Problem } from '../../src/errors.ts';
import type { Collection } from '../../src/store/collection.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';
import { openStore } from '../support/open-store.ts';

const SECRET = '92_token-of-the-platform';
const key = randomBytes(32);

describe('openVault', () => {
  const store = openStore();
  let rows: Collection<SecretRow>;

  beforeEach(() => {
    rows = store().db.collection<SecretRow>('secrets');
  });

  it('gives back what was put, the latest', async () => {
    const vault = openVault({ rows, key, account: 'wechat' });
    await vault.put('access-token', 'older');
    await vault.put('access-token', SECRET);
    assert.equal(await vault.get('access-token'), SECRET);
    assert.equal(await openVault({ rows, key, account: 'wechat' }).get('access-token'), SECRET);
  });

  it('lets one of those who read the same put the next, in whatever process they are', async () => {
    const other = (await store().again()).collection<SecretRow>('secrets');
    const vaults = [rows, other, rows, other].map((kept) => openVault({ rows: kept, key, account: 'wechat' }));
    for (const before of [null, '1', '1']) {
      const swapped = await Promise.all(vaults.map((vault) => vault.swap('access-token', before, '1')));
      assert.equal(swapped.filter(Boolean).length, 1);
    }
    assert.equal(await vaults[0]!.swap('access-token', '2', '3'), false);
    assert.equal(await vaults[0]!.get('access-token'), '1');
  });

  it('knows nothing of what was never put, nor of other accounts', async () => {
    await openVault({ rows, key, account: 'wechat' }).put('access-token', SECRET);
    assert.equal(await openVault({ rows, key, account: 'wechat' }).get('other'), null);
    assert.equal(await openVault({ rows, key, account: 'weibo' }).get('access-token'), null);
  });

  it('stores nothing readable, and the same value never alike', async () => {
    const vault = openVault({ rows, key, account: 'wechat' });
    await vault.put('one', SECRET);
    await vault.put('two', SECRET);
    const [one, two] = await rows.find({}, { sort: { _id: 1 } }).toArray();
    assert.ok(!inspect([one, two]).includes(SECRET));
    assert.ok(!Buffer.from(one!.sealed, 'base64').includes(SECRET));
    assert.notEqual(one!.sealed, two!.sealed);
  });

  it('says that the key is wrong, and no secret with it', async () => {
    await openVault({ rows, key, account: 'wechat' }).put('access-token', SECRET);
    const other = openVault({ rows, key: randomBytes(32), account: 'wechat' });
    await assert.rejects(other.get('access-token'), (error: unknown) => {
      assert.ok(error instanceof ChannelFailure);
      assert.equal(error.kind, 'locked-out');
      assert.match(error.message, /密钥/);
      assert.ok(!inspect(error, { showHidden: true }).includes(SECRET));
      return true;
    });
  });

  it('does not open a value moved to another name, nor a damaged one', async () => {
    const vault = openVault({ rows, key, account: 'wechat' });
    await vault.put('access-token', SECRET);
    const row = await rows.findOne({ _id: 'wechat:access-token' });
    await rows.insertOne({ _id: 'wechat:moved', sealed: row!.sealed });
    await rows.insertOne({ _id: 'wechat:cut', sealed: row!.sealed.slice(0, 12) });
    await assert.rejects(vault.get('moved'), ChannelFailure);
    await assert.rejects(vault.get('cut'), ChannelFailure);
  });

  it('says that nothing left the house when the database is away', async () => {
    const stalled = () => Promise.reject(new DatabaseStalled('no answer'));
    const away = { ...rows, findOne: stalled, updateOne: stalled } as unknown as Collection<SecretRow>;
    const vault = openVault({ rows: away, key, account: 'wechat' });
    await assert.rejects(vault.get('access-token'), { kind: 'unreachable' });
    await assert.rejects(vault.put('access-token', SECRET), { kind: 'unreachable' });
  });

  it('refuses a key that is not 32 bytes long', () => {
    assert.throws(() => openVault({ rows, key: Buffer.alloc(31), account: 'wechat' }), Problem);
  });
});
