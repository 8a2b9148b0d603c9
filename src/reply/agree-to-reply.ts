/** A unit's word on the exact text of an answer to a topic it handles with others; see agreement.ts. */
import { invalid, Problem } from '../errors.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { unitsToAgree } from '../topic/assignment.ts';
import type { Topic } from '../topic/topic.ts';
import { getRoot } from '../topic/topic-family.ts';
import { isOfOffice, unitName } from '../topic/unit.ts';
import type { Consent, Verdict } from './agreement.ts';
import { getReplyIn, type SeenReply, staleReply } from './change-reply.ts';
import { type Reply, repliesOf, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';

export interface Agreeing extends SeenReply {
  readonly verdict: Verdict;
  /** What should be changed; required for an objection. */
  readonly reason?: string;
  /** For whom the office notes it; one's own unit when left out. */
  readonly unit?: string;
}

/** Throws 'no-right', 'not-found', 'stale-revision', 'wrong-state', 'invalid-input'. */
export async function agreeToReply(desk: ReplyDesk, agreeing: Agreeing, by: Person, now: Date): Promise<Reply> {
  const { id, revision, verdict, reason = null } = agreeing;
  const unit = agreeing.unit ?? by.unit ?? null;
  const onBehalf = unit === null || unit !== by.unit;
  if (onBehalf) requireRole(by, 'responder');
  if (onBehalf && !isOfOffice(by, desk.units)) throw new Problem('no-right', '只能代表本单位会签。请由该单位办理。');
  const reply = await getReplyIn(desk.db, { id, revision, states: ['draft'], act: '会签' });
  if (verdict === 'objects' && reason === null) throw invalid('reason', '没有写明意见', '请写明不同意什么、应怎样修改');
  refuseStranger(desk, await getRoot(desk.db, reply.topic), unit);
  const consents = reply.consents ?? [];
  const consent: Consent = { unit: unit ?? '', verdict, reason, at: now, by: by.id, onBehalf, revision };
  const event = { what: verdict === 'agrees' ? 'reply.agreed' : 'reply.objected', at: now, by: by.id } as const;
  const line = replyLine(reply, { ...event, nth: `${revision}.${consents.length + 1}`, facts: { unit, onBehalf } });
  const set = { consents: [...consents, consent], consented: consents.length + 1 };
  const after = await repliesOf(desk.db).findOneAndUpdate(
    { _id: id, revision, state: 'draft', consented: reply.consented ?? null },
    { $set: set, $push: { unposted: line } },
    { returnDocument: 'after' },
  );
  if (!after) throw staleReply();
  return after;
}

function refuseStranger({ units }: ReplyDesk, topic: Topic, unit: string | null): void {
  const asked = unitsToAgree(topic);
  if (asked.length === 0) throw new Problem('wrong-state', '此事项没有多个单位联合办理，回应不需要会签。请直接送审。');
  if (asked.some((one) => one.unit === unit)) return;
  const whose = unit === null ? '没有指明会签单位' : `${unitName(unit, units)}不承办此事项`;
  throw new Problem('wrong-state', `${whose}。会签单位为${asked.map((one) => unitName(one.unit, units)).join('、')}。`);
}
