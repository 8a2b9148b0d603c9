/** What an answer says: its JSON, or the failure its code or its state means. */
import { ChannelFailure } from '../../src/channel/failure.ts';
import { parseJson } from '../../src/channel/parse-json.ts';
import { codeFailure } from './errors.ts';
import type { Answer } from './line.ts';
import { textOf } from './wire.ts';

/** Throws ChannelFailure; none of the platform's own text is in it, which may quote a token. */
export function readAnswer({ status, text }: Answer, now: Date): unknown {
  const doubt = new ChannelFailure('uncertain', '微博的应答无法辨认，结果不明，先核查', { code: `HTTP ${status}` });
  // A gateway's 5xx may follow a post that went through, whatever it says.
  if (status >= 500) throw doubt;
  const answer = parsed(text);
  if (typeof answer !== 'object' || answer === null) throw doubt;
  const { error_code, error } = answer as { error_code?: unknown; error?: unknown };
  // A number in reality, text in the documents' samples.
  const code = textOf(error_code);
  if (/^\d{1,9}$/.test(code) && Number(code) !== 0) throw codeFailure(code, now, textOf(error));
  if (status < 200 || status >= 300) throw doubt;
  return answer;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
