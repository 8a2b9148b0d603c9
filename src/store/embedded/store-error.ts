/**
 * What the embedded store says when it cannot do something: a sentence with the remedy for the operator. Neither keys nor
 * values of documents are put into a message: they end up in logs. Result codes: sqlite.org/rescode.html.
 */

/** A unique key is already there. Same code and name of the field as MongoDB's driver, so that isTaken() fits both. */
export class DuplicateKeyError extends Error {
  readonly code = 11000;

  constructor(collection: string, index: string) {
    super(`E11000 duplicate key error collection: ${collection} index: ${index}`);
    this.name = 'DuplicateKeyError';
  }
}

export interface WriteError {
  /** Place of the row in the list given to insertMany. */
  readonly index: number;
  readonly code: number;
  readonly errmsg: string;
}

/** Part of an insertMany was refused; shaped like the driver's MongoBulkWriteError. */
export class BulkWriteError extends Error {
  readonly code: number;
  readonly writeErrors: readonly WriteError[];
  readonly insertedCount: number;

  constructor(writeErrors: readonly [WriteError, ...WriteError[]], insertedCount: number) {
    super(writeErrors[0].errmsg);
    this.name = 'BulkWriteError';
    this.code = writeErrors[0].code;
    this.writeErrors = writeErrors;
    this.insertedCount = insertedCount;
  }
}

/** The store's file cannot be used as it is; the message says what to do. */
export class StoreFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFileError';
  }
}

const BUSY = 5;
const CONSTRAINT = 19;

/** The primary result code (the low byte of the extended one), or null for errors that are not SQLite's. */
export function resultCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** Another process holds the lock; worth trying again. */
export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === BUSY;
}

/** A unique index refused; `which` names collection and index for the message. */
export function isConstraint(error: unknown): boolean {
  return resultCodeOf(error) === CONSTRAINT;
}

const REMEDIES: Readonly<Record<number, string>> = {
  5: 'is locked by another process. Close the program that holds it (an SQLite browser, a backup) and try again',
  6: 'is locked by another process. Close the program that holds it (an SQLite browser, a backup) and try again',
  8: 'cannot be written. Give the user that runs Sanwei the right to write the file and its folder',
  10: 'could not be read or written: the disk reports an error. Check the disk, then restore the last backup if needed',
  11: 'is damaged. Stop Sanwei, keep the file for examination and restore the last backup',
  13: 'could not grow: the disk is full. Free some space; nothing of the refused change was written',
  14: 'cannot be opened. Check that its folder exists and that the user that runs Sanwei may read and write it',
  26: 'is not a Sanwei store. Point the store URL at another file, or restore the last backup',
};

/** Puts the remedy beside SQLite's own words. Errors that are not about the file come back unchanged. */
export function explain(error: unknown, file: string): unknown {
  const remedy = REMEDIES[resultCodeOf(error) ?? 0];
  if (remedy === undefined || !(error instanceof Error)) return error;
  return new StoreFileError(`${file} ${remedy} (SQLite: ${error.message})`, { cause: error });
}

/** An error as it crosses threads: structured clone would drop its class and its code. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  /** code, errcode and whatever else it carries. */
  readonly facts: Readonly<Record<string, unknown>>;
}

const CLASSES: Readonly<Record<string, { readonly prototype: Error }>> = {
  DuplicateKeyError,
  StoreFileError,
  TypeError,
};

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), facts: {} };
  const { name, message, cause } = error;
  // What SQLite said stays reachable for whoever asks for its result code.
  const code = resultCodeOf(error) ?? resultCodeOf(cause);
  return { name, message, facts: { ...error, ...(code !== null && { errcode: code }) } };
}

export function unpackError({ name, message, facts }: PackedError): Error {
  const error = Object.assign(new Error(message), facts);
  const { prototype } = CLASSES[name] ?? Error;
  Object.setPrototypeOf(error, prototype);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name });
  return error;
}
