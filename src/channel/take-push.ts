/** One push, whichever way it came in: checked and opened by the adapter, kept, answered. */
import { Problem } from '../errors.ts';
import type { Comment, Doorway, PushedMessage, Received } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import type { Inbox, Said } from './inbox.ts';
import type { Registry } from './registry.ts';

export interface PushDesk {
  readonly channels: Registry;
  readonly inbox: Inbox;
  readonly sayings: Sayings;
  /** Something was kept: to be worked on as soon as no more is coming. */
  nudgeSoon(): void;
}

/** What may be said at once to who wrote. */
export interface Sayings {
  /** null for nothing, as for most messages. `comments` reads the push: called only where something might be said. */
  find(account: string, comments: () => readonly Comment[], now: Date): Promise<Said | null>;
}

/** The account's doorway if it takes pushes. */
export function findReceiver({ channels }: Pick<PushDesk, 'channels'>, account: string): Doorway | null {
  const doorway = channels.doorway(account);
  return doorway?.receive ? doorway : null;
}

/** The answer the platform wants. Throws Problem 'no-right' for what does not come from it. */
export async function takePush(desk: PushDesk, doorway: Doorway, message: PushedMessage): Promise<Received['answer']> {
  const received = receive(doorway, message);
  const { answer, key, body, reaches } = received;
  if (key === null) return answer;
  const { id: account } = doorway;
  const saying = received.answerSaying ? await sayAtOnce(desk.sayings, doorway, received, message.now) : null;
  const push = { _id: `${account}:${key}`, account, at: message.now, body, ...(saying && { said: saying.said }) };
  await desk.inbox.keep(push, { reaches });
  desk.nudgeSoon();
  return saying?.answer ?? answer;
}

/** A push that comes again is answered with the same words: the platform shows them once. */
async function sayAtOnce(sayings: Sayings, doorway: Doorway, { body, answerSaying }: Received, now: Date) {
  const comments = () => doorway.readPushed?.(body, now).comments ?? [];
  const said = await sayings.find(doorway.id, comments, now);
  const answer = said && answerSaying?.(said.text);
  return answer ? { said, answer } : null;
}

function receive(doorway: Doorway, message: PushedMessage): Received {
  try {
    return (doorway.receive as NonNullable<Doorway['receive']>)(message);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    throw new Problem('no-right', '推送的签名或格式不正确，未予接收。请核对平台后台的 Token 和 EncodingAESKey。');
  }
}
