import assert from 'node:assert/strict';
import { after, hours, minutes, seconds } from '../../../src/clock.ts';
import { failureOf, keptSteps, openWechat, pieceOf, traceOf, type Wechat } from './open-wechat.ts';

const SENDALL = '/cgi-bin/message/mass/sendall';
const count = ({ fake }: Wechat, path: string) => fake.calls.filter((call) => call.endsWith(path)).length;
const toAll = { choices: { wechat: { notify: 'all' } } };
const key = 'r1:1:wechat:publish';

describe('mass sending', () => {
  const world = openWechat();
  const piece = (changes = {}) => pieceOf(world().channel, { ...toAll, ...changes });

  async function send(changes = {}, attempt = {}) {
    const { channel, attempt: anAttempt } = world();
    const receipt = await channel.publish(piece(changes), anAttempt({ key, ...attempt }));
    assert.equal(receipt.state, 'accepted');
    return receipt.state === 'accepted' ? receipt : assert.fail();
  }
  const look = (ticket: string | null, steps = {}) =>
    world().channel.find(traceOf(piece(), { ticket, steps }), world().attempt());

  it('sends to all under a number of 32 hex characters that follows from the delivery alone', async () => {
    const { fake } = world();
    await send();
    const [sent] = fake.sent();
    assert.match(sent!.clientmsgid, /^[0-9a-f]{32}$/);
    assert.deepEqual([sent!.toAll, count(world(), 'submit')], [true, 0]);
    fake.knobs.massQuota = { count: 9, per: 'day' };
    await send({ release: 'r2' }, { key: 'r2:1:wechat:publish' });
    assert.notEqual(fake.sent()[1]!.clientmsgid, sent!.clientmsgid);
  });

  it('sends to one tag, and refuses a choice that is none', async () => {
    const { fake, channel } = world();
    await send({ choices: { wechat: { notify: 'tag:2' } } });
    assert.equal(fake.sent()[0]!.toAll, false);
    const { preview } = pieceOf(channel, { choices: { wechat: { notify: 'tag:2' } } });
    assert.ok(preview.notes.some((note) => note.includes('编号为 2 的标签')));
    for (const notify of ['tag:', 'tag:x', 'ALL', ''])
      assert.ok(!channel.choices!.safeParse({ notify }).success, notify);
    assert.ok(!channel.choices!.safeParse({ notfy: 'all' }).success);
  });

  it('keeps what comments are addressed by, when no event comes', async () => {
    const { steps, step } = keptSteps();
    const { ticket } = await send({}, { step });
    const seen = await look(ticket, steps);
    assert.equal(seen.seen === 'done' && seen.ref, world().fake.posts()[0]!.ref);
  });

  it('looks again while the platform sends, and says that an administrator may have to confirm', async () => {
    const { fake } = world();
    fake.knobs.holdJobs = true;
    const { ticket } = await send();
    const seen = await look(ticket);
    assert.ok(seen.seen === 'working' && seen.reason?.includes('管理员'));
    fake.answerNext('/cgi-bin/message/mass/get', { code: 89505 });
    assert.equal((await look(ticket)).seen, 'working');
  });

  it('asks a person about a job that is still sending after a day', async () => {
    const { fake, clock } = world();
    fake.knobs.holdJobs = true;
    const { ticket } = await send();
    clock.pass(hours(23));
    assert.equal((await look(ticket)).seen, 'working');
    clock.pass(hours(1));
    const seen = await look(ticket);
    assert.ok(seen.seen === 'unknown' && seen.reason.includes('一天后'));
  });

  it('never sends twice what lost its answer: the same number tells the first job', async () => {
    const { fake, clock } = world();
    fake.knobs.holdJobs = true;
    const { steps, step } = keptSteps();
    fake.spoilNext('lost-answer');
    const lost = await failureOf(world().channel.publish(piece(), world().attempt({ key, step })));
    assert.equal(lost.kind, 'uncertain');
    clock.pass(seconds(2));
    const soon = await look(null, steps);
    assert.ok(soon.seen === 'working' && soon.lookAt.getTime() - clock.now().getTime() >= seconds(58));
    clock.pass(seconds(65));
    assert.deepEqual(await look(null, steps), { seen: 'absent' });
    const { ticket } = await send({}, { step, number: 2 });
    assert.equal(ticket, `mass:${fake.sent()[0]!.msgId}`);
    assert.deepEqual([fake.sent().length, count(world(), 'draft/add')], [1, 1]);
  });

  it('is told of the failure of a job whose answer was lost, and does not show it to the platform again', async () => {
    const { fake, clock, channel, attempt } = world();
    fake.knobs.massSays = 'err(20001)';
    const { steps, step } = keptSteps();
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece(), attempt({ key, step })));
    fake.finishJobs(0);
    clock.pass(seconds(70));
    const { ticket } = await send({}, { step, number: 2 });
    assert.equal((await look(ticket, steps)).seen, 'refused');
    assert.equal(fake.sent().length, 1);
  });

  it('waits a minute when the platform has just heard the number', async () => {
    const { fake, clock, channel, attempt } = world();
    fake.knobs.holdJobs = true;
    const { steps, step } = keptSteps();
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece(), attempt({ key, step })));
    const failure = await failureOf(channel.publish(piece(), attempt({ key, step, number: 2 })));
    assert.deepEqual([failure.code, failure.retryAt], ['45066', after(clock.now(), minutes(1))]);
    clock.pass(minutes(2));
    await send({}, { step, number: 3 });
    assert.deepEqual([fake.sent().length, 'mass' in steps], [1, true]);
  });

  it('asks a person instead of sending again after a day', async () => {
    const { fake, clock, channel, attempt } = world();
    const { steps, step } = keptSteps();
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece(), attempt({ key, step })));
    clock.pass(hours(23));
    const seen = await look(null, steps);
    assert.ok(seen.seen === 'unknown' && seen.reason.includes('24 小时'));
    const again = await failureOf(channel.publish(piece(), attempt({ key, step, number: 2 })));
    assert.equal(again.kind, 'uncertain');
    assert.equal(count(world(), 'sendall'), 1);
  });

  it('goes on for days where each call was refused for want of quota', async () => {
    const { fake, clock, channel, attempt } = world();
    const { steps, step } = keptSteps();
    fake.knobs.massQuota = { count: 0, per: 'month' };
    for (let day = 1; day <= 3; day++) {
      const failure = await failureOf(channel.publish(piece(), attempt({ key, step, number: day })));
      assert.deepEqual([failure.kind, failure.code], ['limited', '45028']);
      assert.ok(failure.retryAt!.getTime() > clock.now().getTime());
      assert.deepEqual(await look(null, steps), { seen: 'absent' });
      clock.pass(hours(24));
    }
    fake.knobs.massQuota = { count: 4, per: 'month' };
    await send({}, { step, number: 4 });
    assert.equal(fake.sent().length, 1);
  });

  it('asks a person when call after call is swallowed, or the draft is gone', async () => {
    const { fake, clock, channel, attempt } = world();
    const { steps, step } = keptSteps();
    for (let number = 1; number <= 4; number++) {
      fake.answerNext(SENDALL, { status: 502, body: '<html>' });
      await failureOf(channel.publish(piece(), attempt({ key, step, number })));
      clock.pass(minutes(2));
    }
    assert.equal((await look(null, steps)).seen, 'unknown');
    const other = keptSteps();
    other.steps.draft = 'gone';
    const failure = await failureOf(channel.publish(piece(), attempt({ key: 'other', step: other.step })));
    assert.deepEqual([failure.kind, failure.code], ['uncertain', '40007']);
    assert.equal((await look(null, other.steps)).seen, 'unknown');
  });

  it('is absent when it died before the call', async () => {
    assert.deepEqual(await look(null, { draft: 'd' }), { seen: 'absent' });
  });

  it('sends under the next number what a person sends again after a failure', async () => {
    const { fake, clock } = world();
    fake.knobs.massSays = 'err(10001)';
    const { ticket } = await send();
    fake.finishJobs(0);
    const refused = await look(ticket);
    assert.equal(refused.seen, 'refused');
    fake.knobs.massSays = 'send success';
    clock.pass(minutes(5));
    await send({}, { number: 2 }); // steps forgotten, as after a retry by hand
    const [first, second] = fake.sent();
    assert.deepEqual([fake.sent().length, first!.clientmsgid === second!.clientmsgid], [2, false]);
  });

  for (const [code, kind] of [
    [89504, 'locked-out'],
    [89505, 'locked-out'],
    [45067, 'refused'],
    [45009, 'limited'],
    [-1, 'uncertain'],
    [268488001, 'uncertain'],
    [41040, 'refused'],
    [48021, 'refused'],
  ] as const) {
    it(`takes ${code} of sendall for ${kind}`, async () => {
      const { fake, channel, attempt } = world();
      fake.answerNext(SENDALL, { code });
      const failure = await failureOf(channel.publish(piece(), attempt({ key })));
      assert.deepEqual([failure.kind, failure.code], [kind, String(code)]);
    });
  }

  it('takes the content of what was sent down, and finds that it is', async () => {
    const { fake, channel, attempt } = world();
    const { ticket } = await send();
    const seen = await look(ticket);
    const post = seen.seen === 'done' ? seen.ref : assert.fail();
    const order = { action: 'withdraw', post, reason: '' } as const;
    assert.deepEqual(await channel.find({ ...traceOf(piece()), order }, attempt()), { seen: 'absent' });
    assert.equal((await channel.withdraw!(post, '有误', attempt())).state, 'done');
    assert.equal(fake.posts()[0]!.gone, true);
    assert.equal((await channel.find({ ...traceOf(piece()), order }, attempt())).seen, 'done');
    assert.equal((await channel.withdraw!('mass:1|2|0', '', attempt())).state, 'done');
    assert.equal((await look(ticket)).seen, 'refused'); // deleted
  });

  it('does not know a number that the platform does not', async () => {
    assert.equal((await look('mass:1')).seen, 'unknown');
    assert.equal((await look('mass:')).seen, 'unknown');
  });
});
