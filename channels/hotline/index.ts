/**
 * 政务110 / 12345: cases come by a signed webhook (receive.ts), answers and how far a case has got
 * go back to the hotline (send-back.ts). Nothing is
 * ever published here. What both sides agree on is docs/hotline.md.
 */
import type { CaseStatus } from '../../src/channel/case-status.ts';
import type { Attempt, Channel, Finding } from '../../src/channel/contract.ts';
import { ChannelFailure, toFailure } from '../../src/channel/failure.ts';
import type { Kind } from '../../src/channel/kind.ts';
import { limits } from './limits.ts';
import { readPushed, receive } from './receive.ts';
import { find, reply, report } from './send-back.ts';
import { type HotlineSettings, hotlineSettings } from './settings.ts';

const NO_PUBLISHING = '热线只办工单，不能发布';

const hotline: Kind<Channel> = {
  kind: 'hotline',
  name: '政务热线',
  settings: hotlineSettings,
  open({ id }, given): Channel {
    const settings = hotlineSettings.parse(given);
    return {
      ...{ id, limits, answersOnly: true },
      render: () => ({
        fits: false,
        misfits: [{ field: 'accounts', problem: NO_PUBLISHING, remedy: '请去掉热线账号' }],
      }),
      publish: async () => {
        throw new ChannelFailure('refused', NO_PUBLISHING);
      },
      receive: (message) => receive(settings, message),
      readPushed,
      find: (trace, attempt) => find(settings, trace, attempt),
      ...(settings.ADDRESS !== '' && {
        reply: (comment: string, text: string, attempt: Attempt) => reply(settings, comment, text, attempt),
        check: (attempt: Attempt) => check(settings, attempt),
      }),
      ...(settings.ADDRESS !== '' &&
        settings.STATUS_BACK === 'on' && {
          report: (comment: string, status: CaseStatus, attempt: Attempt) => report(settings, comment, status, attempt),
        }),
    };
  },
};

/** Asks for an answer that is not there: the hotline knows no such case, and that it says so proves the way and the key. */
async function check(settings: HotlineSettings, attempt: Attempt): Promise<readonly Finding[]> {
  const what = '能连上热线，签名一致';
  const order = { action: 'reply', comment: 'check', text: '' } as const;
  const trace = {
    order,
    firstTriedAt: attempt.now,
    lastTriedAt: attempt.now,
    ticket: null,
    steps: {},
    known: [],
    before: null,
  };
  try {
    await find(settings, trace, attempt);
    return [{ what, ok: true, remedy: null }];
  } catch (error) {
    const failure = toFailure(error);
    const isThere = failure.kind === 'refused' && failure.code === 'HTTP 404';
    return [{ what, ok: isThere, remedy: isThere ? null : failure.message }];
  }
}

export default hotline;
