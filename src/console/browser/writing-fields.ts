/** The fields of a text as the editor has them, from the API and back to it. Pure. */
import type { Account } from './api/accounts.ts';
import type { Release } from './api/releases.ts';
import { fromBeijing, toMinute } from './words.ts';

export interface CatalogueFields {
  theme: string;
  genre: string;
  issuer: string;
  validity: string;
}

export interface Fields {
  kind: 'announcement' | 'interpretation' | 'response';
  title: string;
  body: string;
  summary: string;
  column: string;
  number: string;
  source: string;
  author: string;
  writtenOn: string | null;
  disclosure: Release['disclosure'];
  /** What was said for the catalogue; '' is left to be worked out. */
  catalogue: CatalogueFields;
  interprets: string | null;
  respondsTo: string | null;
  accounts: string[];
  /** Beijing time as the picker has it, 'YYYY-MM-DD HH:mm', or null. */
  publishAt: string | null;
  urgent: boolean;
  attachments: { media: string; name: string }[];
  choices: Record<string, Record<string, string>>;
  /** By account: what goes along with this text in one publication, in order. */
  riders: Record<string, string[]>;
}

export function blankFields(): Fields {
  return {
    ...{ kind: 'announcement', title: '', body: '', summary: '', column: '', number: '', source: '', author: '' },
    ...{ writtenOn: null, interprets: null, respondsTo: null, accounts: [], publishAt: null, urgent: false },
    ...{ attachments: [], choices: {}, riders: {}, disclosure: '主动公开' },
    catalogue: blankCatalogue(),
  } as Fields;
}

function blankCatalogue(): CatalogueFields {
  return { theme: '', genre: '', issuer: '', validity: '' };
}

export function fieldsOf(release: Release): Fields {
  const { kind, title, body, summary, column, number, source, author, writtenOn, interprets, respondsTo } = release;
  return {
    ...{ kind, title, body, summary, column, number, source, author, writtenOn, interprets, respondsTo },
    ...{ accounts: [...release.accounts], urgent: release.urgent },
    publishAt: release.publishAt ? toMinute(release.publishAt) : null,
    attachments: (release.attachments ?? []).map((one) => ({ ...one })),
    choices: structuredClone(release.choices ?? {}) as Fields['choices'],
    riders: structuredClone(release.riders ?? {}) as Fields['riders'],
    disclosure: release.disclosure,
    catalogue: { ...blankCatalogue(), ...release.catalogue },
  };
}

/** As the API takes it; a field that is empty where something must stand is left out. */
export function toInput(fields: Fields): Readonly<Record<string, unknown>> {
  const { publishAt, column, accounts, source, catalogue, riders, ...rest } = fields;
  const said = Object.entries(catalogue).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : []));
  const along = Object.entries(riders).filter(([account, ids]) => ids.length > 0 && accounts.includes(account));
  return {
    ...rest,
    catalogue: Object.fromEntries(said),
    riders: Object.fromEntries(along),
    publishAt: publishAt ? fromBeijing(publishAt.replace(' ', 'T')) : null,
    ...(column && { column }),
    ...(source && { source }),
    ...(accounts.length > 0 && { accounts }),
  };
}

/** Characters of a title that any text may have (src/release/release-schemas.ts). */
const TITLE = 200;

/** The shortest title any of these accounts takes, and whose limit it is; null where it is nobody's. */
export function titleLimitOf(
  accounts: readonly Account[],
  chosen: readonly string[],
): { most: number; of: string | null } {
  const strictest = accounts
    .filter(({ id }) => chosen.includes(id))
    .flatMap(({ name, limits }) => (limits?.title ? [{ most: limits.title, of: name }] : []))
    .toSorted((a, b) => a.most - b.most)[0];
  return strictest && strictest.most < TITLE ? strictest : { most: TITLE, of: null };
}
