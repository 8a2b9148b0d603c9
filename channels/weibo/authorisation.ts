/**
 * The account's authorisation: what a person gave on the platform's page (connect.ts), kept in the vault with its end, or
 * the token that stands in the settings. Whichever came last counts: a token in the settings that is not the one that stood
 * there when somebody connected was put there since.
 */
import { z } from 'zod';
import type { Vault } from '../../src/channel/kind.ts';
import { digestOf } from '../../src/ids.ts';
import type { Settings } from './settings.ts';

export interface Authorisation {
  readonly token: string;
  /** null where only the platform knows. */
  readonly endsAt: Date | null;
}

const NAME = 'authorisation';
const keptSchema = z.object({ token: z.string().min(1), endsAt: z.coerce.date(), instead: z.string() });

/** null when there is none. Throws what the vault throws. */
export async function findAuthorisation(
  { ACCESS_TOKEN }: Pick<Settings, 'ACCESS_TOKEN'>,
  vault: Vault,
): Promise<Authorisation | null> {
  const kept = keptSchema.safeParse(parse(await vault.get(NAME)));
  const isLatest = kept.success && (ACCESS_TOKEN === '' || kept.data.instead === digestOf(ACCESS_TOKEN));
  if (isLatest) return { token: kept.data.token, endsAt: kept.data.endsAt };
  return ACCESS_TOKEN === '' ? null : { token: ACCESS_TOKEN, endsAt: null };
}

/** One value, so that nobody reads a new token with an old end. */
export async function keepAuthorisation(
  { token, endsAt }: { readonly token: string; readonly endsAt: Date },
  { ACCESS_TOKEN }: Pick<Settings, 'ACCESS_TOKEN'>,
  vault: Vault,
): Promise<void> {
  await vault.put(NAME, JSON.stringify({ token, endsAt, instead: digestOf(ACCESS_TOKEN) }));
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
