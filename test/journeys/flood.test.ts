/** Hundreds of messages at once: taking them in goes first, and sorting follows by itself when it is over. */
import assert from 'node:assert/strict';
import { waitFor } from './child-service.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

describe('a flood of messages', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  it('is sorted by itself a moment after its end, without waiting for the minute’s pulse', async () => {
    const lines = Array.from({ length: 250 }, (_, nth) => {
      const written = {
        author: '',
        title: `第${nth}号路灯不亮`,
        text: '三天了。',
        writtenAt: '2026-03-01T09:00:00+08:00',
      };
      return JSON.stringify({ account: 'message-board', ref: `m${nth}`, kind: 'message', ...written });
    });
    const headers = { 'content-type': 'application/x-ndjson' };
    const sent = { method: 'POST', path: '/api/signals/import', body: lines.join('\n'), headers } as const;
    assert.equal((await ok(office.staff.responder.send(sent))).body.taken, 250);
    const signals = office.service.app.db.collection('signals');
    const isSorted = async () => (await signals.countDocuments({ sorted: true })) === 250;
    assert.ok(await waitFor(isSorted, 15_000));
  });
});
