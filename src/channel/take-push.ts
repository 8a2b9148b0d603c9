/** One push, whichever way it came in: checked and opened by the adapter, kept, answered. */
import { Problem } from '../errors.ts';
import type { Doorway, PushedMessage, Received } from './contract.ts';
import { ChannelFailure } from './failure.ts';
import type { Inbox } from './inbox.ts';
import type { Registry } from './registry.ts';

export interface PushDesk {
  readonly channels: Registry;
  readonly inbox: Inbox;
  /** Something was kept: to be worked on as soon as no more is coming. */
  nudgeSoon(): void;
}

/** The account's doorway if it takes pushes. */
export function findReceiver({ channels }: Pick<PushDesk, 'channels'>, account: string): Doorway | null {
  const doorway = channels.doorway(account);
  return doorway?.receive ? doorway : null;
}

/** The answer the platform wants. Throws Problem 'no-right' for what does not come from it. */
export async function takePush(desk: PushDesk, doorway: Doorway, message: PushedMessage): Promise<Received['answer']> {
  const { answer, key, body, reaches } = receive(doorway, message);
  if (key === null) return answer;
  const { id: account } = doorway;
  await desk.inbox.keep({ _id: `${account}:${key}`, account, at: message.now, body }, { reaches });
  desk.nudgeSoon();
  return answer;
}

function receive(doorway: Doorway, message: PushedMessage): Received {
  try {
    return (doorway.receive as NonNullable<Doorway['receive']>)(message);
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    throw new Problem('no-right', '推送的签名或格式不正确，未予接收。请核对平台后台的 Token 和 EncodingAESKey。');
  }
}
