/**
 * Secrets and tokens of one account, encrypted where they are stored (AES-256-GCM). The key comes from the configuration
 * and is never stored; who holds the database alone reads nothing.
 */
import { Problem } from '../errors.ts';
import { sealText, unsealText } from '../privacy/seal-text.ts';
import type { Collection, Row } from '../store/collection.ts';
import { insertNew } from '../store/insert-new.ts';
import { ChannelFailure } from './failure.ts';
import type { Vault } from './kind.ts';
import { fromOurRecords } from './own-records.ts';

export interface SecretRow extends Row {
  /** As privacy/seal-text.ts makes it. */
  readonly sealed: string;
}

export interface VaultNeeds {
  /** Collection 'secrets'; ids are `<account>:<name>`. */
  readonly rows: Collection<SecretRow>;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly account: string;
}

/** Throws Problem 'unavailable' on a key of another length. */
export function openVault({ rows, key, account }: VaultNeeds): Vault {
  if (key.length !== 32) throw new Problem('unavailable', '保险库密钥须为 32 字节。请检查密钥配置。');
  const idOf = (name: string) => `${account}:${name}`;
  return {
    async get(name) {
      const row = await fromOurRecords(rows.findOne({ _id: idOf(name) }));
      return row === null ? null : unseal(row, key);
    },
    async put(name, value) {
      const _id = idOf(name);
      const sealed = sealText(value, key, _id);
      await fromOurRecords(rows.updateOne({ _id }, { $set: { sealed } }, { upsert: true }));
    },
    async swap(name, before, value) {
      const _id = idOf(name);
      const row = await fromOurRecords(rows.findOne({ _id }));
      if ((row === null ? null : unseal(row, key)) !== before) return false;
      const sealed = sealText(value, key, _id);
      if (row === null) return await fromOurRecords(insertFree(rows, { _id, sealed }));
      // No two sealings are alike, even of one value.
      const changed = await fromOurRecords(rows.updateOne({ _id, sealed: row.sealed }, { $set: { sealed } }));
      return changed.modifiedCount === 1;
    },
  };
}

async function insertFree(rows: Collection<SecretRow>, row: SecretRow): Promise<boolean> {
  const { taken } = await insertNew(rows, [row]);
  return taken.length === 0;
}

function unseal({ _id, sealed }: SecretRow, key: Buffer): string {
  try {
    return unsealText(sealed, key, _id);
  } catch {
    const detail =
      '保存的令牌无法用当前保险库密钥解开。请换回原来的密钥；原密钥已丢失时，请清空 secrets 集合后重新配置。';
    throw new ChannelFailure('locked-out', detail);
  }
}
