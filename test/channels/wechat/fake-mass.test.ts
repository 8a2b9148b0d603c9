import assert from 'node:assert/strict';
import { hours, minutes, seconds } from '../../../src/clock.ts';
import { openCaller } from './open-caller.ts';
import { openWechat } from './open-wechat.ts';

describe('mass sending on the playback', () => {
  const world = openWechat();
  const { article, ask, codeOf, logIn, use } = openCaller(world);

  async function aMass(changes: object = {}) {
    const { media_id } = await ask('/cgi-bin/draft/add', await article());
    const filter = { is_to_all: true };
    return { filter, mpnews: { media_id }, msgtype: 'mpnews', send_ignore_reprint: 0, clientmsgid: 'a', ...changes };
  }
  const sendall = (body: object) => ask('/cgi-bin/message/mass/sendall', body);
  const statusOf = async (msg_id: unknown) =>
    (await ask('/cgi-bin/message/mass/get', { msg_id })).msg_status as unknown as string;

  it('takes a job, and lets the draft out of the box when it has been sent', async () => {
    const { fake } = world();
    fake.knobs.holdJobs = true;
    const body = await aMass();
    const told = await sendall(body);
    assert.equal(told.errcode, 0);
    assert.ok(Number(told.msg_id) > 0 && Number(told.msg_data_id) > 0);
    assert.deepEqual(
      [await statusOf(told.msg_id), await codeOf(ask('/cgi-bin/draft/get', body.mpnews))],
      ['SENDING', 0],
    );
    fake.finishJobs(0);
    assert.equal(await statusOf(told.msg_id), 'SEND_SUCCESS');
    assert.equal(await codeOf(ask('/cgi-bin/draft/get', body.mpnews)), 40007);
    const listed = (await ask('/cgi-bin/freepublish/batchget', { offset: 0, count: 20 })) as { total_count?: number };
    assert.equal(listed.total_count, 0); // mass-sent ones are not listed
  });

  it('knows a clientmsgid for 24 hours: too fast within a minute, then known, with the number of the job', async () => {
    const { fake, clock } = world();
    fake.knobs.massQuota = { count: 9, per: 'day' };
    fake.knobs.holdJobs = true;
    const body = await aMass();
    const { msg_id } = await sendall(body);
    clock.pass(seconds(59));
    assert.equal(await codeOf(sendall(body)), 45066);
    clock.pass(seconds(2));
    const again = await sendall(body);
    assert.deepEqual([again.errcode, again.msg_id, again.msg_data_id], [45065, msg_id, undefined]);
    clock.pass(hours(24));
    use((await logIn()).access_token);
    assert.equal(await codeOf(sendall(body)), 0);
    assert.equal(await codeOf(sendall(await aMass({ clientmsgid: 'a'.repeat(33) }))), 45067);
  });

  it('counts by the day or the month, what failed not', async () => {
    const { fake, clock } = world();
    const send = async (clientmsgid: string) => await codeOf(sendall(await aMass({ clientmsgid })));
    fake.knobs.massSays = 'err(20001)';
    assert.equal(await send('a'), 0);
    fake.finishJobs(0);
    fake.knobs.massSays = 'send success';
    assert.deepEqual([await send('b'), await send('c')], [0, 45028]);
    clock.set(new Date('2026-03-03T00:00:01+08:00'));
    use((await logIn()).access_token);
    assert.equal(await send('d'), 0);
    fake.knobs.massQuota = { count: 2, per: 'month' };
    assert.equal(await send('e'), 45028);
    clock.set(new Date('2026-04-01T00:00:01+08:00'));
    use((await logIn()).access_token);
    assert.equal(await send('f'), 0);
  });

  for (const [admin, passes, status] of [
    ['none', 0, 'SEND_SUCCESS'],
    ['confirms', 0, 'SEND_SUCCESS'],
    ['refuses', 0, 'SEND_FAIL'],
    ['silent', 0, 'SENDING'],
    ['silent', minutes(31), 'SEND_FAIL'],
  ] as const) {
    it(`waits for an administrator who ${admin === 'none' ? 'is not asked' : admin}: ${status} after ${passes} ms`, async () => {
      const { fake, clock } = world();
      fake.knobs.admin = admin;
      const { msg_id } = await sendall(await aMass());
      clock.pass(passes);
      assert.equal(await statusOf(msg_id), status);
      fake.knobs.massQuota = { count: 9, per: 'day' };
      const toTag = await sendall(await aMass({ filter: { is_to_all: false, tag_id: 2 }, clientmsgid: 'tag' }));
      assert.equal(await statusOf(toTag.msg_id), 'SEND_SUCCESS'); // only what goes to all waits
    });
  }

  it('refuses what it does not know: a draft, a tag, a number, another kind of message, an account without the right', async () => {
    const { fake } = world();
    assert.equal(await codeOf(sendall(await aMass({ mpnews: { media_id: 'x' } }))), 40007);
    assert.equal(await codeOf(sendall(await aMass({ filter: { is_to_all: false } }))), 40152);
    assert.equal(await codeOf(sendall(await aMass({ msgtype: 'text' }))), 40008);
    assert.equal(await codeOf(ask('/cgi-bin/message/mass/get', { msg_id: 1 })), 40059);
    assert.equal(await codeOf(ask('/cgi-bin/message/mass/delete', { msg_id: 1 })), 40059);
    fake.knobs.rights.mass = false;
    assert.equal(await codeOf(sendall(await aMass())), 48001);
  });

  it('is counted by the call, each path by itself', async () => {
    const { fake } = world();
    fake.knobs.quotas['/cgi-bin/message/mass/get'] = 1;
    const { msg_id } = await sendall(await aMass());
    await statusOf(msg_id);
    assert.equal(await codeOf(ask('/cgi-bin/message/mass/get', { msg_id })), 45009);
  });

  it('shows a draft to one person by name, and leaves it in the box', async () => {
    const { fake } = world();
    fake.knobs.strangers = ['nobody'];
    const { mpnews, msgtype } = await aMass();
    const show = (towxname: string) => ask('/cgi-bin/message/mass/preview', { towxname, msgtype, mpnews });
    assert.deepEqual([await codeOf(show('wang')), await codeOf(show('nobody'))], [0, 40132]);
    assert.deepEqual([fake.previews().length, fake.drafts().length], [1, 1]);
  });
});
