/** What a person in a browser meets when the service refuses or breaks, over HTTP. */
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import type { Context, Next } from 'koa';
import { Problem } from '../../src/errors.ts';
import { openPrinter } from '../../src/site/print-page.ts';
import { troublePage } from '../../src/site/trouble-page.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';
import { startServer, type TestServer } from '../http/start-server.ts';
import { SITE_URL } from '../support/channel-tools.ts';
import { siteConfig } from './open-public-site.ts';

const failures: Readonly<Record<string, () => Error>> = {
  '/away': () => new DatabaseStalled('127.0.0.1:27017 did not answer'),
  '/broken': () => new TypeError('张三 13800000000'),
  '/often': () => new Problem('too-many-requests', '操作过于频繁，请稍后再试。', { retryAfterSeconds: 540 }),
  '/large': () => new Problem('too-large', '内容超过 64 KB。请删减后再提交。'),
  '/outside': () => new Problem('no-right', '这个请求来自别的网站，没有受理。'),
};

const print = openPrinter(siteConfig, SITE_URL);
let isDressTorn = false;

describe('the page of a refusal', () => {
  let server: TestServer;
  before(async () => {
    const fail = async (ctx: Context, next: Next) => {
      const failure = failures[ctx.path.replace(/^\/+/, '/')];
      if (failure) throw failure();
      await next();
    };
    const showRefusal = (...given: [Parameters<typeof troublePage>[0], Parameters<typeof troublePage>[1]]) => {
      if (isDressTorn) throw new Error('no template');
      return print(troublePage(...given, siteConfig));
    };
    server = await startServer({ pages: [fail], showRefusal });
  });
  after(() => server.close());

  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(server.listener.url + path, { method, headers: { accept: 'text/html' } });
    const html = await response.text();
    const $ = load(html);
    return { response, html, $, words: $('main').text().replace(/\s+/g, ' ') };
  };

  it('has the right status and tells programs when to come back', async () => {
    const told = await Promise.all(Object.keys(failures).map((path) => ask(path)));
    assert.deepEqual(
      told.map(({ response }) => [response.status, response.headers.get('retry-after')]),
      [
        [503, '10'],
        [500, null],
        [429, '540'],
        [413, null],
        [403, null],
      ],
    );
  });

  it('wears the dress of the site, without scripts, and is not to be kept', async () => {
    for (const path of Object.keys(failures)) {
      const { response, $ } = await ask(path);
      assert.equal(response.headers.get('cache-control'), 'no-store', path);
      assert.deepEqual([$('html').attr('lang'), $('h1').length, $('script').length], ['zh-CN', 1, 0], path);
      assert.match($('title').text(), / - 罗甸县人民政府$/);
      assert.equal($('meta[name=robots]').attr('content'), 'noindex');
      assert.ok($('footer').text().includes(siteConfig.idCode), path);
      assert.equal($('meta[http-equiv]').length, 0, 'a page that reloads itself takes readers by surprise');
    }
  });

  it('says what to do: wait and open it again, go back to the form, shorten, call', async () => {
    const away = await ask('/away?page=2');
    assert.match(away.words, /系统暂时不可用.*网站的故障，不是您的操作有误.*致电 0854-0000000.*等待约 10 秒/);
    assert.equal(away.$('main a.button').attr('href'), '/away?page=2');
    const often = await ask('/often');
    assert.match(often.words, /操作过于频繁.*等待约 9 分钟/);
    const sent = await ask('/away', 'POST');
    assert.match(sent.words, /可能没有保存.*“后退”回到表单/);
    assert.equal(sent.$('main a.button').length, 0, 'opening it again would not send it again');
    assert.match((await ask('/large', 'POST')).words, /删减文字后再提交/);
  });

  it('gives a number to name, and nothing of what broke', async () => {
    const { response, html, words } = await ask('/broken');
    assert.ok(words.includes(`请提供编号：${response.headers.get('x-request-id')}`));
    assert.doesNotMatch(html, /张三|13800000000|TypeError|\.ts|27017/);
  });

  it('never leads off the site, whatever address was asked for', async () => {
    const { $ } = await ask('//away');
    assert.equal($('h1').text(), '系统暂时不可用');
    for (const href of $('main a')
      .map((_, a) => $(a).attr('href'))
      .get())
      assert.match(href, /^\/(?!\/)/);
  });

  it('stays problem+json for programs', async () => {
    const response = await fetch(`${server.listener.url}/away`, { headers: { accept: 'application/json' } });
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
  });

  it('is a few plain lines when even the dress cannot be put on', async () => {
    isDressTorn = true;
    try {
      const { response, html } = await ask('/away');
      assert.equal(response.status, 503);
      assert.match(html, /<h1>系统暂时不可用<\/h1>/);
      assert.ok(server.log.some(({ msg }) => msg === 'page of a refusal not shown'));
    } finally {
      isDressTorn = false;
    }
  });
});
