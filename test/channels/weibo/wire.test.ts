import assert from 'node:assert/strict';
import { platformDate } from '../../../channels/weibo/fake-text.ts';
import { fromCode, midOfAddress, postUrl, toCode } from '../../../channels/weibo/post-url.ts';
import { readDate } from '../../../channels/weibo/read-date.ts';
import { commentSchema, readList, statusSchema } from '../../../channels/weibo/wire.ts';
import { withoutLinks } from '../../../channels/weibo/without-links.ts';
import { parseJson } from '../../../src/channel/parse-json.ts';

describe('the address of a weibo post', () => {
  it('writes the digits in groups of seven, base 62', () => {
    assert.equal(toCode('3501756485200075'), 'z0JH2lOMb');
    assert.equal(toCode('3501703397689247'), 'z0Ijpwgk7');
  });

  it('pads every group but the first', () => {
    assert.equal(toCode('10000001'), '10001');
    assert.equal(toCode('7'), '7');
  });

  it('names the account and the post', () => {
    assert.equal(postUrl('https://weibo.com', '1', '3501756485200075'), 'https://weibo.com/1/z0JH2lOMb');
  });

  it('leads back to the post, however staff came by it', () => {
    const read = (address: string) => midOfAddress(address, 'https://weibo.com', '1');
    for (const address of [
      'https://weibo.com/1/z0JH2lOMb?from=page_100606_profile#comment',
      'https://www.weibo.com/1/z0JH2lOMb/',
      'https://weibo.com/1/3501756485200075',
      'https://m.weibo.cn/1/3501756485200075',
      'https://m.weibo.cn/status/z0JH2lOMb',
      'https://m.weibo.cn/detail/3501756485200075',
    ]) {
      assert.equal(read(address), '3501756485200075', address);
    }
    for (const mid of ['5000000000000001', '3501756480000000', '100000000000000'])
      assert.equal(fromCode(toCode(mid)), mid);
  });

  it('of anybody else, or of no post, leads nowhere', () => {
    for (const address of [
      'https://weibo.com/2/z0JH2lOMb',
      'https://weibo.com/status/z0JH2lOMb',
      'https://weibo.com/1',
      'https://weibo.com/1/about',
      'https://weibo.com.example.com/1/z0JH2lOMb',
      'weibo.com/1/z0JH2lOMb',
    ]) {
      assert.equal(midOfAddress(address, 'https://weibo.com', '1'), null, address);
    }
  });
});

describe('dates of weibo', () => {
  it('are instants whatever zone they are told in', () => {
    assert.equal(readDate('Wed Oct 24 23:49:17 +0800 2012')?.toISOString(), '2012-10-24T15:49:17.000Z');
    assert.equal(readDate('Wed Oct 24 11:49:17 -0400 2012')?.toISOString(), '2012-10-24T15:49:17.000Z');
  });

  it('are null when they are something else', () => {
    for (const text of ['', '刚刚', '2012-10-24', 'Wed Foo 24 23:49:17 +0800 2012']) assert.equal(readDate(text), null);
  });

  it('are written by the playback as its documents do', () => {
    assert.equal(platformDate('2012-10-24T15:49:17.000Z'), 'Wed Oct 24 23:49:17 +0800 2012');
  });
});

describe('words without links', () => {
  it('are the same before and after the platform rewrote the links', () => {
    const sent = '【公告】解放路 & 建设路。 https://www.example.gov.cn/p/1.html?v=2';
    const shown = '【公告】解放路 &amp; 建设路。 http://t.cn/A6abc \u200b';
    assert.equal(withoutLinks(sent), withoutLinks(shown));
  });

  it('differ when the words do', () => {
    assert.notEqual(withoutLinks('【更正】公告 http://t.cn/a'), withoutLinks('公告 http://t.cn/a'));
  });
});

describe('records of weibo', () => {
  const date = 'Wed Oct 24 23:49:17 +0800 2012';

  it('keep ids beyond 2^53 digit for digit, with or without idstr', () => {
    const bare = parseJson(`{"id":9007199254740993,"text":"x","created_at":"${date}"}`);
    const rounded = { id: 3504803600500000, idstr: '3504803600502730', text: 'x', created_at: date };
    assert.equal(commentSchema.parse(bare).ref, '9007199254740993');
    assert.equal(statusSchema.parse(rounded).ref, '3504803600502730');
  });

  it('come in an envelope or, when there are none, as a bare list', () => {
    const entry = { id: 1, text: 'x', created_at: date };
    const list = readList({ statuses: [entry], total_number: 9, next_cursor: '7' }, 'statuses', statusSchema);
    assert.deepEqual([list?.items.length, list?.total, list?.goesOn], [1, 9, true]);
    const empty = readList([], 'statuses', statusSchema);
    assert.deepEqual([empty?.items.length, empty?.total, empty?.goesOn], [0, null, false]);
  });

  it('are counted when they cannot be read', () => {
    assert.equal(readList({ statuses: [{ id: 1, deleted: '1' }] }, 'statuses', statusSchema)?.unreadable, 1);
  });

  it('have neither total nor more to come when the platform says something else', () => {
    const odd = { toString: false };
    const list = readList({ statuses: [], total_number: odd, next_cursor: odd }, 'statuses', statusSchema);
    assert.deepEqual([list?.total, list?.goesOn], [null, false]);
  });

  it('are null when the answer is no list', () => {
    assert.equal(readList({ result: true }, 'statuses', statusSchema), null);
  });
});
