/** One call of the fake's API answered, or spoiled by a trouble. Whatever is answered stands in the book before. */
import type { ServerResponse } from 'node:http';
import { TROUBLES, type Trouble } from '../../src/channel/fake.ts';
import type { ApiCall } from './fake-api.ts';
import type { Book } from './fake-book.ts';
import { Refusal } from './fake-platform.ts';

export interface Answering {
  readonly sent: ApiCall;
  readonly response: ServerResponse;
  readonly trouble: Trouble | null;
  readonly call: (sent: ApiCall) => unknown;
  readonly book: Book;
  /** Carries the call out and answers with an empty body. */
  readonly empty: boolean;
}

const PAGE_502 = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

type Ending = 'result' | 'nothing' | 'silence' | 'close' | 'reset' | 'drip' | 'bad gateway' | Refusal;

/** How each trouble ends the call that meets it; whether it is carried out stands in TROUBLES. */
function endingOf(trouble: Trouble | null, path: string): Ending {
  switch (trouble) {
    case null:
    case 'no-route':
    case 'clock-ahead':
    case 'clock-behind':
    case 'event-never':
    case 'event-once':
    case 'event-thrice':
    case 'event-early':
      return 'result';
    case 'refuse':
      return new Refusal(20021, 'content is illegal!');
    case 'bad-login':
      return new Refusal(21327, 'expired_token', 403);
    case 'limit':
      return new Refusal(10023, 'User requests out of rate limit!', 403);
    case 'false-duplicate':
      return path === '/2/statuses/destroy.json'
        ? new Refusal(20101, 'target weibo does not exist!')
        : new Refusal(20019, 'repeat content!');
    case 'hang':
    case 'hang-after':
      return 'silence';
    case 'lost-answer':
      return 'close';
    case 'reset':
    case 'reset-after':
      return 'reset';
    case 'slow-body':
      return 'drip';
    case 'bad-gateway':
    case 'bad-gateway-before':
      return 'bad gateway';
  }
}

export function answerCall({ sent, response, trouble, call, book, empty }: Answering): void {
  const ending = empty ? 'nothing' : endingOf(trouble, sent.path);
  const isCarriedOut = ending === 'result' || ending === 'nothing' || (trouble && TROUBLES[trouble].carriedOut);
  const result = isCarriedOut ? carryOut(call, sent) : null;
  if (sent.method === 'POST') book.save();
  if (ending === 'result') answerWith(response, result, sent.path);
  else if (ending === 'nothing') response.end();
  else if (ending === 'close') response.destroy();
  else if (ending === 'reset') response.socket?.resetAndDestroy();
  else if (ending === 'drip') drip(response, JSON.stringify(result));
  else if (ending === 'bad gateway') send(response, { status: 502, type: 'text/html', text: PAGE_502 });
  else if (ending !== 'silence') answerWith(response, ending, sent.path);
}

function answerWith(response: ServerResponse, answer: unknown, path: string): void {
  if (answer instanceof Refusal) sendJson(response, answer.status, showRefusal(answer, path));
  else sendJson(response, 200, answer);
}

/** Half the answer, then a blank now and then: a caller that only counts silence would wait for ever. */
function drip(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' });
  response.write(text.slice(0, text.length / 2));
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}

/** The call's answer, or its refusal. */
function carryOut(call: Answering['call'], sent: ApiCall): unknown {
  try {
    return call(sent);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function showRefusal({ code, message }: Refusal, path: string): unknown {
  const described = code >= 21_300 && code < 21_400 ? { error_description: message } : {};
  return { error: message, error_code: code, request: path, ...described };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, { status, type: 'application/json;charset=UTF-8', text: JSON.stringify(body) });
}

function send(response: ServerResponse, answer: { status: number; type: string; text: string }): void {
  response.writeHead(answer.status, { 'content-type': answer.type });
  response.end(answer.text);
}
