/**
 * What became of a mass send: by its job when the platform named one. Without it nothing can be asked: past sends are
 * listed nowhere, and a job is known by its clientmsgid only to the call that sends again, for 24 hours.
 */
import type { Attempt, Sighting, Trace } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { after, hours, seconds } from '../../src/clock.ts';
import type { Door } from './door.ts';
import { lookAgain } from './job.ts';
import { withinLooks } from './looks.ts';
import { GONE_STEP, KNOWN_FOR, MASS_STEP, readSent, SENDING, UNSENT } from './mass.ts';
import { askStatus, massIdOf, type SentMass, showSent, showUnsent } from './mass-job.ts';
import { type PublishTrace, readPayload } from './payload.ts';
import type { Caller } from './token.ts';

const APART = seconds(65); // 45066: the same clientmsgid not within a minute
const LATE = hours(24); // an administrator has 30 minutes, a send takes as long at most
const LOSSES = 4; // calls that got no answer; then it is not the line that is at fault

const CHECK = '请登录公众平台，在“发表记录”核对：已经群发的，确认已发出并填入文章链接；没有的，写明依据后重发。';

export async function findMass(door: Door, trace: PublishTrace, attempt: Attempt): Promise<Sighting> {
  const told = readSent(String(trace.steps[MASS_STEP] ?? ''));
  const ticket = trace.ticket ?? (MASS_STEP in trace.steps ? `mass:${told.msgId}` : null);
  if (ticket === null) return findLost(trace, attempt.now);
  const msgId = massIdOf(ticket) ?? '';
  if (msgId === '') return { seen: 'unknown', reason: `平台说这次群发已受理过，但没有给出编号（45065）。${CHECK}` };
  const since = trace.firstTriedAt;
  return await withinLooks(door, 'mass', attempt, async () => {
    const status = await statusOf(door, msgId, attempt);
    const { more } = readPayload(trace.order.piece);
    const urls = ['', ...more.map(() => '')]; // mass/get tells none; the event does
    const times = { lookAt: lookAgain(attempt.now, since), isLate: attempt.now >= after(since, LATE) };
    return showStatus(status, { msgId, msgDataId: told.msgDataId, urls, ...times });
  });
}

/** Sending again is how the platform is asked: an earlier job answers with its number, and nothing goes out twice. */
function findLost({ steps }: Trace, now: Date): Sighting {
  const lost = lostSends(steps);
  if (lost.length === 0) return { seen: 'absent' };
  if (steps[GONE_STEP]) return { seen: 'unknown', reason: `草稿已离开草稿箱，可能已经群发。${CHECK}` };
  if (now.getTime() >= Math.min(...lost) + KNOWN_FOR) {
    return { seen: 'unknown', reason: `群发请求没有答复，且已近 24 小时，平台不再能认出它。${CHECK}` };
  }
  if (lost.length >= LOSSES) return { seen: 'unknown', reason: `群发请求 ${lost.length} 次没有答复。${CHECK}` };
  const soonest = after(new Date(Math.max(...lost)), APART);
  return now < soonest ? { seen: 'working', lookAt: soonest } : { seen: 'absent' };
}

/** When the calls were made that may have begun a job nobody named. */
export function lostSends(steps: Trace['steps']): readonly number[] {
  return Object.entries(steps)
    .filter(([name]) => name.startsWith(SENDING))
    .filter(([name, at]) => at !== null && steps[UNSENT + name.slice(SENDING.length)] !== true)
    .map(([, at]) => Number(at));
}

const ADMINISTRATOR = new Set(['89504', '89505']);

async function statusOf(door: Door, msgId: string, caller: Caller): Promise<string> {
  try {
    return await askStatus(door, msgId, caller);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    if (error.code === '40059') return 'UNKNOWN';
    if (ADMINISTRATOR.has(error.code)) return 'SENDING';
    throw error;
  }
}

interface Asked extends SentMass {
  readonly lookAt: Date;
  readonly isLate: boolean;
}

const WAITS = '平台正在群发。账号开启了群发保护的，请公众号管理员 30 分钟内在微信里确认';

function showStatus(status: string, { lookAt, isLate, ...asked }: Asked): Sighting {
  switch (status) {
    case 'SEND_SUCCESS':
      return showSent(asked);
    case 'SENDING':
      if (isLate) return { seen: 'unknown', reason: `群发一天后平台仍说正在发送。${CHECK}` };
      return { seen: 'working', lookAt, reason: WAITS };
    case 'SEND_FAIL':
      return showUnsent('send fail');
    case 'DELETE':
      return { seen: 'refused', reason: '群发成功后，已被人在公众平台删除。如需恢复，请重新发布。' };
    default:
      return { seen: 'unknown', reason: `平台不认识这次群发的编号，或答复了没有公布的状态。${CHECK}` };
  }
}
