/** What whoever waits for an answer is told when the platform does not do what was asked at once, without a delivery. */
import { Problem } from '../errors.ts';
import type { ChannelFailure } from './failure.ts';

/** `again`: a Chinese sentence, what to do when it may have happened or may not. */
export function problemOf({ kind, message, retryAt }: ChannelFailure, now: Date, again: string): Problem {
  switch (kind) {
    case 'refused':
      return new Problem('does-not-fit', message);
    case 'locked-out':
      return new Problem('wrong-state', message);
    case 'limited': {
      const retryAfterSeconds = Math.max(1, Math.ceil(((retryAt ?? now).getTime() - now.getTime()) / 1000));
      return new Problem('too-many-requests', message, { retryAfterSeconds });
    }
    case 'unreachable':
    case 'uncertain':
      return new Problem('unavailable', `${message.replace(/。$/, '')}。${again}`);
  }
}
