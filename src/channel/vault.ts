/**
 * Tokens of an account between calls and restarts, encrypted at rest (AES-256-GCM under the installation's key): a copied
 * database gives nobody the accounts.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Collection, Row } from '../store/collection.ts';
import type { Vault } from './kind.ts';

/** A secret as stored: initialisation vector, authentication tag and ciphertext, base64. */
interface SecretRow extends Row {
  /** `account:name`. */
  readonly _id: string;
  readonly iv: string;
  readonly tag: string;
  readonly sealed: string;
}

export interface VaultParts {
  readonly rows: Collection<SecretRow>;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly account: string;
}

const IV_BYTES = 12; // NIST SP 800-38D 5.2.1.1

/** The vault of one account. get() throws a plain Error when the key is not the one a secret was sealed with. */
export function openVault({ rows, key, account }: VaultParts): Vault {
  const idOf = (name: string) => `${account}:${name}`;
  return {
    async get(name) {
      const row = await rows.findOne({ _id: idOf(name) });
      return row && unseal(row, key);
    },
    async put(name, value) {
      const _id = idOf(name);
      await rows.updateOne({ _id }, { $set: seal(_id, value, key) }, { upsert: true });
    },
  };
}

/** The id is sealed along, so that a secret moved to another account's row does not open. */
function seal(_id: string, value: string, key: Buffer): Omit<SecretRow, '_id'> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(_id));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

function unseal({ _id, iv, tag, sealed }: SecretRow, key: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'));
  decipher.setAAD(Buffer.from(_id)).setAuthTag(Buffer.from(tag, 'base64'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    throw new Error(`保存的密钥 ${_id} 无法解开：SANWEI_KEY（或 data/key）与保存时不同，请恢复原密钥或重新授权该账号`);
  }
}
