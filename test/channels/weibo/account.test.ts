/** Settings, limits and the check of an account. */
import assert from 'node:assert/strict';
import weibo from '../../../channels/weibo/index.ts';
import { limitsOf } from '../../../channels/weibo/limits.ts';
import { settingsSchema } from '../../../channels/weibo/settings.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, openBare, openChannel, openPlayed, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const DAY = 86_400;
const GIVEN = { UID, ACCESS_TOKEN: '2.00secret', OPERATOR_IP: '203.0.113.7' };

const problemsOf = (settings: Readonly<Record<string, string>>) =>
  weibo.settings.safeParse(settings).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('settings of weibo', () => {
  it('need an account id and the operator’s address, and name what is missing', () => {
    assert.deepEqual(problemsOf({}), ['UID']);
    assert.deepEqual(problemsOf({ UID }), ['OPERATOR_IP']);
    assert.deepEqual(problemsOf(GIVEN), []);
  });

  it('need no operator’s address for a platform on this machine', () => {
    for (const ENDPOINT of ['http://127.0.0.1:4302', 'http://localhost:1', 'http://[::1]:2']) {
      assert.equal(settingsSchema.parse({ UID, ENDPOINT }).OPERATOR_IP, '127.0.0.1');
    }
  });

  it('name every value that is none, and show no value', () => {
    const wrong = { UID: 'abc', ENDPOINT: 'ftp://x', OPERATOR_IP: 'here', SETTLE_SECONDS: '-1', CALLS_PER_DAY: 'many' };
    const read = weibo.settings.safeParse(wrong);
    assert.deepEqual(problemsOf(wrong), Object.keys(wrong));
    for (const { message } of read.error?.issues ?? []) assert.ok(!/abc|ftp|here|many/.test(message), message);
  });

  it('ask for both halves of an application, and keep no more for posting than there is', () => {
    const wrong = (settings: Record<string, string>) => problemsOf({ ...GIVEN, ...settings });
    assert.deepEqual(wrong({ APPKEY: '123' }), ['APPSECRET']);
    assert.deepEqual(wrong({ APPSECRET: 's' }), ['APPKEY']);
    assert.deepEqual(wrong({ MESSAGES: '1' }), ['APPSECRET']);
    assert.deepEqual(wrong({ CALLS_PER_DAY: '30', CALLS_KEPT_FOR_POSTING: '31' }), ['CALLS_KEPT_FOR_POSTING']);
    assert.equal(settingsSchema.parse({ ...GIVEN, CALLS_PER_DAY: '30' }).CALLS_KEPT_FOR_POSTING, 12);
    assert.deepEqual(wrong({ APPKEY: '123', APPSECRET: 's', MESSAGES: '1', CALLS_PER_DAY: '0' }), []);
  });

  it('are the same when read twice', () => {
    const once = settingsSchema.parse({ ...GIVEN, PAGES: 'https://weibo.com/' });
    assert.deepEqual(settingsSchema.parse(once), once);
    assert.deepEqual(
      [once.PAGES, once.ENDPOINT, once.SETTLE_SECONDS],
      ['https://weibo.com', 'https://api.weibo.com', 120],
    );
  });
});

describe('limits of weibo', () => {
  it('count the posts of an hour as the documents do, or as the settings say', () => {
    const quotasOf = (settings: Record<string, string>) =>
      limitsOf(settingsSchema.parse({ ...GIVEN, ...settings })).quotas;
    assert.deepEqual(quotasOf({}), [{ action: 'publish', count: 30, per: 'hour' }]);
    assert.equal(quotasOf({ POSTS_PER_HOUR: '5' })[0]?.count, 5);
    assert.deepEqual(quotasOf({ POSTS_PER_HOUR: '0' }), []);
  });

  it('let a correction follow, since the platform revises nothing', async () => {
    const { channel } = await openPlayed();
    assert.deepEqual([channel.revise, channel.limits.correction, channel.limits.reply], [undefined, 'follow-up', 140]);
  });
});

describe('check of a weibo account', () => {
  const cases: readonly (readonly [number, string | null])[] = [
    [30 * DAY, null],
    [7 * DAY + 1, null],
    [7 * DAY, '请本周内用本账号重新授权并更新令牌，到期后不能发布和回复'],
    [3 * DAY, '请尽快用本账号重新授权并更新令牌，到期后不能发布和回复'],
    [DAY, '请立即用本账号重新授权并更新令牌，到期后不能发布和回复'],
    [3_600, '请立即用本账号重新授权并更新令牌，到期后不能发布和回复'],
  ];
  for (const [life, remedy] of cases) {
    it(`${remedy ? 'warns' : 'is content'} when the token lives another ${life} seconds`, async () => {
      const { channel, fake } = await openPlayed();
      fake.setTokenLife(life);
      const findings = await channel.check!(anAttempt());
      assert.equal(findings.find(({ what }) => what.startsWith('微博授权还有'))?.remedy, remedy);
      assert.equal(
        findings.every(({ ok }) => ok),
        remedy === null,
      );
    });
  }

  it('asks how many calls are left, which costs none: comments and mentions were read', async () => {
    const { channel, fake } = await openPlayed();
    fake.countCalls(100);
    await channel.pullComments!({ cursor: null, posts: [] }, anAttempt());
    assert.deepEqual(await channel.quotasLeft!(anAttempt()), [
      { actions: ['publish', 'withdraw', 'reply'], name: '接口调用', limit: 100, left: 98, per: 'day' },
    ]);
  });

  it('tells that the clocks do not agree', async () => {
    const { channel, fake } = await openPlayed();
    fake.spoilNext('clock-behind');
    const [found] = (await channel.check!(anAttempt())).filter(({ ok }) => !ok);
    assert.match(found?.remedy ?? '', /比平台快 1(19|20|21) 秒/);
  });

  it('tells that the token has ended', async () => {
    const { channel, fake } = await openPlayed();
    fake.setTokenLife(0);
    const [finding] = await channel.check!(anAttempt());
    assert.match(`${finding?.ok} ${finding?.remedy}`, /^false 微博授权已失效/);
  });

  it('tells that the token belongs to another account', async () => {
    const { channel } = await openBare((_asked, response) => sendJson(response, { uid: '99', expire_in: '2592000' }));
    const [owner] = await channel.check!(anAttempt());
    assert.equal(owner?.ok, false);
  });

  it('tells that the platform cannot be reached, and does not throw', async () => {
    const channel = openChannel({ ...GIVEN, ENDPOINT: 'http://127.0.0.1:1' });
    const [finding] = await channel.check!(anAttempt());
    assert.equal(finding?.ok, false);
  });
});
