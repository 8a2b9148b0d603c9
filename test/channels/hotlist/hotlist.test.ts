import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import hotlist from '../../../channels/hotlist/index.ts';
import { isChannel } from '../../../src/channel/contract.ts';
import type { FailureKind } from '../../../src/channel/failure.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, FORMATS, failureOf, openBare, openDoorway, openPlayed } from './open-hotlist.ts';

afterEach(closeAll);

const json = (body: unknown) => JSON.stringify(body);

describe('a hot list', () => {
  for (const format of FORMATS) {
    it(`in the format ${format} gives its words, ranks and links`, async () => {
      const { pull } = await openPlayed();
      const topics = (await pull(format)).filter(({ rank }) => rank !== null);
      assert.deepEqual(
        topics.slice(0, 2).map(({ title, rank }) => [title, rank]),
        [
          ['示范县樱桃节开幕', 1],
          ['多地发布高温预警', 2],
        ],
      );
      assert.match(topics[0]?.url ?? '', /^https:\/\/s\.weibo\.com\/weibo\?q=/);
      if (format !== 'rss') assert.ok((topics[0]?.heat ?? 0) > 2_999_999);
    });

    it(`in the format ${format} leaves advertisements out, and they take no place`, async () => {
      const { fake, pull } = await openPlayed();
      const before = await pull(format);
      fake.spoil('ads');
      const after = await pull(format);
      const withoutRaw = (topics: typeof before) => topics.map(({ raw: _, ...said }) => said);
      assert.deepEqual(withoutRaw(after), withoutRaw(before));
    });

    for (const [trouble, kind] of [
      ['error', 'unreachable'],
      ['empty', 'unreachable'],
      ['truncated', 'unreachable'],
      ['elsewhere', 'locked-out'],
      ['login', format === 'weibo' ? 'locked-out' : 'unreachable'],
    ] as const) {
      it(`in the format ${format} is ${kind} on ${trouble}, and never a quiet day`, async () => {
        const { fake, pull } = await openPlayed();
        fake.spoil(trouble);
        const failure = await failureOf(pull(format));
        assert.equal(failure.kind, kind satisfies FailureKind);
        assert.match(failure.message, /热榜来源/);
        fake.mend();
        assert.ok((await pull(format)).length > 0);
      });
    }
  }

  it('that does not answer in time is a look that failed', async () => {
    const { fake, pull } = await openPlayed({ ANSWER_TIMEOUT_MS: '80' });
    fake.spoil('slow');
    const failure = await failureOf(pull('weibo'));
    assert.deepEqual([failure.kind, failure.code], ['unreachable', 'TimeoutError']);
  });

  it('tells as of when a collector has it, out of its cache as well', async () => {
    const { clock, pull } = await openPlayed();
    for (const format of ['dailyhot', 'newsnow', 'rss'] as const) {
      assert.deepEqual((await pull(format))[0]?.asOf, clock.now());
    }
    const minute = clock.now();
    clock.pass(30_000);
    for (const format of ['dailyhot', 'newsnow', 'rss'] as const) {
      assert.deepEqual((await pull(format))[0]?.asOf, minute);
    }
  });

  it('is asked for as a browser asks for the side bar of the site', async () => {
    const { pull, asked } = await openBare((_request, response) =>
      response.end(json({ ok: 1, data: { realtime: [{ word: '停水' }] } })),
    );
    await pull('weibo');
    assert.equal(asked[0]?.headers.referer, 'https://weibo.com/');
    assert.match(asked[0]?.headers['user-agent'] ?? '', /^Mozilla\/5\.0 /);
  });

  it('follows a redirect within its host, three times at most', async () => {
    let left = 3;
    const { pull, asked } = await openBare((_request, response) => {
      if (left-- > 0) response.writeHead(302, { location: `/list-${left}` }).end();
      else response.end(json({ status: 'cache', updatedTime: 1_767_225_600_000, items: [{ title: '停水' }] }));
    });
    assert.equal((await pull('newsnow')).length, 1);
    assert.equal(asked.length, 4);
    left = 9;
    assert.equal((await failureOf(pull('newsnow'))).code, 'REDIRECTS');
  });

  it('is not read beyond 4 MB', async () => {
    const { pull } = await openBare((_request, response) => {
      response.write('{"status":"success","items":[');
      const more = () => {
        while (!response.destroyed && response.write(`{"title":"${'水'.repeat(20_000)}"},`));
      };
      response.on('drain', more);
      more();
    });
    assert.equal((await failureOf(pull('newsnow'))).code, 'TOO-LONG');
  });

  for (const [status, kind] of [
    [401, 'locked-out'],
    [403, 'locked-out'],
    [404, 'locked-out'],
    [429, 'limited'],
    [502, 'unreachable'],
    [204, 'unreachable'],
  ] as const) {
    it(`is ${kind} on HTTP ${status}`, async () => {
      const { pull } = await openBare((_request, response) =>
        response.writeHead(status, { 'retry-after': '90' }).end(),
      );
      const failure = await failureOf(pull('dailyhot'));
      assert.equal(failure.kind, kind);
      if (kind === 'limited') assert.deepEqual(failure.retryAt, new Date('2026-03-02T09:01:30+08:00'));
    });
  }

  it('never tells its address, which may hold a key', async () => {
    const answers = [
      (response: { destroy(): void }) => response.destroy(),
      (response: { end(body: string): void }) => response.end('<html>key=s3cret</html>'),
      (response: { end(body: string): void }) => response.end('{"code":500,"message":"key=s3cret"}'),
    ];
    for (const answer of answers) {
      const { pull } = await openBare((_request, response) => answer(response));
      for (const format of FORMATS) {
        const failure = await failureOf(pull(format));
        assert.doesNotMatch(inspect(failure, { depth: 10, showHidden: true }), /s3cret|127\.0\.0\.1/);
      }
    }
  });

  it('that asks visitors to log in says so in words', async () => {
    const { pull } = await openBare((_request, response) =>
      response.end(json({ ok: -100, url: 'https://x/login.php' })),
    );
    const failure = await failureOf(pull('weibo'));
    assert.deepEqual([failure.kind, failure.code], ['locked-out', 'LOGIN']);
    assert.match(failure.message, /要求登录/);
  });

  it('keeps what is pinned by the government apart from the ranks, and one entry of a word', async () => {
    const realtime = [
      { word: '停水', realpos: 1, num: 5 },
      { word: '某品牌', is_ad: true },
      { word: '#停水#', realpos: 2 },
      { word: '高温', rank: 1, raw_hot: '12.5万', label_name: '热', onboard_time: 1_772_000_000 },
    ];
    const hotgov = { word: '#县域经济#', note: '#县域经济#', url: 'javascript:alert(1)' };
    const { pull } = await openBare((_request, response) => response.end(json({ ok: 1, data: { hotgov, realtime } })));
    const topics = await pull('weibo');
    assert.deepEqual(
      topics.map(({ title, rank, heat, labels }) => [title, rank, heat, labels]),
      [
        ['停水', 1, 5, []],
        ['高温', 2, 125_000, ['热']],
        ['县域经济', null, null, ['置顶']],
      ],
    );
    assert.equal(topics[1]?.since?.getTime(), 1_772_000_000_000);
    assert.match(topics[2]?.url ?? '', /^https:\/\/s\.weibo\.com/);
  });

  it('in RSS expands no entity of its own making and shows descriptions as text', async () => {
    const bomb = '<!DOCTYPE rss [<!ENTITY a "boom">]>';
    const item =
      '<item><title>停水 &amp; &a;</title><description><![CDATA[<p onclick="x()">城区<script>alert(1)</script>停水</p>]]></description><link>/weibo?q=1</link><guid>g-1</guid></item>';
    const { pull } = await openBare((_request, response) =>
      response.end(`<?xml version="1.0"?>${bomb}<rss><channel><title>x</title>${item}</channel></rss>`),
    );
    const [topic] = await pull('rss');
    assert.equal(topic?.text, '城区停水');
    assert.doesNotMatch(topic?.title ?? '', /boom/);
    assert.deepEqual([topic?.ref, topic?.url], ['g-1', null]);
  });

  it('has a page in a rehearsal that shows it, and buttons that make and end its troubles', async () => {
    const { fake, pull } = await openPlayed();
    fake.show(['<b>停水</b>']);
    const page = async () => await (await fetch(fake.url)).text();
    const press = (trouble: string) =>
      fetch(`${fake.url}/trouble`, { method: 'POST', body: new URLSearchParams({ trouble }), redirect: 'manual' });
    assert.match(await page(), /&lt;b&gt;停水/);
    assert.doesNotMatch(await page(), /<b>停水/);
    await press('login');
    assert.match(await page(), /来源状态：要求登录/);
    assert.equal((await failureOf(pull('weibo'))).code, 'LOGIN');
    await press('');
    assert.equal((await pull('weibo'))[0]?.title, '<b>停水</b>');
  });

  it('can be checked and cannot be published on', async () => {
    const { fake } = await openPlayed();
    const doorway = openDoorway(fake.settings);
    assert.equal(isChannel(doorway), false);
    assert.deepEqual(await doorway.check!(anAttempt()), [{ what: '读取热榜（7 条）', ok: true, remedy: null }]);
    fake.spoil('login');
    const [finding] = await doorway.check!(anAttempt());
    assert.equal(finding?.ok, false);
    assert.match(finding?.remedy ?? '', /要求登录/);
  });
});

describe('the settings of a hot list', () => {
  it('need a source, and an address for all but the site of its own', () => {
    const problems = (given: object) =>
      hotlist.settings.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')}：${message}`);
    assert.deepEqual(problems({}), ['SOURCE：请填写来源类型：weibo、dailyhot、newsnow、rss']);
    assert.deepEqual(problems({ SOURCE: 'rss' }), ['ADDRESS：请填写榜单的完整网址']);
    assert.deepEqual(problems({ SOURCE: 'rss', ADDRESS: 'file:///etc/passwd' }), ['ADDRESS：应为完整的 http(s) 网址']);
    assert.equal(hotlist.settings.parse({ SOURCE: 'weibo' }).ADDRESS, 'https://weibo.com/ajax/side/hotSearch');
  });
});
