/** The hotline's own desk: its cases, the pushes that tell of them, and the answers it takes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Action } from '../../src/channel/contract.ts';
import { TROUBLES, type Trouble } from '../../src/channel/fake.ts';
import type { Clock } from '../../src/clock.ts';
import type { FakeCase, ToldStatus } from './fake-page.ts';
import type { PushedCase } from './receive.ts';
import { sign } from './sign.ts';

export const SECRET = 'rehearsal-hotline-secret';

/** Which case, and which of its parts. */
interface Asked {
  readonly id: string;
  readonly what: string;
}

export class HotlineDesk {
  readonly cases = new Map<string, FakeCase>();
  readonly arrived: Action[] = [];
  readonly pushed: number[] = [];
  /** Troubles ordered and not yet met. */
  readonly ordered: Trouble[] = [];
  readonly #clock: Clock;
  /** Where cases are pushed to, or null for nowhere. */
  pushTo: string | null;
  #number = 0;

  constructor(clock: Clock, pushTo: string | null) {
    this.#clock = clock;
    this.pushTo = pushTo;
  }

  /** Somebody calls. Returns the case's id. */
  async call(given: Partial<PushedCase>): Promise<string> {
    const at = this.#clock.now().toISOString();
    const id = given.id ?? `110-${at.slice(0, 10).replaceAll('-', '')}-${String(++this.#number).padStart(4, '0')}`;
    const fresh = { text: '', title: '', calledAt: at, acceptedAt: at, ...given, id, replies: {}, statuses: {} };
    this.cases.set(id, fresh);
    await this.#push(fresh);
    return id;
  }

  async move(id: string, changes: Partial<PushedCase>): Promise<void> {
    const one = this.cases.get(id);
    if (!one) throw new Error(`no case ${id}`);
    const moved = { ...one, ...changes };
    this.cases.set(id, moved);
    await this.#push(moved);
  }

  /** A button of the page. */
  async press(to: string | null, id: string): Promise<void> {
    const at = this.#clock.now().toISOString();
    await this.move(id, to === 'assigned' ? { assignedAt: at } : { closedAt: at, onTime: to === 'closed' });
  }

  async #push({ replies: _, statuses: __, ...given }: FakeCase): Promise<void> {
    if (this.pushTo === null) return;
    const body = JSON.stringify(given);
    const timestamp = String(Math.floor(this.#clock.now().getTime() / 1000));
    const query = new URLSearchParams({ timestamp, signature: sign(SECRET, timestamp, body) });
    const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const status = await fetch(`${this.pushTo}?${query}`, sent).then(
      (answer) => answer.status,
      () => 0,
    );
    this.pushed.push(status);
  }

  /** A call to /cases/:id/replies or /cases/:id/status. */
  answer({ id, what }: Asked, request: IncomingMessage, body: string, response: ServerResponse): void {
    if (request.method === 'GET') {
      const key = new URL(request.url ?? '/', 'http://hotline').searchParams.get('key') ?? '';
      const one = isSigned(request, String(request.url)) ? this.cases.get(id) : null;
      send(response, one === null ? 401 : one ? 200 : 404, {
        found: one ? key in (what === 'status' ? one.statuses : one.replies) : false,
      });
      return;
    }
    this.arrived.push(what === 'status' ? 'report' : 'reply');
    const trouble = this.ordered.shift();
    if (trouble !== undefined && !TROUBLES[trouble].carriedOut) refuse(trouble, response);
    else if (!isSigned(request, body)) send(response, 401, {});
    else if (!(what === 'status' ? this.#note(id, JSON.parse(body)) : this.#keep(id, JSON.parse(body))))
      send(response, 404, {});
    else if (trouble === undefined) send(response, 200, { taken: true });
    else loseAnswer(trouble, response);
  }

  /** False for a case that is not there. */
  #note(id: string, { key, ...told }: { readonly key: string } & ToldStatus): boolean {
    const one = this.cases.get(id);
    if (!one) return false;
    this.cases.set(id, { ...one, statuses: { ...one.statuses, [key]: told } });
    return true;
  }

  /** An answer closes its case. False for a case that is not there. */
  #keep(id: string, { key, text }: { readonly key: string; readonly text: string }): boolean {
    const one = this.cases.get(id);
    if (!one) return false;
    const closedAt = one.closedAt ?? this.#clock.now().toISOString();
    this.cases.set(id, { ...one, closedAt, replies: { ...one.replies, [key]: text } });
    return true;
  }
}

function isSigned({ headers }: IncomingMessage, what: string): boolean {
  return headers['x-signature'] === sign(SECRET, String(headers['x-timestamp']), what);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const STATUSES: Partial<Record<Trouble, number>> = {
  limit: 429,
  'bad-login': 401,
  refuse: 422,
  'bad-gateway-before': 502,
};

function refuse(trouble: Trouble, response: ServerResponse): void {
  const status = STATUSES[trouble];
  if (status !== undefined) send(response, status, {});
  else if (trouble === 'reset') response.socket?.resetAndDestroy();
  // 'hang': the connection stays open until the fake is closed
}

function loseAnswer(trouble: Trouble, response: ServerResponse): void {
  if (trouble === 'lost-answer') response.destroy();
  else if (trouble === 'reset-after') response.socket?.resetAndDestroy();
  else if (trouble === 'bad-gateway') send(response, 502, {});
}
