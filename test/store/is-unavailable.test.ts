import assert from 'node:assert/strict';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import { StoreFileError } from '../../src/store/embedded/store-error.ts';
import { DatabaseStalled, isUnavailable } from '../../src/store/is-unavailable.ts';

const sqlite = (errcode: number) => Object.assign(new Error('disk'), { code: 'ERR_SQLITE_ERROR', errcode });
const bulkOf = (error: Error) => new MongoBulkWriteError(error, {} as never);

describe('isUnavailable', () => {
  const yes: Readonly<Record<string, unknown>> = {
    'an operation without an answer': new DatabaseStalled('no answer'),
    'a connection that broke': new MongoNetworkError('closed'),
    'a connection that broke while it was written to': Object.assign(new Error('write'), { code: 'ECONNRESET' }),
    'the same inside an insertMany': bulkOf(new MongoNetworkError('closed')),
    'a primary that steps down': new MongoServerError({ message: 'stepping down', code: 189 }),
    'a file with a remedy': new StoreFileError('the disk is full'),
    'a full disk': sqlite(13),
    'a read that failed (IOERR_READ)': sqlite(266),
  };
  for (const [title, error] of Object.entries(yes)) it(`is ${title}`, () => assert.equal(isUnavailable(error), true));

  const no: Readonly<Record<string, unknown>> = {
    'a taken key': new MongoServerError({ message: 'duplicate', code: 11_000 }),
    'taken keys of an insertMany': bulkOf(new MongoServerError({ message: 'duplicate', code: 11_000 })),
    "SQLite's refusal of a key": sqlite(19),
    'a mistake of ours': new TypeError('x is undefined'),
    'no error at all': 'away',
  };
  for (const [title, error] of Object.entries(no))
    it(`is not ${title}`, () => assert.equal(isUnavailable(error), false));
});
