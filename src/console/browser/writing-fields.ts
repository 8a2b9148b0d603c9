/** The fields of a text as the editor has them, from the API and back to it. Pure. */
import type { Release } from './api/releases.ts';
import { fromBeijing, toMinute } from './words.ts';

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
  interprets: string | null;
  respondsTo: string | null;
  accounts: string[];
  /** Beijing time as the picker has it, 'YYYY-MM-DD HH:mm', or null. */
  publishAt: string | null;
  urgent: boolean;
  attachments: { media: string; name: string }[];
  choices: Record<string, Record<string, string>>;
}

export function blankFields(): Fields {
  return {
    ...{ kind: 'announcement', title: '', body: '', summary: '', column: '', number: '', source: '', author: '' },
    ...{ writtenOn: null, interprets: null, respondsTo: null, accounts: [], publishAt: null, urgent: false },
    ...{ attachments: [], choices: {} },
  } as Fields;
}

export function fieldsOf(release: Release): Fields {
  const { kind, title, body, summary, column, number, source, author, writtenOn, interprets, respondsTo } = release;
  return {
    ...{ kind, title, body, summary, column, number, source, author, writtenOn, interprets, respondsTo },
    ...{ accounts: [...release.accounts], urgent: release.urgent },
    publishAt: release.publishAt ? toMinute(release.publishAt) : null,
    attachments: (release.attachments ?? []).map((one) => ({ ...one })),
    choices: structuredClone(release.choices ?? {}) as Fields['choices'],
  };
}

/** As the API takes it; a field that is empty where something must stand is left out. */
export function toInput(fields: Fields): Readonly<Record<string, unknown>> {
  const { publishAt, column, accounts, source, ...rest } = fields;
  return {
    ...rest,
    publishAt: publishAt ? fromBeijing(publishAt.replace(' ', 'T')) : null,
    ...(column && { column }),
    ...(source && { source }),
    ...(accounts.length > 0 && { accounts }),
  };
}
