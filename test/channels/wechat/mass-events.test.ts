import assert from 'node:assert/strict';
import { signatureOf } from '../../../channels/wechat/crypt.ts';
import { readPushed } from '../../../channels/wechat/pushed.ts';
import { openReceiver } from '../../../channels/wechat/receive.ts';
import { wechatSettings } from '../../../channels/wechat/settings.ts';

const now = new Date('2026-03-02T09:00:00+08:00');
const settings = wechatSettings.parse({ APPID: 'wx1', SECRET: 's', TOKEN: 'AAAAA' });
const LONG = 'http://mp.weixin.qq.com/s?__biz=M==&mid=2247503051&idx=1&sn=a#rd';

function told(status: string, url = LONG, name = 'MASSSENDJOBFINISH') {
  const [timestamp, nonce] = ['1714036504', '1514711492'];
  const query = { timestamp, nonce, signature: signatureOf('AAAAA', timestamp, nonce) };
  const item = url && `<item><ArticleIdx>1</ArticleIdx><ArticleUrl><![CDATA[${url}]]></ArticleUrl></item>`;
  const body = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oR5]]></FromUserName>
    <CreateTime>1481013459</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>
    <MsgID>1000001625</MsgID><Status><![CDATA[${status}]]></Status><TotalCount>1</TotalCount><FilterCount>1</FilterCount>
    <SentCount>0</SentCount><ErrorCount>0</ErrorCount>
    <CopyrightCheckResult><Count>0</Count><ResultList></ResultList><CheckState>1</CheckState></CopyrightCheckResult>
    <ArticleUrlResult><Count>1</Count><ResultList>${item}</ResultList></ArticleUrlResult></xml>`;
  return readPushed(openReceiver(settings)({ method: 'POST', query, type: 'text/xml', body, now }).body, now).sightings;
}

describe('the event of a mass send', () => {
  it('tells that it was sent, where it stands and what its comments are addressed by', () => {
    const sighting = { seen: 'done', ref: 'mass:1000001625|2247503051|0', url: LONG };
    assert.deepEqual(told('send success'), [{ ticket: 'mass:1000001625', sighting }]);
    assert.equal(told('send  success').length, 1);
    assert.deepEqual(told('send success', ''), []); // no address: mass/get tells, and sendall told the rest
  });

  for (const [status, words] of [
    ['send fail', '群发失败'],
    ['err(10001)', '涉嫌广告（10001）'],
    ['err(20001)', '政治'],
    ['err(20002)', '色情'],
    ['err(20004)', '社会'],
    ['err(20006)', '违法犯罪'],
    ['err(20008)', '欺诈'],
    ['err(20013)', '版权'],
    ['err(21000)', '其他'],
    ['err(22000)', '互推'],
    ['err(30001)', '原创校验出现系统错误'],
    ['err(30002)', '不能群发'],
    ['err(30003)', '转载'],
    ['err(40001)', '管理员拒绝'],
    ['err(40002)', '30 分钟内没有确认'],
    ['err(20431)', '没有公布这个原因（20431）'],
    ['anything new', '群发失败'],
  ] as const) {
    it(`says in words why it was not: ${status}`, () => {
      const [news] = told(status);
      assert.equal(news?.ticket, 'mass:1000001625');
      const { sighting } = news!;
      assert.ok(sighting.seen === 'refused' && sighting.reason.includes(words), JSON.stringify(sighting));
    });
  }

  it('is no word about a publication without notice, which is asked about by its own number', () => {
    assert.ok(told('send success', LONG, 'PUBLISHJOBFINISH').every(({ ticket }) => ticket.startsWith('mass:')));
  });
});
