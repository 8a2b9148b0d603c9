import assert from 'node:assert/strict';
import { signatureOf } from '../../../channels/wechat/crypt.ts';
import { readPushed } from '../../../channels/wechat/pushed.ts';
import { openReceiver } from '../../../channels/wechat/receive.ts';
import { wechatSettings } from '../../../channels/wechat/settings.ts';
import type { PushedMessage, Told } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { APPID, KEY, SEALED } from './official-push.ts';

const now = new Date('2026-03-02T09:00:00+08:00');
const settings = (changes: Record<string, string> = {}) =>
  wechatSettings.parse({ APPID, SECRET: 's', TOKEN: 'AAAAA', ...changes });

function plain(body: string, changes: Partial<PushedMessage> = {}): PushedMessage {
  const query = {
    timestamp: '1714036504',
    nonce: '1514711492',
    signature: signatureOf('AAAAA', '1714036504', '1514711492'),
  };
  return { method: 'POST', query, type: 'text/xml', body, now, ...changes };
}

const NOTHING = { comments: [], sightings: [] } satisfies Told;
const receive = (given: ReturnType<typeof settings>, message: PushedMessage) => {
  const received = openReceiver(given)(message);
  return { ...received, ...(received.key === null ? NOTHING : readPushed(received.body, message.now)) };
};

const refused = (message: PushedMessage, changes: Record<string, string> = {}) =>
  assert.throws(
    () => receive(settings(changes), message),
    (error: unknown) => error instanceof ChannelFailure && error.kind === 'refused',
  );

