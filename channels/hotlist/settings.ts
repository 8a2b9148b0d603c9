/** The variables of one list, without their prefix. One account reads one list; any number of accounts may be listed. */
import { z } from 'zod';

/** How a source writes its list: weibo is the site's own, undocumented; the others are collectors anybody can run. */
export const FORMATS = ['weibo', 'dailyhot', 'newsnow', 'rss'] as const;

const WEIBO = 'https://weibo.com/ajax/side/hotSearch';

const isAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const duration = (what: string, ms: number) =>
  z.coerce
    .number(`${what}应为毫秒数`)
    .int(`${what}应为毫秒数`)
    .min(1, `${what}应为毫秒数`)
    .max(60_000, `${what}最多 60000 毫秒`)
    .default(ms)
    .describe(what);

export const hotlistSettings = z
  .object({
    SOURCE: z
      .enum(FORMATS, `请填写来源类型：${FORMATS.join('、')}`)
      .describe('来源类型：weibo、dailyhot、newsnow 或 rss'),
    ADDRESS: z
      .string()
      .trim()
      .refine((text) => text === '' || isAddress(text), '应为完整的 http(s) 网址')
      .default('')
      .describe('榜单的完整网址；weibo 可不填，其余必填，如 https://主机/weibo、https://主机/api/s?id=weibo'),
    ANSWER_TIMEOUT_MS: duration('一次读取最多等多少毫秒', 10_000),
  })
  .transform((settings, context) => {
    if (settings.ADDRESS !== '') return settings;
    if (settings.SOURCE === 'weibo') return { ...settings, ADDRESS: WEIBO };
    context.addIssue({ code: 'custom', path: ['ADDRESS'], message: '请填写榜单的完整网址' });
    return z.NEVER;
  });

export type HotlistSettings = z.output<typeof hotlistSettings>;
