/** Messages between followers and the account: five answers within 48 hours of each message of theirs. */
import { type FakeHandler, FakeRefusal, OK, textIn } from './fake-call.ts';
import { openidOf } from './fake-comment.ts';
import { post } from './fake-draft.ts';
import type { FakePlatform } from './fake-state.ts';

const WINDOW = 48 * 3_600_000;
const ANSWERS = 5;
const LONGEST = 2048; // bytes

export const messageHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/message/custom/send': post((platform, body) => {
    const openid = textIn(body, 'touser');
    const text = (body.text as { content?: unknown } | undefined)?.content;
    const said = platform.state.messages.filter((one) => one.openid === openid);
    const lastOfTheirs = said.findLastIndex(({ from }) => from === 'follower');
    const asked = said[lastOfTheirs];
    if (!asked) throw new FakeRefusal(40003, 'invalid openid');
    if (body.msgtype !== 'text' || typeof text !== 'string' || text === '')
      throw new FakeRefusal(40008, 'invalid message type');
    if (Buffer.byteLength(text) > LONGEST) throw new FakeRefusal(45002, 'content size out of limit');
    const now = platform.clock.now().getTime();
    if (now - asked.at > WINDOW) throw new FakeRefusal(45015, 'response out of time limit or subscription is canceled');
    const sent = said.slice(lastOfTheirs + 1).filter(({ answers }) => answers === undefined);
    if (sent.length >= ANSWERS) throw new FakeRefusal(45047, 'out of response count limit');
    platform.state.messages.push({ openid, name: asked.name, text, at: now, from: 'account' });
    return OK;
  }),
};

/** A follower's message as the platform pushes it. */
export function addMessage({ state, clock }: FakePlatform, name: string, text: string) {
  const openid = openidOf(name);
  const at = clock.now().getTime();
  state.messages.push({ openid, name, text, at, from: 'follower' });
  const MsgId = String(24_000_000_000_000_000n + BigInt(state.next++)); // beyond 2^53, as real ones
  return { FromUserName: openid, CreateTime: Math.floor(at / 1000), MsgType: 'text', Content: text, MsgId };
}
