/** What staff choose for one publication on an official account; reviewed and signed with the text. */
import { z } from 'zod';
import type { Announcement } from '../../src/release/announcement.ts';
import type { WechatSettings } from './settings.ts';

const NOTIFY = /^(none|all|tag:\d{1,10})$/; // a tag is numbered by the platform (tags/get)

const recipients = z.string().regex(NOTIFY, '应为 none、all 或 tag:标签编号').default('none');

/** What stands before the number of a tag. */
const TAG = { value: 'tag:', title: '群发给一个标签下的粉丝', asks: '标签编号' };
const TO_ALL = { value: 'all', title: '群发给全部粉丝' };

export const COMMENT_MODES = ['open', 'fans', 'closed'] as const;

export const wechatChoices = z.strictObject({
  notify: recipients.meta({
    title: '通知粉丝',
    description:
      'none 发布，不通知粉丝；all 群发给全部粉丝；tag:2 群发给编号为 2 的标签下的粉丝。群发占用账号的群发次数',
    options: [{ value: 'none', title: '只发布，不通知' }, TO_ALL, TAG],
  }),
  notifyCorrection: recipients.meta({
    title: '更正时再通知',
    description: '更正时是否再次群发，写法同 notify；不填则更正后的文章只发布，不再通知',
    options: [{ value: 'none', title: '更正后只发布，不再通知' }, TO_ALL, TAG],
  }),
  comments: z
    .enum(COMMENT_MODES)
    .optional()
    .meta({
      title: '留言',
      description: '留言：open 所有人可留言，fans 仅粉丝可留言，closed 不开留言；不填用账号的设置',
      options: [
        { value: 'open', title: '所有人可留言' },
        { value: 'fans', title: '仅粉丝可留言' },
        { value: 'closed', title: '不开留言' },
      ],
    }),
});

/** The name of what a mass send uses up. */
export const MASS_USE = '群发';

export interface Chosen {
  /** 'none', 'all' or 'tag:<number>'. */
  readonly notify: string;
  readonly comments: (typeof COMMENT_MODES)[number];
}

/** The account's own defaults where nothing was chosen. What was chosen has been checked when it came in. */
export function chosenFor(
  account: string,
  { choices, correction }: Announcement,
  { OPEN_COMMENTS }: Pick<WechatSettings, 'OPEN_COMMENTS'>,
): Chosen {
  const chosen = wechatChoices.parse(choices[account] ?? {});
  const { comments = OPEN_COMMENTS === '0' ? 'closed' : 'open' } = chosen;
  return { notify: correction ? chosen.notifyCorrection : chosen.notify, comments };
}

/**
 * Whether it counts against the account's own number of sends: those of a month are counted per follower, so that only
 * what goes to all is known to count.
 */
export function usesMassSend(
  { notify }: Pick<Chosen, 'notify'>,
  { MASS_SENDS }: Pick<WechatSettings, 'MASS_SENDS'>,
): boolean {
  return notify === 'all' || (notify !== 'none' && MASS_SENDS.endsWith('/day'));
}
