import assert from 'node:assert/strict';
import { after as following, minutes, seconds } from '../../../src/clock.ts';
import { failureOf, keptSteps, openWechat, pieceOf, publishDone, traceOf } from './open-wechat.ts';

describe('find a publication', () => {
  const world = openWechat();

  const states = {
    2: 'refused',
    3: 'refused',
    4: 'refused',
    5: 'refused',
    6: 'refused',
    9: 'unknown',
  } as const;
  for (const [status, seen] of Object.entries(states)) {
    it(`calls publish_status ${status} ${seen} and says why`, async () => {
      const { fake, channel, attempt } = world();
      fake.knobs.nextStatus = Number(status);
      const piece = pieceOf(channel);
      const receipt = await channel.publish(piece, attempt());
      const ticket = receipt.state === 'accepted' ? receipt.ticket : '';
      const sighting = await channel.find(traceOf(piece, { ticket }), attempt());
      assert.equal(sighting.seen, seen);
      assert.match('reason' in sighting ? sighting.reason : '', /。$/);
    });
  }

  it('looks at a running job ever less often: less than 100 times a day', async () => {
    const { fake, channel, attempt, clock } = world();
    fake.knobs.holdJobs = true;
    fake.knobs.quotas['/cgi-bin/freepublish/get'] = Number.POSITIVE_INFINITY;
    const piece = pieceOf(channel);
    const receipt = await channel.publish(piece, attempt());
    const ticket = receipt.state === 'accepted' ? receipt.ticket : '';
    const trace = traceOf(piece, { ticket });
    const end = following(clock.now(), minutes(24 * 60));
    let looks = 0;
    while (clock.now() < end) {
      const sighting = await channel.find(trace, attempt());
      assert.equal(sighting.seen, 'working');
      if (sighting.seen === 'working') clock.set(sighting.lookAt);
      looks++;
    }
    assert.ok(looks < 70, `${looks} looks`);
  });

  it('knows the job of a try that died between the answer and its record', async () => {
    const { channel, attempt } = world();
    const { step, steps } = keptSteps();
    const piece = pieceOf(channel);
    await channel.publish(piece, attempt({ step }));
    const sighting = await channel.find(traceOf(piece, { steps }), attempt());
    assert.equal(sighting.seen, 'done');
  });

  it('tells msg_data_id from the answer of submit where the address hides it', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.submitTellsMsgDataId = true;
    const { step, steps } = keptSteps();
    const piece = pieceOf(channel);
    await channel.publish(piece, attempt({ step }));
    const detail = { count: 1, item: [{ idx: 1, article_url: 'http://mp.weixin.qq.com/s/AbCd' }] };
    const told = { publish_id: '1', publish_status: 0, article_id: 'a1', article_detail: detail };
    fake.answerNext('/cgi-bin/freepublish/get', { status: 200, body: JSON.stringify(told) });
    const sighting = await channel.find(traceOf(piece, { steps }), attempt());
    const msgDataId = String(steps.submit).split('|')[1];
    assert.equal(sighting.seen === 'done' && sighting.ref, `a1|${msgDataId}|0`);
  });

  it('proves absence only after a pause while the draft is still there', async () => {
    const { fake, open, attempt, clock } = world();
    const channel = open({ SETTLE_SECONDS: '60' });
    const { step, steps } = keptSteps();
    const piece = pieceOf(channel);
    fake.spoilNext('hang');
    const impatient = { step, signal: AbortSignal.timeout(150) };
    assert.equal((await failureOf(channel.publish(piece, attempt(impatient)))).kind, 'uncertain');
    const trace = traceOf(piece, { steps });
    const early = await channel.find(trace, attempt());
    assert.deepEqual(early, { seen: 'working', lookAt: new Date(clock.now().getTime() + seconds(60)) });
    clock.pass(seconds(60));
    assert.deepEqual(await channel.find(trace, attempt()), { seen: 'absent' });
  });

  it('needs no call to know that nothing was submitted before the draft', async () => {
    const { fake, channel, attempt } = world();
    const trace = traceOf(pieceOf(channel), { steps: { 'picture:x': 'u' } });
    assert.deepEqual(await channel.find(trace, attempt()), { seen: 'absent' });
    assert.deepEqual(fake.calls, []);
  });

  it('knows without waiting that a try which died before submitting has published nothing', async () => {
    const { fake, channel, attempt } = world();
    const trace = traceOf(pieceOf(channel), { steps: { draft: 'media-1' } });
    assert.deepEqual(await channel.find(trace, attempt()), { seen: 'absent' });
    assert.deepEqual(fake.calls, []);
    const submitting = { ...trace, steps: { draft: 'media-1', submitting: true } };
    assert.notEqual((await channel.find(submitting, attempt())).seen, 'absent');
  });

  it('waits while the draft is gone and the article does not show, then asks a person', async () => {
    const { fake, channel, attempt, clock } = world();
    fake.knobs.holdJobs = true;
    fake.spoilNext('lost-answer');
    const { step, steps } = keptSteps();
    const piece = pieceOf(channel);
    await failureOf(channel.publish(piece, attempt({ step })));
    const trace = traceOf(piece, { steps });
    assert.equal((await channel.find(trace, attempt())).seen, 'working');
    clock.pass(minutes(121));
    assert.equal((await channel.find(trace, attempt())).seen, 'unknown');
  });

  it('tells a correction from the article it corrects, both standing', async () => {
    const { fake, channel, attempt, clock } = world();
    const { ref: old } = await publishDone(world());
    const correction = { note: '改为3月6日', at: clock.now() };
    const piece = pieceOf(channel, { revision: 2, correction });
    const { step, steps } = keptSteps();
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece, attempt({ step })));
    clock.pass(seconds(2));
    const sighting = await channel.find(traceOf(piece, { steps, known: [old] }), attempt());
    assert.equal(sighting.seen === 'done' && sighting.ref, fake.posts()[1]?.ref);
  });

  it('does not take an article of another delivery for its own, and looks past the first page', async () => {
    const { fake, channel, attempt, clock } = world();
    const piece = pieceOf(channel);
    const { step, steps } = keptSteps();
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece, attempt({ step })));
    clock.pass(seconds(2));
    for (let nth = 0; nth < 21; nth++) await publishDone(world(), { release: `other${nth}` });
    const [ours] = fake.posts();
    const trace = traceOf(piece, { steps });
    const sighting = await channel.find(trace, attempt());
    assert.equal(sighting.seen === 'done' && sighting.ref, ours?.ref);
    assert.equal((await channel.find({ ...trace, known: [ours!.ref] }, attempt())).seen, 'working');
  });

  it('throws what it could not see', async () => {
    const { fake, channel, attempt } = world();
    const trace = traceOf(pieceOf(channel), { ticket: '1' });
    fake.knobs.rights.publish = false;
    assert.equal((await failureOf(channel.find(trace, attempt()))).kind, 'locked-out');
    fake.knobs.rights.publish = true;
    fake.answerNext('/cgi-bin/freepublish/get', { code: 45009 });
    assert.equal((await failureOf(channel.find(trace, attempt()))).kind, 'limited');
    assert.equal((await channel.find(trace, attempt())).seen, 'unknown'); // no such job
  });
});

