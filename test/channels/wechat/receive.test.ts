import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isSigned, signatureOf, unseal } from '../../../channels/wechat/crypt.ts';
import { receive } from '../../../channels/wechat/receive.ts';
import { wechatSettings } from '../../../channels/wechat/settings.ts';
import type { PushedMessage } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { openWechat, pieceOf } from './open-wechat.ts';

// Test vectors of developers.weixin.qq.com, 消息推送 → 消息加解密说明.
const APPID = 'wxba5fad812f8e6fb9';
const KEY = 'A'.repeat(43);
const SEALED = {
  timestamp: '1714112445',
  nonce: '415670741',
  signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
  msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
  encrypted:
    '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=',
};

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

const refused = (message: PushedMessage, changes: Record<string, string> = {}) =>
  assert.throws(
    () => receive(settings(changes), message),
    (error: unknown) => error instanceof ChannelFailure && error.kind === 'refused',
  );

describe('signatureOf', () => {
  it('agrees with the official vectors', () => {
    assert.equal(signatureOf('AAAAA', '1714036504', '1514711492'), 'f464b24fc39322e44b38aa78f5edd27bd1441696');
    assert.equal(signatureOf('AAAAA', '1714037059', '486452656'), '899cf89e464efb63f54ddac96b0a0a235f53aa78');
    assert.equal(signatureOf('AAAAA', SEALED.timestamp, SEALED.nonce), SEALED.signature);
    assert.equal(signatureOf('AAAAA', SEALED.timestamp, SEALED.nonce, SEALED.encrypted), SEALED.msg_signature);
  });

  it('does not take a shorter, longer or other one', () => {
    const right = signatureOf('AAAAA', '1', '2');
    for (const wrong of ['', right.slice(1), `${right}0`, right.replace(/^./, (c) => (c === '0' ? '1' : '0')), '签']) {
      assert.equal(isSigned(wrong, 'AAAAA', '1', '2'), false);
    }
  });
});

describe('unseal', () => {
  it('opens the official vector', () => {
    const message = JSON.parse(unseal({ encrypted: SEALED.encrypted, keys: [KEY], appid: APPID }));
    assert.equal(message.Event, 'debug_demo');
    assert.equal(message.debug_str, 'hello world');
  });

  it('goes on to the previous key', () => {
    assert.ok(
      unseal({ encrypted: SEALED.encrypted, keys: ['B'.repeat(43), KEY], appid: APPID }).includes('debug_demo'),
    );
  });

  it('refuses a message for another account, a wrong key, and rubbish', () => {
    const failing = [
      { encrypted: SEALED.encrypted, keys: [KEY], appid: 'wxother' },
      { encrypted: SEALED.encrypted, keys: ['B'.repeat(43)], appid: APPID },
      { encrypted: 'AAAA', keys: [KEY], appid: APPID },
      { encrypted: '', keys: [KEY], appid: APPID },
    ];
    for (const sealed of failing) assert.throws(() => unseal(sealed), ChannelFailure);
  });
});

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
    const { answer, comments } = receive(settings(), plain(body));
    assert.equal(answer.body, 'success');
    assert.deepEqual(comments, [
      {
        ref: 'message|oABC|12345678901234567890',
        kind: 'message',
        post: null,
        author: { id: 'oABC', name: '' },
        text: '几点来水？&amp;<b>',
        writtenAt: new Date(1714112445_000),
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

describe('pushes of the playback', () => {
  const pushed: PushedMessage[] = [];
  let listener: Server;
  const pushTo = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}/push/wechat`;

  before(async () => {
    listener = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      let body = '';
      for await (const chunk of request) body += chunk;
      const query = Object.fromEntries(url.searchParams);
      pushed.push({ method: 'POST', query, type: request.headers['content-type'] ?? '', body, now });
      response.end('success');
    });
    await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  });
  after(async () => {
    const closed = new Promise((done) => listener.close(done));
    listener.closeAllConnections();
    await closed;
  });
  const world = openWechat({ pushTo });

  async function arrived(count: number): Promise<void> {
    for (let waits = 0; pushed.length < count && waits < 400; waits++) await pause(5);
    assert.equal(pushed.length, count);
  }

  for (const mode of ['plain', 'compatible', 'safe'] as const) {
    for (const format of ['xml', 'json'] as const) {
      it(`are read in ${mode} mode as ${format}`, async () => {
        const { fake, open } = world();
        pushed.length = 0;
        Object.assign(fake.knobs, { pushMode: mode, pushFormat: format });
        fake.say('王小明', '几点来水？]]>完');
        await arrived(1);
        const received = await open({ PUSHES: mode === 'plain' ? 'any' : 'encrypted' }).receive?.(pushed[0]!);
        assert.equal(received?.comments[0]?.text, '几点来水？]]>完');
      });
    }
  }

  it('tell the end of a job by the ticket of its receipt, as often as they come', async () => {
    const { fake, channel, attempt } = world();
    pushed.length = 0;
    fake.knobs.eventTimes = 3;
    const receipt = await channel.publish(pieceOf(channel), attempt());
    await arrived(3);
    for (const message of pushed) {
      const [news] = (await channel.receive!(message)).sightings;
      assert.equal(receipt.state === 'accepted' && receipt.ticket, news?.ticket);
      assert.equal(news?.sighting.seen === 'done' && news.sighting.ref, fake.posts()[0]?.ref);
    }
  });
});
