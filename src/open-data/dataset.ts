/** A dataset that anybody may read: its fields, when it changed last, and its rows one after the other. */

/** A value of a row; null for what is not known. */
export type Value = string | number | null;
export type DataRow = Readonly<Record<string, Value>>;

export interface Field {
  readonly name: string;
  /** 界面 name. */
  readonly title: string;
  readonly type: 'string' | 'integer' | 'number' | 'date' | 'datetime' | 'uri';
  readonly description: string;
  /** May be null or empty. */
  readonly optional?: true;
  /** Long texts stand in JSON only. */
  readonly jsonOnly?: true;
}

export interface Standing {
  /** null while it is empty. */
  readonly changedAt: Date | null;
  readonly rows: number;
}

export interface Dataset {
  /** In addresses: /data/<id>.csv. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The first is the key; several where one does not tell rows apart. */
  readonly key: readonly string[];
  readonly fields: readonly Field[];
  standing(): Promise<Standing>;
  /** Read in portions, so that a slow reader holds nothing up. `isWhole`: with the fields that only JSON has. */
  rows(isWhole: boolean): AsyncIterable<DataRow>;
}

/** An instant as both schemas have it: ISO 8601, UTC, to the second. */
export function toInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
