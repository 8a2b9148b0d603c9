/**
 * Answers to pushes that say something to the follower (被动回复): taken only as the platform wants them, shown in the conversation,
 * and counted by no limit. The same message pushed again shows nothing more.
 */
import { createDecipheriv } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { APPID } from './fake-login.ts';
import { AES_KEY, AES_KEY_PREVIOUS, ORIGINAL_ID, type Push, sign, TOKEN } from './fake-push.ts';
import type { FakePlatform } from './fake-state.ts';

const LONGEST = 2048; // bytes
const parser = new XMLParser({ parseTagValue: false, trimValues: false });

type Fields = Readonly<Record<string, string | undefined>>;

/** Whether it was a right one. */
export function showAnswer({ knobs, state, clock, save }: FakePlatform, message: Push, answer: string): boolean {
  const outer = fieldsOf(answer);
  const isPlain = knobs.pushMode === 'plain' || (knobs.pushMode === 'compatible' && outer.Encrypt === undefined);
  const told = isPlain
    ? outer
    : fieldsOf(openEnvelope(outer, knobs.pushKey === 'previous' ? AES_KEY_PREVIOUS : AES_KEY));
  const openid = String(message.FromUserName);
  const { Content: text = '', CreateTime = '', MsgType, ToUserName, FromUserName } = told;
  const isAddressed = ToUserName === openid && FromUserName === ORIGINAL_ID && /^\d+$/.test(CreateTime);
  if (!isAddressed || MsgType !== 'text' || text === '' || Buffer.byteLength(text) > LONGEST) return false;
  const to = String(message.MsgId);
  if (state.messages.some((one) => one.answers === to)) return true;
  const name = state.messages.find((one) => one.openid === openid)?.name ?? '';
  state.messages.push({ openid, name, text, at: clock.now().getTime(), from: 'account', answers: to });
  save();
  return true;
}

/** '' for one that is not signed, or not sealed for this account with the key its push was sealed with. */
function openEnvelope({ Encrypt = '', MsgSignature, TimeStamp = '', Nonce = '' }: Fields, encodingKey: string): string {
  if (MsgSignature !== sign(TOKEN, TimeStamp, Nonce, Encrypt)) return '';
  const key = Buffer.from(`${encodingKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(Encrypt, 'base64')), decipher.final()]);
  const end = 20 + plain.readUInt32BE(16);
  const appid = plain.subarray(end, plain.length - (plain.at(-1) ?? 0)).toString();
  return appid === APPID ? plain.subarray(20, end).toString() : '';
}

function fieldsOf(answer: string): Fields {
  try {
    return (parser.parse(answer) as { xml?: Fields }).xml ?? {};
  } catch {
    return {};
  }
}
