/** Tells a database that cannot be reached just now from a mistake of ours: the first is 503, the second 500. */

/** Errors by name; the Mongo… ones are classes of mongodb.github.io/node-mongodb-native that mean "no server to talk to", whatever was asked. */
const UNREACHABLE = new Set([
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
]);

/** sqlite.org/rescode.html: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN; the low byte is the primary code. */
const SQLITE_TROUBLE = new Set([5, 6, 8, 10, 13, 14]);

export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (UNREACHABLE.has(error.name)) return true;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && SQLITE_TROUBLE.has(errcode & 0xff);
}
