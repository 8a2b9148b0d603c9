/** Who works through HTTP while the service dies under them: whatever gets no answer is asked again when it is back. */
import { type Answer, type Body, type Client, openClient } from '../support/api.ts';

/** Tokens: they outlive every restart. */
export interface Tokens {
  readonly drafter: string;
  readonly checker: string;
  readonly responder: string;
}

export type Staff = Readonly<Record<keyof Tokens, Client>>;

export function openStaff(url: string, { drafter, checker, responder }: Tokens): Staff {
  const anybody = openClient(url);
  return { drafter: anybody.as(drafter), checker: anybody.as(checker), responder: anybody.as(responder) };
}

export async function hire(url: string, adminPassword: string): Promise<Tokens> {
  const anybody = openClient(url);
  const admin = await anybody.login('admin', adminPassword);
  const tokenOf = async (name: string, roles: readonly string[]) => {
    const password = `${name}-has-a-password`;
    const person = { name, displayName: name, roles, password, mustChangePassword: false };
    expect(await admin.post('/api/staff', person));
    const browser = await anybody.login(name, password);
    return expect(await browser.post('/api/tokens', { name: 'crash', roles })).token as string;
  };
  return {
    drafter: await tokenOf('drafter', ['drafter']),
    checker: await tokenOf('checker', ['reviewer', 'approver']),
    responder: await tokenOf('responder', ['responder']),
  };
}

/** The service says no to something that it ought to do. */
export class Refused extends Error {}

/** The service is down, busy or of another opinion for the moment: look again. */
export class NotNow extends Error {}

/** The body of a success. Throws NotNow for what another look may clear, Refused for what it cannot. */
export function expect({ status, body }: Answer): Body {
  if (status < 300) return body;
  if (status >= 500 || status === 409 || status === 412 || status === 429)
    throw new NotNow(`${status} ${body?.detail}`);
  throw new Refused(`${status} ${JSON.stringify(body)}`);
}

const PAUSE_MS = 25;
const LOOKS = 4000;

/** Repeats `look` until it says that it is done. */
export async function insist(look: () => Promise<boolean>, isOff: () => boolean): Promise<void> {
  let last: unknown;
  for (let n = 0; n < LOOKS && !isOff(); n++) {
    try {
      if (await look()) return;
    } catch (error) {
      const isDown = error instanceof TypeError; // what fetch throws when nobody answers or the line breaks
      if (!isDown && !(error instanceof NotNow)) throw error;
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  if (!isOff()) throw new Error('an errand does not come to an end', { cause: last });
}
