/**
 * Whether the account can do its work: log in from our address, publish, send to all, read comments and figures, and take
 * pushes. Reads only. What is left of the day's calls is in quotas.ts.
 */
import { checkClock } from '../../src/channel/check-clock.ts';
import type { PushProbe } from '../../src/channel/check-push.ts';
import type { Finding } from '../../src/channel/contract.ts';
import { toFailure } from '../../src/channel/failure.ts';
import { findRights } from './check-rights.ts';
import { signatureOf } from './crypt.ts';
import type { Door } from './door.ts';
import type { WechatSettings } from './settings.ts';
import type { Caller } from './token.ts';

const LOGIN = '登录微信接口（AppID、AppSecret）';
const ADDRESS = '本机地址在公众号的 IP 白名单里';
const REFUSED_ADDRESS = new Set(['40164', '89503', '89506', '89507']);

export async function check(door: Door, caller: Caller): Promise<readonly Finding[]> {
  const [login, clock] = await Promise.all([logIn(door, caller), checkClock(door.settings.ENDPOINT, caller)]);
  const push = findPushSettings(door.settings);
  if (login.some(({ ok }) => !ok)) return [...login, ...clock, ...push];
  return [...login, ...clock, ...(await findRights(door, caller)), ...push];
}

/** Who is refused for the address has shown the right secret: what is wrong is the address alone. */
async function logIn({ weixin }: Door, caller: Caller): Promise<readonly Finding[]> {
  try {
    await weixin.logIn(caller);
    return [fine(LOGIN), fine(ADDRESS)];
  } catch (error) {
    const { code, message } = toFailure(error);
    return [{ what: REFUSED_ADDRESS.has(code) ? ADDRESS : LOGIN, ok: false, remedy: message }];
  }
}

function findPushSettings({ TOKEN, AES_KEY }: WechatSettings): readonly Finding[] {
  const what = '接收平台推送（留言消息、发布结果）';
  if (TOKEN === '') {
    const remedy = '没有配置 TOKEN：收不到粉丝消息，发布结果要靠定时查询。请在公众平台“服务器配置”启用。';
    return [{ what, ok: false, remedy }];
  }
  if (AES_KEY !== '') return [fine(what)];
  const remedy = '没有配置 AES_KEY：推送不加密。建议在公众平台设为安全模式并填写密钥。';
  return [{ what, ok: false, remedy }];
}

/** What the platform sends when the address is entered there (消息推送 → 验证服务器地址). */
export function pushProbe({ TOKEN }: WechatSettings, now: Date): PushProbe | null {
  if (TOKEN === '') return null;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const nonce = String(now.getTime() % 1_000_000_007);
  const echostr = `sanwei${nonce}`;
  return { query: { signature: signatureOf(TOKEN, timestamp, nonce), timestamp, nonce, echostr }, answer: echostr };
}

function fine(what: string): Finding {
  return { what, ok: true, remedy: null };
}
