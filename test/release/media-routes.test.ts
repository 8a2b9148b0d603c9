import assert from 'node:assert/strict';
import type { Endpoint } from '../../src/http/endpoint.ts';
import { columnRoutes } from '../../src/release/column-routes.ts';
import { mediaRoutes } from '../../src/release/media-routes.ts';
import { MEDIA, type MediaStore, openMediaStore } from '../../src/release/media-store.ts';
import type { Role } from '../../src/staff/person.ts';
import { startServer, type TestServer } from '../http/start-server.ts';
import type { Client } from '../support/api.ts';
import { aPicture } from '../support/channel-tools.ts';

const { picture, bytes } = aPicture();

describe('pictures over HTTP', () => {
  let server: TestServer;
  let drafter: Client;
  let media: MediaStore;

  async function hire(name: string, roles: readonly Role[]): Promise<Client> {
    const password = `${name}-has-a-password`;
    const admin = await server.admin();
    const person = { name, displayName: name, roles, password, mustChangePassword: false };
    const { status } = await admin.post('/api/staff', person);
    assert.equal(status, 201);
    return server.client.login(name, password);
  }

  before(async () => {
    // The store is there only once the server is: the routes ask for it when they are called.
    const late: MediaStore = {
      put: (...given) => media.put(...given),
      putFile: (...given) => media.putFile(...given),
      sizeOf: async () => null,
      has: (id) => media.has(id),
      describe: (ids) => media.describe(ids),
      read: (id) => media.read(id),
    };
    const endpoints: Endpoint[] = [...mediaRoutes({ media: late }), ...columnRoutes()];
    server = await startServer({ endpoints });
    media = openMediaStore(server.db);
    drafter = await hire('drafter', ['drafter']);
  });
  after(() => server.close());

  it('are kept once, however often they are sent', async () => {
    for (let i = 0; i < 2; i++) {
      const { status, body } = await drafter.post('/api/media', bytes, { 'content-type': 'image/png' });
      const { id, width, height } = picture;
      assert.deepEqual([status, body], [201, { id, url: `/media/${id}`, width, height, bytes: bytes.length }]);
    }
    assert.equal(await server.db.collection(MEDIA).countDocuments({}), 1);
    assert.deepEqual(Buffer.from(await media.read(picture.id)), Buffer.from(bytes));
    assert.deepEqual(await media.describe([picture.id]), [picture]);
  });

  it('are refused by what they are, whatever they are called', async () => {
    const { status, body } = await drafter.post('/api/media', '<svg onload="alert(1)"/>', {
      'content-type': 'image/png',
    });
    assert.deepEqual([status, body.code, body.fields[0].field], [422, 'invalid-input', 'picture']);
  });

  it('are refused above 5 MB', async () => {
    const big = Buffer.alloc(5 * 1024 * 1024 + 1);
    const { status, body } = await drafter.post('/api/media', big, { 'content-type': 'image/png' });
    assert.deepEqual([status, body.code], [413, 'too-large']);
  });

  it('are refused when they do not say that they are pictures', async () => {
    const { status } = await drafter.post('/api/media', bytes, { 'content-type': 'application/octet-stream' });
    assert.equal(status, 415);
  });

  it('come from drafters only', async () => {
    const other = aPicture({ width: 7, height: 7 });
    const reviewer = await hire('reviewer', ['reviewer']);
    const { status } = await reviewer.post('/api/media', other.bytes, { 'content-type': 'image/png' });
    assert.equal(status, 403);
    assert.equal((await server.client.post('/api/media', other.bytes, { 'content-type': 'image/png' })).status, 401);
    assert.equal(await media.has(other.picture.id), false);
  });

  it('that nobody has are not found', async () => {
    await assert.rejects(media.read('x'), { name: 'Problem', code: 'not-found' });
    await assert.rejects(media.describe([picture.id, 'x']), { name: 'Problem', code: 'not-found' });
  });

  it('stand beside the list of columns', async () => {
    const { body } = await drafter.get('/api/columns');
    assert.deepEqual([body.items[0].id, body.items.length], ['notices', 13]);
  });
});
