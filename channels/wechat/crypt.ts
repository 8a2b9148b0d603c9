/**
 * What protects pushes: the SHA-1 signature over the account's token and AES-256-CBC of the message
 * (developers.weixin.qq.com, 消息推送 → 消息加解密说明). What a push says is read in receive.ts.
 */
import { createCipheriv, createDecipheriv, type Decipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ChannelFailure } from '../../src/channel/failure.ts';

const AES_BLOCK = 16;
const BLOCK = 32; // PKCS#7 with blocks of 32 bytes, not AES's 16

/** Hex SHA-1 of the sorted parts. */
export function signatureOf(...parts: string[]): string {
  return hash('sha1', parts.sort().join(''), 'hex');
}

/** Whether `given` is the signature of the parts; takes the same time for every wrong one. */
export function isSigned(given: string, ...parts: string[]): boolean {
  const right = Buffer.from(signatureOf(...parts), 'latin1');
  const told = Buffer.from(given);
  return right.length === told.length && timingSafeEqual(right, told);
}

/**
 * An EncodingAESKey, ready to decrypt. CBC is each block decrypted by itself (ECB), then mixed with the block before it: so one
 * decipher serves all messages, where making one for each would cost more than all the rest of a push.
 */
export interface Key {
  readonly bytes: Buffer;
  readonly blocks: Decipheriv;
  /** The initial vector: the key's first half. */
  readonly iv: Buffer;
}

/** Of 43 characters each, the current one first; those not configured are left out. */
export function readKeys(...encodingKeys: readonly string[]): readonly Key[] {
  const keys = encodingKeys.filter((one) => one !== '').map((one) => Buffer.from(`${one}=`, 'base64'));
  return keys.map((key) => {
    const blocks = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    return { bytes: key, blocks, iv: key.subarray(0, AES_BLOCK) };
  });
}

export interface Sealed {
  /** Base64, as `Encrypt` in the push. */
  readonly encrypted: string;
  readonly keys: readonly Key[];
  /** Whom the message must be for. */
  readonly appid: string;
}

/** The message inside, and the key that opened it. Throws ChannelFailure 'refused' when no key opens it or it is for another account. */
export function unseal({ encrypted, keys, appid }: Sealed): { readonly message: string; readonly key: Key } {
  const bytes = Buffer.from(encrypted, 'base64');
  for (const key of keys) {
    const opened = decrypt(bytes, key);
    if (opened === null) continue;
    if (opened.appid !== appid) throw new ChannelFailure('refused', '推送是发给别的公众号的（AppID 不符），未接受。');
    return { message: opened.message, key };
  }
  throw new ChannelFailure('refused', '推送无法解密。请核对消息加解密密钥（EncodingAESKey）。');
}

interface Opened {
  readonly message: string;
  readonly appid: string;
}

function decrypt(encrypted: Buffer, { blocks, iv }: Key): Opened | null {
  if (encrypted.length === 0 || encrypted.length % AES_BLOCK !== 0) return null;
  const plain = blocks.update(encrypted);
  for (let at = 0; at < AES_BLOCK; at++) plain[at] = (plain[at] as number) ^ (iv[at] as number);
  for (let at = AES_BLOCK; at < plain.length; at++) {
    plain[at] = (plain[at] as number) ^ (encrypted[at - AES_BLOCK] as number);
  }
  return open(plain);
}

// 16 random bytes, length (uint32 BE), message, appid, padding.
function open(plain: Buffer): Opened | null {
  const padding = plain[plain.length - 1] ?? 0;
  const end = plain.length - padding;
  if (padding < 1 || padding > BLOCK || end < 20) return null;
  for (let at = end; at < plain.length; at++) if (plain[at] !== padding) return null;
  const appidAt = 20 + plain.readUInt32BE(16);
  if (appidAt > end) return null;
  return { message: plain.toString('utf8', 20, appidAt), appid: plain.toString('utf8', appidAt, end) };
}

/** `message` as `Encrypt` carries it back to the platform, in base64. */
export function seal(message: string, { bytes, iv }: Key, appid: string): string {
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(appid)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', bytes, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding))]).toString('base64');
}
