/**
 * The platform's codes: what happened, and what a person must do. Source: open.weibo.com/wiki/Error_code. What asking again
 * cannot change is 'refused' and comes before a person at once, so that nobody spends the day's calls on it; 'locked-out' is
 * what goes by itself once the account is in order. A code that is not listed counts as lost, like every error nobody sorted.
 */
import { ChannelFailure, type FailureKind } from '../../src/channel/failure.ts';

/** How long to wait for a 'limited' answer: until the next full hour, or some minutes. */
type Wait = 'hour' | 'minutes';

interface Meaning {
  readonly kind: FailureKind;
  /** Chinese: what happened, then what to do. */
  readonly reason: string;
  readonly wait?: Wait;
}

const busy: Meaning = { kind: 'uncertain', reason: '微博系统繁忙，结果不明，先核查' };
const authorise: Meaning = { kind: 'locked-out', reason: '微博授权已失效，请管理员用本账号重新连接' };
const settings = (reason: string): Meaning => ({ kind: 'locked-out', reason });
const refused = (reason: string): Meaning => ({ kind: 'refused', reason });
const application = (reason: string) => refused(`${reason}，处理好以后请重发`);
const twice: Meaning = { kind: 'uncertain', reason: '微博称内容与刚发过的相同，很可能已经发出，先核查' };
const malformed = refused('微博不接受此请求的参数，请联系技术人员核对接口');
const hourly = (reason: string): Meaning => ({ kind: 'limited', reason, wait: 'hour' });

const meanings: Readonly<Record<string, Meaning>> = {
  10001: busy,
  10002: busy,
  10003: busy,
  10009: busy,
  10010: busy,
  10011: busy,
  10004: hourly('本机 IP 调用微博过于频繁，到下一小时再试'),
  10022: hourly('本机 IP 调用微博过于频繁，到下一小时再试'),
  10023: hourly('本账号调用微博的次数已用完，稍后再试'),
  10024: hourly('本账号调用此接口的次数已用完，稍后再试'),
  10005: application('应用没有调用此接口的权限，请在微博开放平台申请'),
  10014: application('应用没有调用此接口的权限，请在微博开放平台申请'),
  10006: application('请求缺少 App Key，请核对应用设置'),
  10007: malformed,
  10008: malformed,
  10012: refused('内容过大，请缩短文字或换用较小的图片'),
  10013: settings('微博认为账号无效，请核对账号状态'),
  10016: malformed,
  10017: refused('微博没有认出文中的网址，请核对网址域名已登记为应用的安全域名'),
  10018: malformed,
  10020: malformed,
  10021: malformed,
  20001: malformed,
  20003: refused('用户不存在'),
  20005: refused('图片格式不受支持，请换用 JPEG、GIF 或 PNG'),
  20006: refused('图片过大，请换用小于 5 MB 的图片'),
  20007: refused('图片未能上传，请换一张图片'),
  20008: refused('内容为空，请填写文字'),
  20012: refused('文字超过 140 字，请缩短'),
  20013: refused('文字超过 300 字，请缩短'),
  20014: { kind: 'uncertain', reason: '微博要求重试，先核查' },
  20015: settings('微博认为账号、IP 或应用非法，请联系微博客服'),
  20016: { kind: 'limited', reason: '发布过于频繁，稍后再试', wait: 'minutes' },
  20017: twice,
  20019: twice,
  20111: twice,
  20018: refused('文中含有微博禁止的网址，请删改'),
  20020: refused('微博判定为广告，请修改文字'),
  20021: refused('微博判定内容违规，请修改文字'),
  21602: refused('文中含有微博禁用的词语，请修改文字'),
  20022: settings('本机 IP 行为异常，请联系微博客服'),
  20031: settings('微博要求输入验证码，请人工登录本账号完成验证'),
  20032: { kind: 'uncertain', reason: '微博已接收，1 至 2 分钟后显示' },
  20101: refused('微博不存在，可能已被删除'),
  20102: refused('不是本账号的微博'),
  20104: refused('微博判定内容违规，请修改文字'),
  20109: malformed,
  20112: refused('该微博未公开，不能操作'),
  20201: refused('评论不存在，可能已被删除'),
  20202: refused('微博判定评论内容违规，请修改文字'),
  20203: refused('不是本账号的评论'),
  20204: malformed,
  20206: refused('对方只允许其关注的人评论'),
  20207: refused('对方只允许其信任的人评论'),
  21301: authorise,
  21314: authorise,
  21315: authorise,
  21316: authorise,
  21317: authorise,
  21318: authorise,
  21319: authorise,
  21320: application('微博要求使用 https，请核对接口地址'),
  21321: settings('应用未过审或授权已被撤销，请核对应用状态，并由管理员重新连接账号'),
  21322: application('授权回调地址与微博开放平台登记的不符，请核对'),
  21323: application('授权请求不符合要求，请核对应用设置'),
  21324: application('应用的 App Key 或 App Secret 不正确，请核对应用设置'),
  21325: application('授权码无效、已用过或已过期，请重新授权'),
  21326: application('应用无权这样授权，请核对应用设置'),
  21327: authorise,
  21328: application('应用无权这样授权，请核对应用设置'),
  21329: application('应用无权这样授权，请核对应用设置'),
  21330: application('授权被拒绝，请用本账号重新授权'),
  21331: busy,
  21332: authorise,
  21335: application('UID 不是授权令牌的账号，请核对 UID 设置'),
  21337: settings('应用的 App Key 被停用，请在微博开放平台处理'),
  26403: refused('该消息已回复过，或已超过可回复的时间'),
};

