/**
 * Is the authorisation good, whose is it and how long does it last? The platform renews nothing by itself: a person must
 * authorise again before the token ends (open.weibo.com/wiki/Oauth2/get_token_info).
 */
import { z } from 'zod';
import { checkClock } from '../../src/channel/check-clock.ts';
import type { Attempt, Finding } from '../../src/channel/contract.ts';
import { toFailure } from '../../src/channel/failure.ts';
import type { WeiboAccount } from './account.ts';

const infoSchema = z.object({
  uid: z.union([z.string(), z.number()]).transform(String),
  expire_in: z.coerce.number().max(1e10),
});

const DAY = 86_400; // seconds
/** Days before the end from which staff are told, ever more urgently. */
const WARNINGS = [
  { days: 1, word: '立即' },
  { days: 3, word: '尽快' },
  { days: 7, word: '本周内' },
] as const;

export async function check(attempt: Attempt, account: WeiboAccount): Promise<readonly Finding[]> {
  return [...(await findToken(attempt, account)), ...(await checkClock(account.settings.ENDPOINT, attempt))];
}

async function findToken(attempt: Attempt, { api, settings }: WeiboAccount): Promise<readonly Finding[]> {
  try {
    const info = infoSchema.safeParse(await api.tokenInfo(attempt));
    if (!info.success) return [bad('微博授权', '微博的应答不符合接口说明，请稍后再查')];
    const { uid, expire_in: left } = info.data;
    const messages = settings.MESSAGES === '1' ? [good(MESSAGES)] : [];
    return [ownerFinding(uid, settings.UID), ...messages, lifeFinding(left, attempt.now)];
  } catch (error) {
    return [bad('微博授权', toFailure(error).message)];
  }
}

/** No call tells whether the platform still pushes them. */
const MESSAGES = '已打开私信（粉丝服务平台）；微博是否仍向本账号开放，以能否收到推送为准';

function ownerFinding(uid: string, expected: string): Finding {
  const what = '授权所属账号';
  return uid === expected ? good(what) : bad(what, '令牌不是本账号的，请用本账号重新授权，或核对 UID 设置');
}

function lifeFinding(seconds: number, now: Date): Finding {
  if (seconds <= 0) return bad('微博授权已到期', '请立即用本账号重新授权并更新令牌');
  const whole = Math.floor(seconds / DAY);
  const what = `微博授权还有 ${whole > 0 ? `${whole} 天` : `${Math.ceil(seconds / 3600)} 小时`}`;
  const warning = WARNINGS.find((one) => seconds <= one.days * DAY);
  const remedy = `请${warning?.word}用本账号重新授权并更新令牌，到期后不能发布和回复`;
  return { ...(warning ? bad(what, remedy) : good(what)), endsAt: new Date(now.getTime() + seconds * 1000) };
}

const good = (what: string): Finding => ({ what, ok: true, remedy: null });
const bad = (what: string, remedy: string): Finding => ({ what, ok: false, remedy });
