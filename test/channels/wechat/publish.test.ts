import assert from 'node:assert/strict';
import { after, seconds } from '../../../src/clock.ts';
import { aPicture, mediaOf, memoryVault } from '../../support/channel-tools.ts';
import { openCaller } from './open-caller.ts';
import { failureOf, keptSteps, openWechat, pieceOf, publishDone, traceOf, type Wechat } from './open-wechat.ts';

const [first, second] = [aPicture(), aPicture({ width: 64, height: 48 })];
const body = `<p>停水范围</p><p><img src="/media/${first.picture.id}" alt=""></p><p><img src="/media/${second.picture.id}" alt=""></p>`;
const pictures = [first.picture, second.picture];
const count = ({ fake }: Wechat, path: string) => fake.calls.filter((call) => call.endsWith(path)).length;

describe('publish', () => {
  const world = openWechat({ tools: { media: mediaOf(first, second) } });
  const { ask } = openCaller(world);

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
    assert.deepEqual(Object.keys(steps), [
      `picture:${first.picture.id}`,
      `picture:${second.picture.id}`,
      'draft',
      'submitting',
    ]);
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

  for (const [comments, switches] of [
    ['open', [1, 0]],
    ['fans', [1, 1]],
    ['closed', [0, 0]],
  ] as const) {
    it(`sets the switches of comments as staff chose: ${comments}`, async () => {
      const { fake, channel, attempt } = world();
      fake.knobs.rights.publish = false; // the draft stays in the box
      const piece = pieceOf(channel, { choices: { wechat: { comments } } });
      await failureOf(channel.publish(piece, attempt()));
      const { item } = (await ask('/cgi-bin/draft/batchget', { offset: 0, count: 20 })) as never as {
        item: { content: { news_item: { need_open_comment: number; only_fans_can_comment: number }[] } }[];
      };
      const [news] = item[0]!.content.news_item;
      assert.deepEqual([news?.need_open_comment, news?.only_fans_can_comment], switches);
    });
  }

  it('takes no draft of an earlier text for its own, though it waits under the same address', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.rights.publish = false;
    await failureOf(channel.publish(pieceOf(channel), attempt()));
    fake.knobs.rights.publish = true;
    const later = pieceOf(channel, { revision: 2, body: '<p>改为3月6日停水。</p>' });
    await channel.publish(later, attempt({ number: 2 }));
    assert.match(fake.posts()[0]!.text, /3月6日/);
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
