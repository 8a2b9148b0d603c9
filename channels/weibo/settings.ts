/**
 * The account's variables, as text from the environment and as values afterwards. Parsing values again gives the same
 * values. What the figures mean for the dispatcher is in limits.ts.
 */
import { z } from 'zod';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function address(what: string, fallback: string) {
  const isAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  return z
    .string()
    .refine((text) => text === fallback || isAddress(text), `${what}须是 http(s) 网址`)
    .transform((text) => text.replace(/\/+$/, ''))
    .default(fallback);
}

function number(what: string, min: number) {
  const told = `${what}须是不小于 ${min} 的整数`;
  return z.coerce.number(told).int(told).min(min, told);
}

function whole(what: string, { min, fallback }: { min: number; fallback: number }) {
  return number(what, min).default(fallback);
}

/** Of the example in the documents' spirit: some sixty calls to read, forty to post, answer and look. */
const KEPT_FOR_POSTING = 0.4;

export const settingsSchema = z
  .object({
    ACCESS_TOKEN: z.string().trim().default('').describe('授权令牌；可留空，由管理员在本系统中连接账号取得'),
    APPKEY: z
      .string()
      .trim()
      .regex(/^\d*$/, '须是纯数字的 App Key')
      .default('')
      .describe('微博开放平台应用的 App Key，与 App Secret 一同填写后可在本系统中连接账号'),
    APPSECRET: z.string().trim().default('').describe('微博开放平台应用的 App Secret'),
    REDIRECT_URI: address('授权回调地址', '').describe(
      '授权回调地址，须与微博开放平台登记的一致；留空为“网站地址/connect/账号编号/back”',
    ),
    UID: z.string('请填写本账号的微博 UID').regex(/^\d+$/, '须是纯数字的微博 UID').describe('本账号的微博 UID'),
    ENDPOINT: address('接口地址', 'https://api.weibo.com').describe('接口地址，不带 /2'),
    PAGES: address('微博网页地址', 'https://weibo.com').describe('公众打开微博的网址'),
    OPERATOR_IP: z
      .union([z.ipv4('须是 IP 地址'), z.ipv6('须是 IP 地址'), z.literal('')])
      .default('')
      .describe('操作人员的公网 IP，微博要求随每次发布上报（rip）'),
    SETTLE_SECONDS: whole('等待显示的秒数', { min: 0, fallback: 120 }).describe('发布后最迟多久应能看到'),
    CONNECT_TIMEOUT_MS: whole('连接时限', { min: 1, fallback: 5_000 }).describe('连接时限，毫秒'),
    ANSWER_TIMEOUT_MS: whole('应答时限', { min: 1, fallback: 15_000 }).describe('连上以后的应答时限，毫秒'),
    POSTS_PER_HOUR: whole('每小时条数', { min: 0, fallback: 30 }).describe('每小时最多发布几条；0 为不计'),
    CALLS_PER_DAY: whole('每天次数', { min: 0, fallback: 100 }).describe(
      '每天最多调用几次，读取、发布、回复和核查都算；0 为不计',
    ),
    CALLS_KEPT_FOR_POSTING: number('留给发布的次数', 0)
      .optional()
      .describe('每天的调用中留给发布、回复和核查的次数，默认四成；其余用于读取评论和提及，全天均匀使用'),
    MESSAGES: z
      .enum(['0', '1'], '须是 0 或 1')
      .default('0')
      .describe('是否接收和回复私信（粉丝服务平台）：1 为是。只向认证账号开放，开放情况以微博为准，可能不可用'),
    MESSAGES_ENDPOINT: address('私信接口地址', 'https://m.api.weibo.com').describe('私信接口地址，不带 /2'),
  })
  .superRefine((settings, context) => {
    const wrong = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const { APPKEY, APPSECRET, CALLS_PER_DAY, CALLS_KEPT_FOR_POSTING } = settings;
    if (APPKEY !== '' && APPSECRET === '') wrong('APPSECRET', '填写了 App Key，请一并填写 App Secret');
    if (APPKEY === '' && APPSECRET !== '') wrong('APPKEY', '填写了 App Secret，请一并填写 App Key');
    if (settings.MESSAGES === '1' && APPSECRET === '') wrong('APPSECRET', '接收私信须用 App Secret 验证推送，请填写');
    if (CALLS_PER_DAY > 0 && (CALLS_KEPT_FOR_POSTING ?? 0) > CALLS_PER_DAY) {
      wrong('CALLS_KEPT_FOR_POSTING', '须不大于每天最多调用的次数');
    }
  })
  .transform((given, context) => {
    const kept = given.CALLS_KEPT_FOR_POSTING ?? Math.round(given.CALLS_PER_DAY * KEPT_FOR_POSTING);
    const settings = { ...given, CALLS_KEPT_FOR_POSTING: kept };
    if (given.OPERATOR_IP) return settings;
    if (LOOPBACK.has(new URL(settings.ENDPOINT).hostname)) return { ...settings, OPERATOR_IP: '127.0.0.1' };
    const message = '请填写操作人员的公网 IP：微博要求随每次发布上报（rip）';
    context.addIssue({ code: 'custom', path: ['OPERATOR_IP'], message });
    return z.NEVER;
  });

export type Settings = z.infer<typeof settingsSchema>;
