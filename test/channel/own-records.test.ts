import assert from 'node:assert/strict';
import { fromOurRecords, openMedia } from '../../src/channel/own-records.ts';
import { Problem } from '../../src/errors.ts';
import { DatabaseStalled } from '../../src/store/is-unavailable.ts';

const stalled = new DatabaseStalled('no answer to findOne within 6000 ms');

describe('fromOurRecords', () => {
  it('gives the answer back', async () => {
    assert.equal(await fromOurRecords(Promise.resolve('token')), 'token');
  });

  it('says that nothing left the house when the database is away, and no more of it', async () => {
    const failure = { name: 'ChannelFailure', kind: 'unreachable', code: '', message: /数据库暂时不可用/ };
    await assert.rejects(fromOurRecords(Promise.reject(stalled)), failure);
  });

  it('hides no mistake of ours', async () => {
    await assert.rejects(fromOurRecords(Promise.reject(new TypeError('a bug'))), TypeError);
  });
});

describe('openMedia', () => {
  it('refuses a picture that is gone, with what to do', async () => {
    const media = openMedia({ read: () => Promise.reject(new Problem('not-found', '没有这张图片。')) });
    await assert.rejects(media.read('0123456789abcdef.png'), { kind: 'refused', message: /01234567….*重新上传/ });
  });

  it('waits for a database that is away instead of taking its pictures for gone', async () => {
    const media = openMedia({ read: () => Promise.reject(stalled) });
    await assert.rejects(media.read('0123456789abcdef.png'), { kind: 'unreachable' });
  });
});
