/**
 * Accounts without the right to publish by call (48001: personal and unverified ones since July 2025): the draft is made, a
 * person presses publish on mp.weixin.qq.com. Tried again now and then, since the right may be given; never a second draft.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, hours, minutes } from '../../src/clock.ts';
import type { Door } from './door.ts';
import { isInBox } from './draft.ts';

/** Remembered once the platform has said that a person must publish. */
export const HAND_STEP = 'by-hand';

export const NO_RIGHT = '48001';

export const PUBLISHED_BY_HAND =
  '草稿已离开草稿箱，应已有人手工发布。请从公众平台“发表记录”复制文章链接，确认已发出并填入链接；如果是被删除，请写明依据后重发';

const SOONEST = minutes(10);
const LATEST = hours(2); // 12 submits a day, of 100

/** Says that the draft waits in the box; that it may be out when it has left. Throws ChannelFailure in any case. */
export async function leaveToHand(door: Door, draft: string, attempt: Attempt): Promise<never> {
  await attempt.step(HAND_STEP, async () => true);
  if (!(await isInBox(door, draft, attempt)))
    throw new ChannelFailure('uncertain', PUBLISHED_BY_HAND, { code: '40007' });
  const pause = Math.min(SOONEST * 2 ** (attempt.number - 1), LATEST);
  const reason =
    '公众号没有发布接口的权限（48001）：个人账号和未认证账号自 2025 年 7 月起不能由接口发布。' +
    '草稿已在公众平台草稿箱，请登录 mp.weixin.qq.com 手工发布，再在这里确认已发出并填入文章链接；完成认证后可自动发布。更正或撤回时，请一并删除草稿箱中的这篇草稿。';
  throw new ChannelFailure('locked-out', reason, { code: NO_RIGHT, retryAt: after(attempt.now, pause) });
}
