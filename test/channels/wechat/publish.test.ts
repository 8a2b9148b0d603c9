import assert from 'node:assert/strict';
import { after, minutes, seconds } from '../../../src/clock.ts';
import { aPicture, mediaOf, memoryVault } from '../../support/channel-tools.ts';
import { failureOf, keptSteps, openWechat, pieceOf, publishDone, traceOf, type Wechat } from './open-wechat.ts';

const [first, second] = [aPicture(), aPicture({ width: 64, height: 48 })];
const body = `<p>停水范围</p><p><img src="/media/${first.picture.id}" alt=""></p><p><img src="/media/${second.picture.id}" alt=""></p>`;
const pictures = [first.picture, second.picture];
const count = ({ fake }: Wechat, path: string) => fake.calls.filter((call) => call.endsWith(path)).length;

describe('publish', () => {
  const world = openWechat({ tools: { media: mediaOf(first, second) } });

  it('puts the pictures on the platform before the article that shows them', async () => {
    const { fake, channel } = world();
    await publishDone(world(), { body, pictures });
    const page = await (await fetch(fake.posts()[0]!.url)).text();
    const shown = [...page.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => src!);
    assert.equal(shown.length, 2);
    const bytes = await (await fetch(fake.url + shown[0]!.replace('&amp;', '&'))).arrayBuffer();
    assert.deepEqual(Buffer.from(bytes), Buffer.from(first.bytes));
    assert.equal(channel.limits.correction, 'replace');
  });

  it('takes the first picture as the cover, the account’s own where there is none, each uploaded once', async () => {
    await publishDone(world(), { body, pictures });
    assert.equal(count(world(), 'add_material'), 1);
    await publishDone(world(), { release: 'r2' });
    await publishDone(world(), { release: 'r3' });
    assert.equal(count(world(), 'add_material'), 2);
  });

  it('costs three calls where the token and the cover are known and there are no pictures', async () => {
    await publishDone(world());
    const { fake, channel, attempt } = world();
    const before = fake.calls.length;
    await channel.publish(pieceOf(channel, { release: 'r2' }), attempt());
    assert.deepEqual(fake.calls.slice(before), ['/cgi-bin/draft/add', '/cgi-bin/freepublish/submit']);
  });

  it('gives the publish_id as the ticket, the same that events name', async () => {
    const { fake, channel, attempt } = world();
    const receipt = await channel.publish(pieceOf(channel), attempt());
    assert.equal(receipt.state === 'accepted' && receipt.ticket, '100000001');
    assert.equal(fake.posts().length, 1);
  });

  it('does not upload or draft again when it is resumed', async () => {
    const { fake, channel, attempt } = world();
    const { step, steps } = keptSteps();
    const piece = pieceOf(channel, { body, pictures });
    fake.spoilNext('limit');
    assert.equal((await failureOf(channel.publish(piece, attempt({ step })))).kind, 'limited');
    assert.deepEqual(Object.keys(steps), [`picture:${first.picture.id}`, `picture:${second.picture.id}`, 'draft']);
    await channel.publish(piece, attempt({ step, number: 2 }));
    assert.deepEqual([count(world(), 'uploadimg'), count(world(), 'draft/add')], [2, 1]);
    assert.equal(fake.posts().length, 1);
  });

  it('finds the draft whose answer was lost by its marker instead of making a second one', async () => {
    const { fake, channel, attempt } = world();
    const piece = pieceOf(channel);
    fake.answerNext('/cgi-bin/draft/add', { carriedOut: true, status: 502, body: '<html>' });
    const { step, steps } = keptSteps();
    assert.equal((await failureOf(channel.publish(piece, attempt({ step })))).kind, 'uncertain');
    assert.deepEqual(await channel.find(traceOf(piece, { steps }), attempt()), { seen: 'absent' });
    await channel.publish(piece, attempt({ step, number: 2 }));
    assert.equal(count(world(), 'draft/add'), 1);
    assert.equal(fake.posts().length, 1);
  });

  it('finds a cover whose answer was lost by its name', async () => {
    const { fake, channel, attempt } = world();
    const piece = pieceOf(channel);
    fake.answerNext('/cgi-bin/material/add_material', { carriedOut: true, status: 200, body: '' });
    assert.equal((await failureOf(channel.publish(piece, attempt()))).kind, 'uncertain');
    await channel.publish(piece, attempt({ number: 2 }));
    assert.equal(count(world(), 'add_material'), 1);
  });

  it('waits some seconds when the platform does not know a cover uploaded a moment ago', async () => {
    const { fake, channel, attempt, clock } = world();
    fake.answerNext('/cgi-bin/draft/add', { code: 40007 });
    const failure = await failureOf(channel.publish(pieceOf(channel), attempt()));
    assert.deepEqual([failure.kind, failure.retryAt], ['limited', after(clock.now(), seconds(5))]);
    await channel.publish(pieceOf(channel), attempt({ number: 2 }));
    assert.equal(count(world(), 'add_material'), 1);
  });

  it('uploads the cover anew when somebody deleted it on the platform', async () => {
    const { fake, open, attempt } = world();
    const channel = open({}, { vault: memoryVault(), media: mediaOf(first) });
    const changes = { body: `<p><img src="/media/${first.picture.id}"></p>`, pictures: [first.picture] };
    await channel.publish(pieceOf(channel, changes), attempt());
    fake.forgetMaterial();
    const piece = pieceOf(channel, { ...changes, release: 'r2' });
    assert.equal((await failureOf(channel.publish(piece, attempt()))).kind, 'limited');
    await channel.publish(piece, attempt({ number: 2 }));
    assert.equal(fake.posts().length, 2);
  });

  it('gives up on a cover that is never accepted', async () => {
    const { fake, channel, attempt } = world();
    fake.answerNext('/cgi-bin/draft/add', { code: 40007 });
    assert.equal((await failureOf(channel.publish(pieceOf(channel), attempt({ number: 5 })))).kind, 'refused');
  });

  it('publishes without comments where the account has no right to them', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.rights.comment = false;
    await channel.publish(pieceOf(channel), attempt());
    assert.equal(fake.posts().length, 1);
    assert.equal(count(world(), 'draft/add'), 2);
  });

  it('does not ask for comments where the account keeps them closed', async () => {
    const { fake, open } = world();
    await publishDone({ ...world(), channel: open({ OPEN_COMMENTS: '0' }) });
    assert.throws(() => fake.comment(fake.posts()[0]!.ref, '王小明', '问'));
  });

  it('leaves the draft in the box and says so where the account may not publish', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.rights.publish = false;
    const failure = await failureOf(channel.publish(pieceOf(channel), attempt()));
    assert.deepEqual([failure.kind, failure.code], ['locked-out', '48001']);
    assert.match(failure.message, /草稿箱.*手工发布/);
    assert.equal(count(world(), 'draft/delete'), 0);
  });

  it('is in doubt when the remembered draft is gone', async () => {
    const { channel, attempt } = world();
    const { step, steps } = keptSteps();
    steps.draft = 'gone';
    const failure = await failureOf(channel.publish(pieceOf(channel), attempt({ step, number: 2 })));
    assert.deepEqual([failure.kind, failure.code], ['uncertain', '40007']);
  });

  it('refuses a picture that is no longer kept, and a piece of another kind', async () => {
    const { channel, open, attempt } = world();
    const piece = pieceOf(channel, { body, pictures });
    const poor = open({}, { media: mediaOf() });
    assert.equal((await failureOf(poor.publish(piece, attempt()))).kind, 'refused');
    assert.equal((await failureOf(channel.publish({ ...piece, payload: {} }, attempt()))).kind, 'refused');
  });

  it('keeps the article with its author, digest and address as they were signed', async () => {
    const { fake } = world();
    await publishDone(world(), { author: '县政府办', title: '关于<停水>的公告 & 说明' });
    const [post] = fake.posts();
    assert.equal(post?.title, '关于<停水>的公告 & 说明');
    const page = await (await fetch(post!.url)).text();
    assert.ok(page.includes('县政府办'));
    assert.ok(page.includes('href="https://www.luodian.example/p/r1.html"'));
  });
});

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
    const end = after(clock.now(), minutes(24 * 60));
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
