/** Changes as a browser hears them over HTTP: by session, without content, to the end of the service. */
import assert from 'node:assert/strict';
import { type Office, openOffice } from '../journeys/open-office.ts';
import { aDraft, ok } from '../journeys/publish.ts';

/** Reads events until one holds `words`; gives all that came. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, words: string): Promise<string> {
  const decoder = new TextDecoder();
  let told = '';
  while (!told.includes(words)) {
    const { value, done } = await reader.read();
    if (done) assert.fail(`ended after: ${told}`);
    told += decoder.decode(value, { stream: true });
  }
  return told;
}

describe('the events', () => {
  let office: Office;
  let cookie: string;

  before(async () => {
    office = await openOffice();
    const { administrator } = office.staff;
    cookie = `sanwei=${administrator.cookie('sanwei')}`;
  });
  after(() => office.close());

  const listen = async (headers: Record<string, string> = {}) => {
    const stream = await fetch(`${office.url}/api/events`, { headers: { cookie, ...headers } });
    assert.equal(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    return stream.body?.getReader() ?? assert.fail('no stream');
  };

  it('are for who is logged in', async () => {
    const answer = await fetch(`${office.url}/api/events`);
    assert.equal(answer.status, 401);
  });

  it('tell that a release changed and not which, and from where on a broken connection missed it', async () => {
    const reader = await listen();
    await ok(office.staff.drafter.post('/api/releases', aDraft({ title: '只有标题' })));
    const told = await readUntil(reader, '"release"');
    assert.doesNotMatch(told, /只有标题|[0-9a-f]{20}/);
    const id = /id: (\S+)/.exec(told)?.[1] ?? assert.fail(told);
    await reader.cancel();
    await ok(office.staff.drafter.post('/api/releases', aDraft()));
    const again = await listen({ 'last-event-id': id });
    assert.match(await readUntil(again, '"release"'), /event: change/);
    await again.cancel();
  });

  it('end when the service does, and do not keep it', async () => {
    const other = await openOffice();
    const { administrator } = other.staff;
    const headers = { cookie: `sanwei=${administrator.cookie('sanwei')}` };
    const stream = await fetch(`${other.url}/api/events`, { headers });
    const reader = stream.body?.getReader() ?? assert.fail('no stream');
    await readUntil(reader, 'retry');
    await other.close();
    // Ended in order: one that was cut off after the time for running requests would reject.
    for (;;) if ((await reader.read()).done) break;
  });
});
