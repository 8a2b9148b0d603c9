/**
 * The account's variables, as text from the environment and as values afterwards. Parsing values again gives the same
 * values. What the figures mean for the dispatcher is in limits.ts.
 */
import { z } from 'zod';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function address(what: string, fallback: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), `${what}须是 http(s) 网址`)
    .transform((text) => text.replace(/\/+$/, ''))
    .default(fallback);
}

function whole(what: string, { min, fallback }: { min: number; fallback: number }) {
  const told = `${what}须是不小于 ${min} 的整数`;
  return z.coerce.number(told).int(told).min(min, told).default(fallback);
}

export const settingsSchema = z
  .object({
    ACCESS_TOKEN: z.string().trim().default('').describe('授权令牌；留空则读保险箱里的 access_token'),
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
    POSTS_PER_HOUR: whole('每小时条数', { min: 0, fallback: 0 }).describe(
      '每小时最多发布几条；0 为不计，以微博自己的答复为准',
    ),
    CALLS_PER_DAY: whole('每天次数', { min: 0, fallback: 100 }).describe('每天最多调用几次；0 为不计'),
  })
  .transform((settings, context) => {
    if (settings.OPERATOR_IP) return settings;
    if (LOOPBACK.has(new URL(settings.ENDPOINT).hostname)) return { ...settings, OPERATOR_IP: '127.0.0.1' };
    const message = '请填写操作人员的公网 IP：微博要求随每次发布上报（rip）';
    context.addIssue({ code: 'custom', path: ['OPERATOR_IP'], message });
    return z.NEVER;
  });

export type Settings = z.infer<typeof settingsSchema>;
