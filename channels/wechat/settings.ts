/** The variables of one official account, without their prefix. What they open is in index.ts. */
import { z } from 'zod';

const text = (what: string) => z.string().trim().min(1).describe(what);
const optional = (what: string) => z.string().trim().default('').describe(what);
const aesKey = (what: string) =>
  z
    .string()
    .regex(/^([A-Za-z0-9+/]{43})?$/, 'EncodingAESKey 应为 43 个字符')
    .default('')
    .describe(what);
const duration = (what: string, ms: number) => z.coerce.number().int().min(1).max(600_000).default(ms).describe(what);

export const wechatSettings = z.object({
  APPID: text('公众号 AppID（设置与开发 → 开发接口管理）'),
  SECRET: text('公众号 AppSecret'),
  ENDPOINT: z
    .string()
    .regex(/^https?:\/\/[^/?#\s]+\/?$/, '应为 https://主机名')
    .transform((url) => url.replace(/\/$/, ''))
    .default('https://api.weixin.qq.com')
    .describe('接口地址'),
  ARTICLE_HOST: z.string().default('mp.weixin.qq.com').describe('文章链接所在的主机'),
  TOKEN: optional('服务器配置中的令牌（Token）；留空则不接收推送'),
  AES_KEY: aesKey('服务器配置中的消息加解密密钥（EncodingAESKey）'),
  AES_KEY_PREVIOUS: aesKey('更换前的消息加解密密钥，更换期间保留'),
  PUSHES: z
    .enum(['any', 'encrypted'])
    .default('any')
    .describe('any 接受平台选择的任何推送方式；encrypted 只接受加密推送（公众平台已设为安全模式时填写）'),
  AUTHOR: optional('文章默认作者，不超过 16 个字'),
  MASS_SENDS: z
    .string()
    .regex(/^[1-9]\d{0,2}\/(day|month)$/, '应为 次数/day 或 次数/month')
    .default('1/day')
    .describe('平台给本账号的群发次数：公众号 1/day，服务号 4/month（只计群发给全部粉丝的）；有特批次数的照实填写'),
  OPEN_COMMENTS: z.enum(['0', '1']).default('1').describe('文章是否打开留言：1 打开，0 不打开'),
  COVER: optional('默认封面图片的路径（jpg 或 png）；留空用自带封面'),
  SETTLE_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(180) // ours: a draft leaves the box when the review is over, which as a rule takes less; nothing published says how long
    .describe('提交结果不明时，等多少秒后才能凭“草稿仍在、列表没有”断定未提交'),
  CONNECT_TIMEOUT_MS: duration('连接平台最多等多少毫秒', 5_000),
  ANSWER_TIMEOUT_MS: duration('等平台答复最多多少毫秒', 15_000),
});

export type WechatSettings = z.output<typeof wechatSettings>;
