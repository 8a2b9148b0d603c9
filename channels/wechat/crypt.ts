/**
 * What protects pushes: the SHA-1 signature over the account's token and AES-256-CBC of the message
 * (developers.weixin.qq.com, 消息推送 → 消息加解密说明). What a push says is read in receive.ts.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { ChannelFailure } from '../../src/channel/failure.ts';

const BLOCK = 32; // PKCS#7 with blocks of 32 bytes, not AES's 16

/** Hex SHA-1 of the sorted parts. */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Whether `given` is the signature of the parts; takes the same time for every wrong one. */
export function isSigned(given: string, ...parts: readonly string[]): boolean {
  const right = Buffer.from(signatureOf(...parts));
  const told = Buffer.from(given);
  return right.length === told.length && timingSafeEqual(right, told);
}

export interface Sealed {
  /** Base64, as `Encrypt` in the push. */
  readonly encrypted: string;
  /** EncodingAESKeys, the current first. */
  readonly keys: readonly string[];
  /** Whom the message must be for. */
  readonly appid: string;
}

/** The message inside. Throws ChannelFailure 'refused' when no key opens it or it is for another account. */
export function unseal({ encrypted, keys, appid }: Sealed): string {
  for (const key of keys) {
    const opened = decrypt(encrypted, key);
    if (opened === null) continue;
    if (opened.appid !== appid) throw new ChannelFailure('refused', '推送是发给别的公众号的（AppID 不符），未接受。');
    return opened.message;
  }
  throw new ChannelFailure('refused', '推送无法解密。请核对消息加解密密钥（EncodingAESKey）。');
}

function decrypt(encrypted: string, encodingKey: string): { message: string; appid: string } | null {
  const key = Buffer.from(`${encodingKey}=`, 'base64');
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  } catch {
    return null; // not whole blocks, or no key of 32 bytes
  }
  return open(plain);
}

// 16 random bytes, length (uint32 BE), message, appid, padding.
function open(plain: Buffer): { message: string; appid: string } | null {
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || plain.length < 20 + padding) return null;
  if (plain.subarray(-padding).some((byte) => byte !== padding)) return null;
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length - padding) return null;
  const appid = plain.subarray(end, plain.length - padding).toString('utf8');
  return { message: plain.subarray(20, end).toString('utf8'), appid };
}
