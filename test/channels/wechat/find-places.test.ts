import assert from 'node:assert/strict';
import wechat from '../../../channels/wechat/index.ts';
import type { Channel } from '../../../src/channel/contract.ts';
import { hours } from '../../../src/clock.ts';
import { aClock, anAccount, anAttempt, aTools, type SetClock } from '../../support/channel-tools.ts';
import { openStrictPlatform, SECRET } from './strict-platform.ts';

const SHORT = 'https://mp.weixin.qq.com/s/Zx0yWvUtSrQp';
const LONG = 'http://mp.weixin.qq.com/s?__biz=M==&mid=2247503051&idx=2&sn=a#rd';
const POST = 'article-1||1';

describe('comments of an article whose number is not known', () => {
  const platform = openStrictPlatform();
  let channel: Channel;
  let clock: SetClock;
  let cursor: string | null;
  let answers: Record<string, unknown>;
  beforeEach(() => {
    cursor = null;
    clock = aClock(new Date('2026-03-02T20:00:00+08:00'));
    const given = wechat.settings.parse({ APPID: 'wx1', SECRET, ENDPOINT: platform().url });
    channel = wechat.open(anAccount({ id: 'wechat', kind: 'wechat' }), given, aTools());
    const comment = { user_comment_id: 9, create_time: 1772450000, content: '问' };
    answers = {
      '/cgi-bin/comment/list': { errcode: 0, errmsg: 'ok', total: 1, comment: [comment] },
      '/cgi-bin/freepublish/getarticle': {
        news_item: [
          { title: '甲', url: SHORT },
          { title: '乙', url: SHORT },
        ],
      },
      '/datacube/getarticletotaldetail': { list: [], is_delay: false },
    };
    platform().answer = (path, response) => {
      if (!(path in answers)) return false;
      response.end(JSON.stringify(answers[path]));
      return true;
    };
  });
  afterEach(() => channel.close?.());

  async function pull() {
    const page = await channel.pullComments!({ cursor, posts: [POST] }, anAttempt({ now: clock.now() }));
    cursor = page.cursor;
    return page.items;
  }
  const asked = (path: string) => platform().asked.filter((one) => one.path === path);

  it('are found by the long address of the published article', async () => {
    answers['/cgi-bin/freepublish/getarticle'] = { news_item: [{ url: SHORT }, { url: LONG }] };
    const [comment] = await pull();
    assert.deepEqual([comment?.ref, comment?.post], ['2247503051|1|9', POST]);
    await pull();
    assert.equal(asked('/cgi-bin/freepublish/getarticle').length, 1);
    assert.match(
      asked('/cgi-bin/comment/list').at(-1)!.body,
      /"msg_data_id":2247503051,"index":1,"begin":0,"count":49,"type":0/,
    );
  });

  it('are found by the next day’s figures, asked for once a day after eight', async () => {
    assert.deepEqual(await pull(), []);
    await pull();
    answers['/datacube/getarticletotaldetail'] = {
      list: [
        { ref_date: '2026-03-02', msgid: '2247503051_1', title: '甲', content_url: 'http://x/1' },
        { ref_date: '2026-03-02', msgid: '2247503051_2', title: '乙', content_url: 'http://x/2' },
      ],
    };
    clock.pass(hours(11));
    await pull();
    assert.equal(asked('/datacube/getarticletotaldetail').length, 3, 'three days, once');
    clock.pass(hours(2));
    assert.equal((await pull())[0]?.ref, '2247503051|1|9');
    assert.match(
      asked('/datacube/getarticletotaldetail').at(-3)!.body,
      /"begin_date":"2026-03-02","end_date":"2026-03-02"/,
    );
  });

  it('are not guessed where two articles have the same name, and not asked for without the right to figures', async () => {
    const rows = ['5_2', '6_2'].map((msgid) => ({ msgid, title: '乙', content_url: '' }));
    answers['/datacube/getarticletotaldetail'] = { list: rows };
    assert.deepEqual(await pull(), []);
    answers['/datacube/getarticletotaldetail'] = { errcode: 48001, errmsg: 'api unauthorized' };
    clock.pass(hours(24));
    assert.deepEqual(await pull(), []);
  });
});
