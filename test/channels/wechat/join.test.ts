import assert from 'node:assert/strict';
import { aPicture, mediaOf } from '../../support/channel-tools.ts';
import { openCaller } from './open-caller.ts';
import { failureOf, keptSteps, openWechat, pieceOf, traceOf } from './open-wechat.ts';

const [first, second] = [aPicture(), aPicture({ width: 64, height: 48 })];
const withPicture = ({ picture }: typeof first) => ({
  body: `<p>图<img src="/media/${picture.id}" alt=""></p>`,
  pictures: [picture],
});

describe('several articles in one draft', () => {
  const world = openWechat({ tools: { media: mediaOf(first, second) } });
  const { ask } = openCaller(world);
  const count = (path: string) => world().fake.calls.filter((call) => call.endsWith(path)).length;

  function joined(notify = 'none') {
    const { channel } = world();
    const lead = pieceOf(channel, { title: '头条', ...withPicture(first), choices: { wechat: { notify } } });
    const riders = [
      pieceOf(channel, { release: 'r2', title: '次条一', ...withPicture(second) }),
      pieceOf(channel, { release: 'r3', title: '次条二', choices: { wechat: { notify: 'all', comments: 'closed' } } }),
    ];
    const rendered = channel.join!(lead, riders);
    return rendered.fits ? rendered.piece : assert.fail(JSON.stringify(rendered.misfits));
  }

  it('have covers, pictures, addresses and comment switches of their own, and the lead’s way out', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.rights.publish = false;
    const piece = joined();
    assert.ok(piece.preview.notes.includes('次条 2：次条二'));
    assert.equal(piece.uses, undefined);
    await failureOf(channel.publish(piece, attempt()));
    const { item } = (await ask('/cgi-bin/draft/batchget', { offset: 0, count: 20 })) as never as {
      item: { content: { news_item: Record<string, unknown>[] } }[];
    };
    const news = item[0]!.content.news_item;
    assert.deepEqual(
      news.map(({ title, content_source_url, need_open_comment }) => [title, content_source_url, need_open_comment]),
      [
        ['头条', 'https://www.luodian.example/p/r1.html', 1],
        ['次条一', 'https://www.luodian.example/p/r2.html', 1],
        ['次条二', 'https://www.luodian.example/p/r3.html', 0],
      ],
    );
    assert.equal(new Set(news.map(({ thumb_media_id }) => thumb_media_id)).size, 3);
    assert.deepEqual([count('uploadimg'), count('add_material'), count('draft/add')], [2, 3, 1]);
  });

  for (const notify of ['none', 'all']) {
    it(`stand each in its place (notify: ${notify})`, async () => {
      const { fake, channel, attempt } = world();
      const { step, steps } = keptSteps();
      const piece = joined(notify);
      const receipt = await channel.publish(piece, attempt({ step }));
      const ticket = receipt.state === 'accepted' ? receipt.ticket : '';
      const seen = await channel.find(traceOf(piece, { ticket, steps }), attempt());
      assert.ok(seen.seen === 'done');
      assert.deepEqual(
        [seen.ref, ...(seen.more ?? []).map(({ ref }) => ref)],
        fake.posts().map(({ ref }) => ref),
      );
      await channel.withdraw!(seen.more![0]!.ref, '', attempt());
      assert.deepEqual(
        fake.posts().map(({ gone }) => gone),
        [false, true, false],
      );
    });
  }

  it('are found again as they were, when the answers to draft and submit were lost', async () => {
    const { fake, channel, attempt, clock } = world();
    const { step, steps } = keptSteps();
    const piece = joined();
    fake.answerNext('/cgi-bin/draft/add', { carriedOut: true, status: 502, body: '<html>' });
    await failureOf(channel.publish(piece, attempt({ step })));
    fake.spoilNext('lost-answer');
    await failureOf(channel.publish(piece, attempt({ step, number: 2 })));
    assert.equal(count('draft/add'), 1);
    clock.pass(2000);
    const seen = await channel.find(traceOf(piece, { steps }), attempt());
    assert.ok(seen.seen === 'done' && seen.more?.length === 2);
  });

  it('go without comments where the account has no right to them', async () => {
    const { fake, channel, attempt } = world();
    fake.knobs.rights.comment = false;
    await channel.publish(joined(), attempt());
    assert.deepEqual([count('draft/add'), fake.posts().length], [2, 3]);
  });

  it('are 8 at most', () => {
    const { channel } = world();
    const piece = pieceOf(channel);
    assert.ok(channel.join!(piece, Array(7).fill(piece)).fits);
    const rendered = channel.join!(piece, Array(8).fill(piece));
    assert.ok(!rendered.fits && /9 篇.*8 篇/.test(rendered.misfits[0]!.problem));
  });
});
