import assert from 'node:assert/strict';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { hours, seconds } from '../../../src/clock.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import { memoryVault } from '../../support/channel-tools.ts';
import { failureOf, openWechat, pieceOf, publishDone, type Wechat } from './open-wechat.ts';

const logins = ({ fake }: Wechat) => fake.calls.filter((path) => path === '/cgi-bin/stable_token').length;
const drafts = ({ fake }: Wechat) => fake.calls.filter((path) => path === '/cgi-bin/draft/add').length;

describe('the token', () => {
  const world = openWechat();
  const publish = (changes: Partial<Announcement> = {}) => {
    const { channel, attempt } = world();
    return channel.publish(pieceOf(channel, changes), attempt());
  };

  it('is fetched once for calls that begin side by side', async () => {
    await Promise.all(['r1', 'r2', 'r3', 'r4'].map((release) => publish({ release })));
    assert.equal(logins(world()), 1);
  });

  it('is kept beyond a restart', async () => {
    const { open, fake, attempt } = world();
    const vault = memoryVault();
    const [before, later] = [open({}, { vault }), open({}, { vault })];
    await before.publish(pieceOf(before), attempt());
    await later.publish(pieceOf(later, { release: 'r2' }), attempt());
    assert.equal(logins(world()), 1);
    assert.equal(fake.posts().length, 2);
  });

  it('of another AppID is not used', async () => {
    const { open, attempt } = world();
    const token = JSON.stringify({ appid: 'wxother', token: 'T', renewAt: Number.MAX_SAFE_INTEGER, forcedAt: 0 });
    const channel = open({}, { vault: memoryVault({ 'access-token': token }) });
    await channel.publish(pieceOf(channel), attempt());
    assert.equal(logins(world()), 1);
  });

  it('is asked for again shortly before it ends, and costs no call its answer', async () => {
    const { clock } = world();
    await publish();
    clock.pass(hours(2) - seconds(300));
    await publish({ release: 'r2' });
    assert.equal(logins(world()), 1);
    clock.pass(seconds(100));
    await publish({ release: 'r3' });
    assert.equal(logins(world()), 2);
    assert.equal(drafts(world()), 3);
  });

  it('is replaced when the platform takes it back, and the call repeated once', async () => {
    const { fake } = world();
    await publish();
    fake.killTokens();
    await publish({ release: 'r2' });
    assert.equal(logins(world()), 2);
    assert.equal(drafts(world()), 3);
    assert.equal(fake.posts().length, 2);
  });

  for (const code of [40001, 40014, 42001]) {
    it(`is replaced after ${code}`, async () => {
      const { fake } = world();
      fake.answerNext('/cgi-bin/draft/add', { code });
      await publish();
      assert.equal(logins(world()), 2);
      assert.equal(fake.posts().length, 1);
    });
  }

  it('is replaced once for many calls that fail side by side', async () => {
    const { fake } = world();
    await publish();
    fake.killTokens();
    await Promise.all(['r2', 'r3', 'r4', 'r5', 'r6'].map((release) => publish({ release })));
    assert.equal(logins(world()), 2);
    assert.equal(fake.posts().length, 6);
  });

  it('refused twice locks out after exactly one repetition', async () => {
    const { fake } = world();
    for (let nth = 0; nth < 2; nth++) fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    const failure = await failureOf(publish());
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40001']);
    assert.equal(drafts(world()), 2);
  });

  it('is not forced again within 30 seconds, since that would take it from other holders', async () => {
    const { fake, clock } = world();
    await publish();
    fake.killTokens();
    await publish({ release: 'r2' });
    clock.pass(seconds(10));
    fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    const failure = await failureOf(publish({ release: 'r3' }));
    assert.equal(failure.kind, 'limited');
    assert.deepEqual(failure.retryAt, new Date(clock.now().getTime() + seconds(20)));
    clock.pass(seconds(20));
    fake.answerNext('/cgi-bin/draft/add', { code: 40001 });
    await publish({ release: 'r4' });
    assert.equal(fake.forcedRefreshes(), 2);
  });

  for (const code of [45009, 45011]) {
    it(`is asked for in normal mode when the platform forces none (${code}), as after another system did`, async () => {
      const { fake } = world();
      await publish();
      fake.killTokens();
      fake.answerNext('/cgi-bin/stable_token', { code });
      await publish({ release: 'r2' });
      assert.deepEqual([logins(world()), fake.forcedRefreshes(), fake.posts().length], [3, 0, 2]);
    });
  }

  it('of another process is taken over instead of forced', async () => {
    const { fake, open, attempt } = world();
    const vault = memoryVault();
    const [one, other] = [open({}, { vault }), open({}, { vault })];
    await one.publish(pieceOf(one), attempt());
    await other.publish(pieceOf(other, { release: 'r2' }), attempt());
    fake.killTokens();
    await one.publish(pieceOf(one, { release: 'r3' }), attempt());
    await other.publish(pieceOf(other, { release: 'r4' }), attempt());
    assert.equal(fake.forcedRefreshes(), 1);
  });

  it('is replaced once for processes that all meet its end at the same moment', async () => {
    const { fake, open, attempt } = world();
    const vault = memoryVault();
    const processes = [1, 2, 3].map(() => open({}, { vault }));
    await Promise.all(processes.map((one, n) => one.publish(pieceOf(one, { release: `a${n}` }), attempt())));
    fake.killTokens();
    await Promise.all(processes.map((one, n) => one.publish(pieceOf(one, { release: `b${n}` }), attempt())));
    assert.equal(fake.forcedRefreshes(), 1);
    assert.equal(fake.posts().length, 6);
  });

  it('is refused for an address that is not on the white list, and the address is told', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.blockedIp = '203.0.113.9';
    const failure = await failureOf(publish());
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40164']);
    assert.ok(failure.message.includes('203.0.113.9'));
    const [login] = await channel.check!(attempt());
    assert.equal(login?.ok, false);
    assert.ok(login?.remedy?.includes('203.0.113.9'));
  });

  it('is not got with a wrong secret', async () => {
    const { open, attempt } = world();
    const channel = open({ SECRET: 'wrong' });
    const failure = await failureOf(channel.publish(pieceOf(channel), attempt()));
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '40125']);
  });

  it('fails as the vault does: locked out with a wrong key, unreachable while the database is away', async () => {
    const { open, attempt } = world();
    for (const kind of ['locked-out', 'unreachable'] as const) {
      const fail = () => Promise.reject(new ChannelFailure(kind, 'as the vault says'));
      const vault = { get: fail, put: fail, swap: fail };
      const channel = open({}, { vault });
      assert.equal((await failureOf(channel.publish(pieceOf(channel), attempt()))).kind, kind);
    }
  });
});

describe('check', () => {
  const world = openWechat();

  it('names the missing right to publish and to comment, each with what to do', async () => {
    const { fake, channel, attempt } = world();
    Object.assign(fake.knobs.rights, { publish: false, comment: false });
    const findings = await channel.check!(attempt());
    assert.deepEqual(
      findings.map(({ ok }) => ok),
      [true, false, false, true],
    );
    for (const { ok, remedy } of findings) assert.equal(remedy === null, ok);
  });

  it('says that pushes are not configured', async () => {
    const { open, attempt } = world();
    const findings = await open({ TOKEN: '' }).check!(attempt());
    assert.match(findings.at(-1)?.remedy ?? '', /TOKEN/);
  });

  it('publishes nothing', async () => {
    const { fake, channel, attempt } = world();
    await channel.check!(attempt());
    assert.deepEqual(fake.posts(), []);
    await publishDone(world());
  });
});
