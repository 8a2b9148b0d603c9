/** How a value of the service arrives: times as text. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Json<T[Key]> }
      : T;

export interface Listed<T> {
  readonly items: readonly T[];
  /** Cursor of the next page, null on the last. */
  readonly next: string | null;
}

/** A page of anything. */
export type AnyPage = Listed<unknown>;

/** What comes as a whole, as the only page of a list: of its rows those that are wanted. */
export function asPage<T, Told extends { readonly items: readonly T[] }>(told: Told, isWanted: (row: T) => boolean) {
  return { ...told, items: told.items.filter(isWanted), next: null };
}
