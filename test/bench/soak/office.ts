/**
 * The staff at the API of a service that may be gone at any moment: a call answers, or tells that nobody knows what came
 * of it. Whoever called then looks before he asks again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../../src/staff/person.ts';
import { type Answer, type Body, type Client, openClient } from '../../support/api.ts';

export interface Office {
  readonly drafter: Client;
  /** Reviews and approves. */
  readonly checker: Client;
  readonly responder: Client;
  readonly administrator: Client;
}

const ROLES: Readonly<Record<keyof Office, readonly Role[]>> = {
  drafter: ['drafter'],
  checker: ['reviewer', 'approver', 'statistician'],
  responder: ['responder'],
  administrator: ['administrator', 'approver'],
};

/** Hires them; each works with a token, which outlives restarts. */
export async function hireOffice(url: string, password: string): Promise<Office> {
  const anybody = openClient(url);
  const admin = await anybody.login('admin', password);
  const hire = async (name: keyof Office) => {
    const roles = ROLES[name];
    const person = { name: `soak-${name}`, displayName: name, roles, password: `${name}-has-a-password` };
    const hired = await admin.post('/api/staff', { ...person, mustChangePassword: false });
    if (hired.status !== 201) throw new Error(`cannot hire ${name}: ${JSON.stringify(hired.body)}`);
    const browser = await anybody.login(person.name, person.password);
    const { body } = await browser.post('/api/tokens', { name: 'soak', roles });
    return anybody.as(body.token);
  };
  const drafter = await hire('drafter');
  const [checker, responder, administrator] = [
    await hire('checker'),
    await hire('responder'),
    await hire('administrator'),
  ];
  return { drafter, checker, responder, administrator };
}

/** The answer; null when there was none, or when the service says that it cannot tell (5xx). */
export async function ask(sent: Promise<Answer>): Promise<Answer | null> {
  const answer = await sent.catch(() => null);
  return answer && answer.status < 500 ? answer : null;
}

const PAUSE_MS = 300;
const PATIENCE_MS = 180_000;

/** What a GET says, asked until the service answers. Throws when it does not for three minutes. */
export async function read(client: Client, path: string): Promise<Body> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const answer = await ask(client.get(path));
    if (answer?.status === 200) return answer.body;
    if (answer) throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    await sleep(PAUSE_MS);
  }
  throw new Error(`no answer to ${path}`);
}

/** All of a list, page by page. */
export async function readAll(client: Client, path: string, most = Number.POSITIVE_INFINITY): Promise<readonly Body[]> {
  const items: Body[] = [];
  const mark = path.includes('?') ? '&' : '?';
  for (let cursor = ''; ; ) {
    const body = await read(client, `${path}${cursor}`);
    items.push(...body.items);
    if (!body.next || items.length >= most) return items;
    cursor = `${mark}cursor=${body.next}`;
  }
}
