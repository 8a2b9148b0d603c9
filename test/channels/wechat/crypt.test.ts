import assert from 'node:assert/strict';
import { isSigned, readKeys, seal, signatureOf, unseal } from '../../../channels/wechat/crypt.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { APPID, KEY, SEALED } from './official-push.ts';

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
    const message = JSON.parse(unseal({ encrypted: SEALED.encrypted, keys: readKeys(KEY), appid: APPID }).message);
    assert.equal(message.Event, 'debug_demo');
    assert.equal(message.debug_str, 'hello world');
  });

  it('goes on to the previous key', () => {
    const keys = readKeys('B'.repeat(43), KEY);
    const { message, key } = unseal({ encrypted: SEALED.encrypted, keys, appid: APPID });
    assert.ok(message.includes('debug_demo'));
    assert.equal(key, keys[1]);
  });

  it('opens what seal() has sealed, however long', () => {
    const [key] = readKeys(KEY);
    for (let length = 0; length < 70; length++) {
      const said = '好'.repeat(length);
      assert.equal(unseal({ encrypted: seal(said, key!, APPID), keys: [key!], appid: APPID }).message, said);
    }
  });

  it('refuses a message for another account, a wrong key, and rubbish', () => {
    const failing = [
      { encrypted: SEALED.encrypted, keys: readKeys(KEY), appid: 'wxother' },
      { encrypted: SEALED.encrypted, keys: readKeys('B'.repeat(43)), appid: APPID },
      { encrypted: 'AAAA', keys: readKeys(KEY), appid: APPID },
      { encrypted: '', keys: readKeys(KEY), appid: APPID },
    ];
    for (const sealed of failing) assert.throws(() => unseal(sealed), ChannelFailure);
  });
});
