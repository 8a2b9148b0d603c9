/**
 * Tells a database that cannot be reached or written just now from a mistake of ours: the first is 503 and passes by itself,
 * the second is 500. Whether what was asked has happened is open in either case.
 */

/** An operation got no answer in time. It may still happen. */
export class DatabaseStalled extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseStalled';
  }
}

/** Errors by name; the Mongo… ones are classes of mongodb.github.io/node-mongodb-native that mean "no server to talk to", whatever was asked. */
const UNREACHABLE = new Set([
  'DatabaseStalled',
  'StoreFileError', // the embedded engine's, with the operator's remedy in its message
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoServerClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoWriteConcernError', // written, but perhaps not where it survives
]);

/**
 * What a server says that is there but cannot serve: it steps down, shuts down, has lost its neighbours or its disk is full
 * (mongodb.com/docs/manual/reference/error-codes).
 */
const SERVER_TROUBLE = new Set([
  6, 7, 50, 64, 89, 91, 133, 189, 262, 9001, 10_107, 11_600, 11_602, 13_435, 13_436, 14_031,
]);

/** A connection that breaks while the driver writes to it comes out as Node's own error (nodejs.org/api/errors.html). */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** sqlite.org/rescode.html: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN; the low byte is the primary code. */
const SQLITE_TROUBLE = new Set([5, 6, 8, 10, 13, 14]);

/** True when the same request may well succeed later, without anybody changing it. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (UNREACHABLE.has(error.name)) return true;
  const { code, errcode, errorResponse } = error as { code?: unknown; errcode?: unknown; errorResponse?: unknown };
  if (code === 'ERR_SQLITE_ERROR') return typeof errcode === 'number' && SQLITE_TROUBLE.has(errcode & 0xff);
  if (typeof code === 'string' && BROKEN.has(code)) return true;
  if (typeof code === 'number' && error.name.startsWith('Mongo') && SERVER_TROUBLE.has(code)) return true;
  // The driver's insertMany wraps whatever broke it off into an error of its own, and keeps that in here.
  return errorResponse !== error && isUnavailable(errorResponse);
}

/** How loud a failure is logged: a database that is away is told once, by the watch over it (watch-database.ts). */
export function levelOf(error: unknown): 'debug' | 'error' {
  return isUnavailable(error) ? 'debug' : 'error';
}
