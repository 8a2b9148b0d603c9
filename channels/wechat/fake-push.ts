/**
 * What the platform sends to the account's own server: signed, encrypted as the account chose, given up after 5 s, three
 * times in all (developers.weixin.qq.com, 消息推送).
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { APPID } from './fake-login.ts';
import { showAnswer } from './fake-passive.ts';
import type { FakePlatform } from './fake-state.ts';

export const TOKEN = 'rehearsalToken';
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
/** The one before, for a configuration that knows both. */
export const AES_KEY_PREVIOUS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ9876543210abcdefg';
const NOBODYS_KEY = 'Nobody0Nobody0Nobody0Nobody0Nobody0Nobody0N';

export const ORIGINAL_ID = 'gh_3f1c5a7e9b2d';
const TRIES = 3;

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };
export type Push = Readonly<Record<string, Value>>;

export interface FakePusher {
  /** Sends in the background. */
  send(message: Push): void;
  /** Resolves when every push under way has been taken or given up. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export function openFakePusher(pushTo: string | null, platform: FakePlatform): FakePusher {
  const stop = new AbortController();
  const sending = new Set<Promise<void>>();
  return {
    send(message) {
      if (pushTo === null) return;
      const sent = deliver(sealPush(platform, message), {
        pushTo,
        stop: stop.signal,
        patience: platform.knobs.pushPatience,
        takes: (answer) => answer === '' || answer === 'success' || showAnswer(platform, message, answer),
      }).finally(() => sending.delete(sent));
      sending.add(sent);
    },
    async idle() {
      await Promise.all(sending);
    },
    async close() {
      stop.abort();
      await Promise.all(sending);
    },
  };
}

interface SealedPush {
  readonly query: URLSearchParams;
  readonly type: string;
  readonly body: string;
}

interface Delivering {
  /** Whether the platform is content with the answer. */
  readonly takes: (answer: string) => boolean;
  readonly pushTo: string;
  readonly stop: AbortSignal;
  readonly patience: number;
}

async function deliver(
  { query, type, body }: SealedPush,
  { pushTo, stop, patience, takes }: Delivering,
): Promise<void> {
  for (let nth = 0; nth < TRIES && !stop.aborted; nth++) {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(patience)]);
    const answer = await fetch(`${pushTo}?${query}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      signal,
    })
      .then(async (response) => (response.ok ? (await response.text()).trim() : null))
      .catch(() => null);
    if (answer !== null && takes(answer)) return;
  }
}

/** A message as it goes over the wire in the account's mode and format. */
export function sealPush({ knobs, clock }: Pick<FakePlatform, 'knobs' | 'clock'>, message: Push): SealedPush {
  const full: Push = { ToUserName: ORIGINAL_ID, ...message };
  const write = knobs.pushFormat === 'json' ? (push: Push) => JSON.stringify(push) : toXml;
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const nonce = String(randomBytes(4).readUInt32BE());
  const token = knobs.pushFault === 'signature' ? `not${TOKEN}` : TOKEN;
  const query = new URLSearchParams({ signature: sign(token, timestamp, nonce), timestamp, nonce });
  query.set('openid', String(message.FromUserName ?? ''));
  const type = knobs.pushFormat === 'json' ? 'application/json' : 'text/xml';
  if (knobs.pushMode === 'plain') return { query, type, body: write(full) };
  const Encrypt = encrypt(write(full), knobs);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sign(token, timestamp, nonce, Encrypt));
  const outside = knobs.pushMode === 'compatible' ? full : { ToUserName: ORIGINAL_ID };
  return { query, type, body: write({ ...outside, Encrypt }) };
}

export function sign(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Any text as `Encrypt` carries it. */
export function encrypt(message: string, { pushFault, pushKey }: FakePlatform['knobs']): string {
  const known = pushKey === 'previous' ? AES_KEY_PREVIOUS : AES_KEY;
  const key = Buffer.from(`${pushFault === 'key' ? NOBODYS_KEY : known}=`, 'base64');
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([
    randomBytes(16),
    length,
    text,
    Buffer.from(pushFault === 'appid' ? 'wxsomebodyelse0000' : APPID),
  ]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
}

function toXml(message: Push): string {
  const element = (name: string, value: Value): string => {
    if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
    if (typeof value === 'number') return `<${name}>${value}</${name}>`;
    if (typeof value === 'string')
      return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
    const inner = Object.entries(value).map(([child, one]) => element(child, one));
    return `<${name}>${inner.join('')}</${name}>`;
  };
  return element('xml', message);
}