describe('withdraw', () => {
  const world = openWechat();

  it('leaves the page every reader knows', async () => {
    const { fake, channel, attempt } = world();
    const { ref, url } = await publishDone(world());
    await channel.withdraw!(ref, '信息有误', attempt());
    assert.match(await (await fetch(url!)).text(), /该内容已被发布者删除/);
    assert.equal(fake.posts()[0]?.gone, true);
    const order = { action: 'withdraw', post: ref, reason: '' } as const;
    assert.equal((await channel.find({ ...traceOf(pieceOf(channel)), order }, attempt())).seen, 'done');
  });

  it('is done for an article the platform does not know, and find agrees', async () => {
    const { channel, attempt } = world();
    const receipt = await channel.withdraw!('nobody|1|0', '', attempt());
    assert.equal(receipt.state, 'done');
    const order = { action: 'withdraw', post: 'nobody|1|0', reason: '' } as const;
    assert.equal((await channel.find({ ...traceOf(pieceOf(channel)), order }, attempt())).seen, 'done');
  });

  it('is absent while the article stands', async () => {
    const { channel, attempt } = world();
    const { ref: post } = await publishDone(world());
    const order = { action: 'withdraw', post, reason: '' } as const;
    assert.deepEqual(await channel.find({ ...traceOf(pieceOf(channel)), order }, attempt()), { seen: 'absent' });
  });

  it('refuses a ref that is not one of its own', async () => {
    const { channel, attempt } = world();
    assert.equal((await failureOf(channel.withdraw!('4567', '', attempt()))).kind, 'refused');
  });
});
