/** One call of the fake's API answered, or spoiled by a trouble. Whatever is answered stands in the book before. */
import type { ServerResponse } from 'node:http';
import type { Trouble } from '../../src/channel/fake.ts';
import type { ApiCall } from './fake-api.ts';
import type { Book } from './fake-book.ts';
import { Refusal } from './fake-platform.ts';

export interface Answering {
  readonly sent: ApiCall;
  readonly response: ServerResponse;
  readonly trouble: Trouble | null;
  readonly call: (sent: ApiCall) => unknown;
  readonly book: Book;
}

const PAGE_502 = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

type Ending = 'result' | 'silence' | 'cut' | 'bad gateway' | Refusal;

interface Effect {
  readonly carriesOut: boolean;
  readonly ending: Ending;
}

/** What each trouble does to the call that meets it. */
function effectOf(trouble: Trouble | null): Effect {
  switch (trouble) {
    case null:
    case 'no-route':
      return { carriesOut: true, ending: 'result' };
    case 'refuse':
      return { carriesOut: false, ending: new Refusal(20021, 'content is illegal!') };
    case 'bad-login':
      return { carriesOut: false, ending: new Refusal(21327, 'expired_token', 403) };
    case 'limit':
      return { carriesOut: false, ending: new Refusal(10023, 'User requests out of rate limit!', 403) };
    case 'hang':
      return { carriesOut: false, ending: 'silence' };
    case 'hang-after':
      return { carriesOut: true, ending: 'silence' };
    case 'lost-answer':
      return { carriesOut: true, ending: 'cut' };
    case 'bad-gateway':
      return { carriesOut: true, ending: 'bad gateway' };
  }
}

export function answerCall({ sent, response, trouble, call, book }: Answering): void {
  const { carriesOut, ending } = effectOf(trouble);
  const result = carriesOut ? carryOut(call, sent) : null;
  if (sent.method === 'POST') book.save();
  const answer = ending === 'result' ? result : ending;
  if (answer === 'silence') return;
  if (answer === 'cut') response.destroy();
  else if (answer === 'bad gateway') send(response, { status: 502, type: 'text/html', text: PAGE_502 });
  else if (answer instanceof Refusal) sendJson(response, answer.status, showRefusal(answer, sent.path));
  else sendJson(response, 200, answer);
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
