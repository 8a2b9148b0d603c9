/** The variables of one hotline, without their prefix. */
import { z } from 'zod';

const isAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const secret = z.string().min(16, '密钥至少 16 个字符').max(200, '密钥最多 200 个字符');

export const hotlineSettings = z.object({
  SECRET: secret.describe('推送和回传签名用的密钥，至少 16 个字符，双方一致'),
  SECRET_PREVIOUS: secret.optional().describe('更换密钥期间仍接受的旧密钥；对方换好后去掉'),
  WINDOW_SECONDS: z.coerce
    .number('应为秒数')
    .int('应为秒数')
    .min(30, '至少 30 秒')
    .max(3600, '最多 3600 秒')
    .default(300)
    .describe('推送的时间与本机相差多少秒以内有效，防止被截获后重放'),
  STATUS_BACK: z
    .enum(['on', 'off'], '应为 on 或 off')
    .default('on')
    .describe('签收、转办、退回、答复、办结时是否把办理状态回传热线；对方系统不收的设为 off'),
  ADDRESS: z
    .string()
    .trim()
    .refine((text) => text === '' || isAddress(text), '应为完整的 http(s) 网址')
    .default('')
    .describe('回传答复和办理状态的网址；不填则只接收，结果请在热线系统中填写'),
});

export type HotlineSettings = z.output<typeof hotlineSettings>;