describe('receive', () => {
  it('echoes the string of the platform once the signature is right', () => {
    const { query } = plain('');
    const message: PushedMessage = {
      method: 'GET',
      query: { ...query, echostr: '4375120948' },
      type: '',
      body: '',
      now,
    };
    const { answer } = receive(settings(), message);
    assert.deepEqual([answer.status, answer.body], [200, '4375120948']);
    refused({ ...message, query: { ...message.query, signature: '0'.repeat(40) } });
    refused({ ...message, query: {} });
  });

  it('refuses everything while no token is configured', () => refused(plain('<xml/>'), { TOKEN: '' }));

  it('reads a follower’s message with all digits of its id', () => {
    const body = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oABC]]></FromUserName>
      <CreateTime>1714112445</CreateTime><MsgType><![CDATA[text]]></MsgType>
      <Content><![CDATA[几点来水？&amp;<b>]]></Content><MsgId>12345678901234567890</MsgId></xml>`;
    const { answer, comments, reaches } = receive(settings(), plain(body));
    assert.deepEqual([answer.body, reaches], ['success', false]);
    assert.deepEqual(comments, [
      {
        ref: 'message|oABC|12345678901234567890',
        kind: 'message',
        post: null,
        author: { id: 'oABC', name: '' },
        text: '几点来水？&amp;<b>',
        writtenAt: new Date(1714112445_000),
        raw: { CreateTime: '1714112445', MsgType: 'text', MsgId: '12345678901234567890' },
      },
    ]);
  });

  it('reads JSON alike, and text outside CDATA with its entities undone', () => {
    const json =
      '{"FromUserName":"oABC","CreateTime":1714112445,"MsgType":"text","Content":"问","MsgId":12345678901234567890}';
    assert.equal(receive(settings(), plain(json)).comments[0]?.ref, 'message|oABC|12345678901234567890');
    const xml =
      '<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a&lt;b&amp;amp;</Content><MsgId>1</MsgId></xml>';
    assert.equal(receive(settings(), plain(xml)).comments[0]?.text, 'a<b&amp;');
  });

  it('has sealed what may tell where somebody is', () => {
    const place = '<MsgType>location</MsgType><Location_X>29.8</Location_X><Label>龙坪镇</Label>';
    const xml = `<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime>${place}<MsgId>1</MsgId></xml>`;
    assert.equal(receive(settings(), plain(xml)).reaches, true);
    assert.equal(receive(settings(), plain(event('<Latitude>29.8</Latitude>', 'LOCATION'))).reaches, true);
  });

  it('shows that a picture came', () => {
    const xml =
      '<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>image</MsgType><PicUrl>http://mmbiz.qpic.cn/1</PicUrl><MsgId>1</MsgId></xml>';
    assert.equal(receive(settings(), plain(xml)).comments[0]?.text, '［图片］ http://mmbiz.qpic.cn/1');
  });

  const event = (info: string, name = 'PUBLISHJOBFINISH') =>
    `<xml><FromUserName>mphelper</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>${name}</Event>${info}</xml>`;
  const done = `<PublishEventInfo><publish_id>100000001</publish_id><publish_status>0</publish_status><article_id><![CDATA[b5O2-x]]></article_id>
    <article_detail><count>1</count><item><idx>1</idx><article_url><![CDATA[http://mp.weixin.qq.com/s?__biz=M==&mid=2247503051&idx=1&sn=a#rd]]></article_url></item></article_detail></PublishEventInfo>`;

  for (const name of ['PUBLISHJOBFINISH', 'FREEPUBLISHJOBFINISH', 'MASSSENDJOBFINISH']) {
    it(`tells by ${name} that an article stands`, () => {
      assert.deepEqual(receive(settings(), plain(event(done, name))).sightings, [
        {
          ticket: '100000001',
          sighting: {
            seen: 'done',
            ref: 'b5O2-x|2247503051|0',
            url: 'http://mp.weixin.qq.com/s?__biz=M==&mid=2247503051&idx=1&sn=a#rd',
          },
        },
      ]);
    });
  }

  it('leaves an article with a short address to a look, which knows what its comments are addressed by', () => {
    const short = done.replace(/http:[^\]]+/, 'https://mp.weixin.qq.com/s/Zx0yWv');
    assert.deepEqual(receive(settings(), plain(event(short))).sightings, []);
  });

  it('tells that a job was refused, with several places that failed', () => {
    const info =
      '<PublishEventInfo><publish_id>7</publish_id><publish_status>4</publish_status><fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo>';
    const [news] = receive(settings(), plain(event(info))).sightings;
    assert.equal(news?.ticket, '7');
    assert.equal(news?.sighting.seen, 'refused');
  });

  it('takes unknown events and says nothing of them', () => {
    for (const body of [
      event('<EventKey/>', 'subscribe'),
      event('', 'MASSSENDJOBFINISH'),
      event('<MsgID>1</MsgID>', 'CLICK'),
    ]) {
      const { answer, comments, sightings } = receive(settings(), plain(body));
      assert.deepEqual([answer.body, comments, sightings], ['success', [], []]);
    }
  });

  it('refuses what it cannot read, and a wrong signature', () => {
    refused(plain('hello'));
    refused(plain('{"a":'));
    refused(plain(event(done), { query: { ...plain('').query, nonce: '1' } }));
  });

  const safe = (body: string): PushedMessage => {
    const { timestamp, nonce, msg_signature, signature } = SEALED;
    const query = { timestamp, nonce, signature, msg_signature, encrypt_type: 'aes', openid: 'o' };
    return { method: 'POST', query, type: 'application/json', body, now };
  };

  it('opens the official push of safe mode, in JSON and in XML', () => {
    for (const body of [
      JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: SEALED.encrypted }),
      `<xml><ToUserName><![CDATA[gh_9]]></ToUserName><Encrypt><![CDATA[${SEALED.encrypted}]]></Encrypt></xml>`,
    ]) {
      assert.equal(receive(settings({ AES_KEY: KEY }), safe(body)).answer.body, 'success');
      assert.equal(
        receive(settings({ AES_KEY: 'B'.repeat(43), AES_KEY_PREVIOUS: KEY }), safe(body)).answer.body,
        'success',
      );
      refused(safe(body), { AES_KEY: 'B'.repeat(43) });
      refused(safe(body), { AES_KEY: KEY, APPID: 'wxother' });
      refused({ ...safe(body), query: { ...safe(body).query, msg_signature: SEALED.signature } }, { AES_KEY: KEY });
      refused(safe(body)); // no key configured, nothing readable
    }
  });

  it('takes only encrypted pushes where the account has said so', () => {
    refused(plain(event(done)), { AES_KEY: KEY, PUSHES: 'encrypted' });
    assert.equal(receive(settings({ AES_KEY: KEY }), plain(event(done))).sightings.length, 1);
  });

  it('does not follow entities of a stranger’s making', () => {
    const bomb = `<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>&b;</Content><MsgId>1</MsgId></xml>`;
    assert.equal(receive(settings(), plain(bomb)).comments[0]?.text, '&b;');
  });
});