/** Accepted, but shown only after a minute or two. */
export const SLOW = '20032';
/** The same or much the same words as a post or comment of ours. */
export const REPETITIONS: ReadonlySet<string> = new Set(['20017', '20019', '20111']);
/** The post is gone. */
export const GONE = '20101';
/** The user's own rates, of which account/rate_limit_status tells more. */
export const RATED: ReadonlySet<string> = new Set(['10023', '10024']);

/** A call that is not open to this application; applying for it is optional where we can do without. */
export const NOT_FOR_THIS_APP: ReadonlySet<string> = new Set(['10005', '10014', '10020']);

/** Whether the platform certainly counted no call of the user: it never arrived, or the token named no user. */
export function isNotCounted(error: unknown): boolean {
  if (!(error instanceof ChannelFailure)) return false;
  return error.kind === 'unreachable' || (error.kind === 'locked-out' && /^(213\d\d)?$/.test(error.code));
}

/** 10017 is said in two forms: no approved link in the text, or the application has no approved domain at all. */
const unbound = application('应用还没有登记安全域名，请在微博开放平台的应用信息中登记本网站的域名');

/** The failure a code means. Times are told from `now`; `words` are the platform's own, read and never repeated. */
export function codeFailure(code: string, now: Date, words = ''): ChannelFailure {
  const meaning = code === '10017' && /not bind/i.test(words) ? unbound : meanings[code];
  if (!meaning) return new ChannelFailure('uncertain', `微博返回未知代码 ${code}，结果不明，先核查`, { code });
  const { kind, reason, wait } = meaning;
  const text = `${reason}（微博代码 ${code}）`;
  return new ChannelFailure(kind, text, wait ? { code, retryAt: retryAt(wait, now) } : { code });
}

// Rates are counted by the clock hour (open.weibo.com/wiki/Rate-limiting), which in Beijing begins when UTC's does.
function retryAt(wait: Wait, now: Date): Date {
  const hour = 3_600_000;
  return wait === 'hour' ? new Date((Math.floor(now.getTime() / hour) + 1) * hour) : new Date(now.getTime() + hour / 6);
}

/** For calls that only read: every doubt is no more than a failure of looking. */
export function lookingFailure(failure: ChannelFailure): ChannelFailure {
  if (failure.kind !== 'uncertain') return failure;
  return new ChannelFailure('unreachable', '微博未能给出可用的应答，稍后再查', { code: failure.code });
}
