/** Answering a topic: a draft for the channel it was said on, or the record of an answer given elsewhere. */
import { after, minutes } from '../clock.ts';
import { invalid } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import { refuseState } from '../topic/change-topic.ts';
import { noteAnswer } from '../topic/note-answer.ts';
import { getTopic } from '../topic/topic.ts';
import { getPlan } from './find-reach.ts';
import { type Means, meansNames, type Reply, repliesOf, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';

export interface ReplyInput {
  /** Topic id. */
  readonly topic: string;
  readonly text: string;
  readonly means: Means;
  /** What shows that it was given: document number, link, note of the file. */
  readonly proof?: string;
  /** When it was given; now when left out. */
  readonly givenAt?: Date;
}

const SHORTEST_PROOF = 4;
/** Clocks of other machines may be a little fast. */
const AHEAD_MS = minutes(2);

/** Throws 'no-right', 'not-found', 'wrong-state', 'invalid-input', 'does-not-fit'. */
export async function writeReply(desk: ReplyDesk, input: ReplyInput, by: Person, now: Date): Promise<Reply> {
  requireRole(by, 'responder');
  const topic = await getTopic(desk.db, input.topic);
  refuseState(topic, ['open', 'answered'], '回应');
  const reply = input.means === 'channel' ? await draft(desk, input, by, now) : logged(input, by, now);
  await repliesOf(desk.db).insertOne(reply);
  if (reply.givenAt) await noteAnswer(desk, topic._id, { at: reply.givenAt, coversUntil: now });
  return reply;
}

async function draft(desk: ReplyDesk, input: ReplyInput, by: Person, now: Date): Promise<Reply> {
  for (const field of ['proof', 'givenAt'] as const) {
    if (input[field] !== undefined)
      throw invalid(field, '在原渠道的回应以平台回执为准', '请去掉此项，或选择其他回应方式');
  }
  // Nobody should have to approve what cannot be sent.
  await getPlan(desk, input, now);
  const fresh = freshReply(input, by, now);
  return { ...fresh, unposted: [replyLine(fresh, { what: 'reply.drafted', at: now, by: by.id })] };
}

function logged(input: ReplyInput, by: Person, now: Date): Reply {
  const { proof = '', givenAt = now, means } = input;
  if (proof.trim().length < SHORTEST_PROOF) {
    const remedy = `请写明文号、链接或存档位置，至少 ${SHORTEST_PROOF} 个字`;
    throw invalid('proof', `以“${meansNames[means]}”作出的回应没有依据`, remedy);
  }
  if (givenAt > after(now, AHEAD_MS)) throw invalid('givenAt', '回应时间在将来', '请填写实际回应的时间');
  const fresh = freshReply(input, by, now);
  const given = { state: 'logged', proof: proof.trim(), givenAt, coversUntil: now } as const;
  return { ...fresh, ...given, unposted: [replyLine(fresh, { what: 'reply.logged', at: givenAt, by: by.id })] };
}

function freshReply({ topic, text, means }: ReplyInput, by: Person, now: Date): Reply {
  return {
    _id: newId(now),
    topic,
    text,
    means,
    state: 'draft',
    revision: 1,
    writers: [by.id],
    proof: null,
    givenAt: null,
    approval: null,
    returned: null,
    deliveries: [],
    skipped: [],
    coversUntil: null,
    noted: false,
    createdAt: now,
    unposted: [],
  };
}
