/** Answering a topic: a draft for the channel it was said on, or the record of an answer given elsewhere. */
import { after, minutes } from '../clock.ts';
import { invalid } from '../errors.ts';
import { newId } from '../ids.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { refuseState } from '../topic/change-topic.ts';
import { noteAnswer } from '../topic/note-answer.ts';
import { getTopic } from '../topic/topic.ts';
import { dropAutosave } from './autosave.ts';
import { getPlan } from './find-reach.ts';
import { refuseUnlinked } from './points-to.ts';
import { refuseMissingProofs } from './proof-store.ts';
import { type Means, meansNames, type Reply, repliesOf, replyLine } from './reply.ts';
import type { ReplyDesk } from './reply-desk.ts';
import { checkWording, type Wording } from './wording.ts';

export interface ReplyInput {
  /** Topic id. */
  readonly topic: string;
  readonly text: string;
  /** Other words for some accounts; see wording.ts. */
  readonly variants?: Readonly<Record<string, string>> | undefined;
  /** The release it points to; see order-replies.ts. */
  readonly pointsTo?: string | undefined;
  readonly means: Means;
  /** What shows that it was given: document number, link, note of the file. */
  readonly proof?: string | undefined;
  /** Ids of files that show it; see proof-store.ts. */
  readonly proofFiles?: readonly string[] | undefined;
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
  const reply = input.means === 'channel' ? await draft(desk, input, by, now) : await logged(desk.db, input, by, now);
  await repliesOf(desk.db).insertOne(reply);
  await dropAutosave(desk.db, topic._id, by);
  if (reply.givenAt) await noteAnswer(desk, topic._id, { at: reply.givenAt, coversUntil: now, fixedAt: now }, now);
  return reply;
}

async function draft(desk: ReplyDesk, input: ReplyInput, by: Person, now: Date): Promise<Reply> {
  checkWording(wordingOf(input), desk.accounts);
  if (input.pointsTo !== undefined) await refuseUnlinked(desk, input, input.pointsTo);
  for (const field of ['proof', 'givenAt', 'proofFiles'] as const) {
    if (input[field] !== undefined)
      throw invalid(field, '在原渠道的回应以平台回执为准', '请去掉此项，或选择其他回应方式');
  }
  // Nobody should have to approve what cannot be sent.
  await getPlan(desk, { topic: input.topic, ...wordingOf(input) }, now);
  const fresh = freshReply(input, by, now);
  return { ...fresh, unposted: [replyLine(fresh, { what: 'reply.drafted', at: now, by: by.id })] };
}

async function logged(db: Database, input: ReplyInput, by: Person, now: Date): Promise<Reply> {
  const { proof = '', proofFiles = [], givenAt = now, means } = input;
  for (const field of ['variants', 'pointsTo'] as const) {
    if (input[field] !== undefined) throw invalid(field, '只用于在原渠道的回应', '请去掉此项');
  }
  if (proof.trim().length < SHORTEST_PROOF) {
    const remedy = `请写明文号、链接或存档位置，至少 ${SHORTEST_PROOF} 个字`;
    throw invalid('proof', `以“${meansNames[means]}”作出的回应没有依据`, remedy);
  }
  if (givenAt > after(now, AHEAD_MS)) throw invalid('givenAt', '回应时间在将来', '请填写实际回应的时间');
  await refuseMissingProofs(db, proofFiles);
  const fresh = freshReply(input, by, now);
  const shown = { proof: proof.trim(), ...(proofFiles.length > 0 && { proofFiles }) };
  const given = { state: 'logged', ...shown, givenAt, coversUntil: now } as const;
  return { ...fresh, ...given, unposted: [replyLine(fresh, { what: 'reply.logged', at: givenAt, by: by.id })] };
}

function wordingOf({ text, variants }: ReplyInput): Wording {
  return { text, ...(variants && Object.keys(variants).length > 0 && { variants }) };
}

function freshReply(input: ReplyInput, by: Person, now: Date): Reply {
  const { topic, means, pointsTo } = input;
  return {
    _id: newId(now),
    topic,
    ...wordingOf(input),
    ...(pointsTo !== undefined && { pointsTo }),
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
