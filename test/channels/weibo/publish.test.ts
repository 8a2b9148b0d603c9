import assert from 'node:assert/strict';
import { anAttempt, aPicture, mediaOf, SITE_URL } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openChannel, openPlayed, pieceOf, sendJson, UID } from './open-weibo.ts';

afterEach(closeAll);

const answerId = (id: string) => `{"id":${id},"idstr":"${id}","text":"x"}`;

describe('publish on weibo', () => {
  it('encodes the form once and keeps the token out of the address', async () => {
    const { channel, asked } = await openBare((_asked, response) => sendJson(response, answerId('5000000000000001')));
    await channel.publish(pieceOf(channel, { title: '停水 & 供水 100%+' }), anAttempt());
    const [call] = asked;
    assert.deepEqual([call?.method, call?.path, String(call?.query)], ['POST', '/2/statuses/share.json', '']);
    assert.match(call?.type ?? '', /^application\/x-www-form-urlencoded/);
    const form = new URLSearchParams(call?.body);
    assert.deepEqual([form.get('access_token'), form.get('rip')], ['2.00secret', '127.0.0.1']);
    assert.ok(form.get('status')?.startsWith('【停水 & 供水 100%+】'), form.get('status') ?? '');
  });

  it('keeps an id beyond 2^53 and links to the page of its mid', async () => {
    const answer = '{"id":9007199254740993,"idstr":"9007199254740993","mid":"3501756485200075"}';
    const { channel } = await openBare((_asked, response) => sendJson(response, answer), {
      PAGES: 'https://weibo.com/',
    });
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    const url = `https://weibo.com/${UID}/z0JH2lOMb`;
    assert.deepEqual(receipt, { state: 'done', ref: '9007199254740993', url });
  });

  it('sends the first picture along', async () => {
    const stored = aPicture();
    const { channel, fake } = await openPlayed({}, { tools: { media: mediaOf(stored) } });
    const receipt = await channel.publish(pieceOf(channel, { pictures: [stored.picture] }), anAttempt());
    assert.equal(receipt.state, 'done');
    const shown = await (await fetch(fake.posts()[0]!.url)).text();
    const address = /src="(\/pictures\/\d+)"/.exec(shown)?.[1];
    const served = await fetch(`${fake.url}${address}`);
    assert.equal(served.headers.get('content-type'), 'image/png');
    assert.deepEqual(await served.bytes(), new Uint8Array(stored.bytes));
  });

  it('is refused before anything is sent when the picture cannot be read', async () => {
    const { channel, fake } = await openPlayed();
    const piece = pieceOf(channel, { pictures: [aPicture().picture] });
    assert.equal((await failureOf(channel.publish(piece, anAttempt()))).kind, 'refused');
    assert.equal(fake.posts().length, 0);
  });

  it('is accepted when the platform is slow, and found when it shows', async () => {
    const { channel, fake, clock } = await openPlayed({ SETTLE_SECONDS: '120' });
    fake.slowNext(90);
    const piece = pieceOf(channel);
    const receipt = await channel.publish(piece, anAttempt({ now: clock.now() }));
    assert.ok(receipt.state === 'accepted');
    assert.equal(receipt.lookAt.getTime(), clock.now().getTime() + 120_000);
    clock.set(receipt.lookAt);
    const at = anAttempt().now;
    const trace = {
      order: { action: 'publish', piece },
      firstTriedAt: at,
      lastTriedAt: at,
      steps: {},
      known: [],
      before: null,
    } as const;
    const sighting = await channel.find({ ...trace, ticket: receipt.ticket }, anAttempt({ now: clock.now() }));
    assert.equal(sighting.seen === 'done' && sighting.ref, fake.posts()[0]?.ref);
  });

  it('is locked out without any token, and with one that has ended', async () => {
    const { channel, fake } = await openPlayed();
    const without = openChannel({ ...fake.settings, ACCESS_TOKEN: '' });
    assert.equal((await failureOf(without.publish(pieceOf(without), anAttempt()))).kind, 'locked-out');
    fake.setTokenLife(0);
    const ended = await failureOf(channel.publish(pieceOf(channel), anAttempt()));
    assert.deepEqual([ended.kind, ended.code], ['locked-out', '21327']);
  });

  it('is refused by the platform when no link is on the approved domain', async () => {
    const { channel } = await openPlayed();
    const piece = pieceOf(channel, { url: 'https://elsewhere.example/p/1.html' });
    const failure = await failureOf(channel.publish(piece, anAttempt()));
    assert.deepEqual([failure.kind, failure.code], ['refused', '10017']);
  });

  it('is uncertain when the platform calls it a repetition', async () => {
    const { channel, fake } = await openPlayed();
    await channel.publish(pieceOf(channel), anAttempt());
    const failure = await failureOf(channel.publish(pieceOf(channel), anAttempt()));
    assert.deepEqual([failure.kind, failure.code, fake.posts().length], ['uncertain', '20019', 1]);
  });

  it('refuses a piece that another adapter made', async () => {
    const { channel } = await openPlayed();
    const piece = { ...pieceOf(channel), payload: { html: '<p>' } };
    assert.equal((await failureOf(channel.publish(piece, anAttempt()))).kind, 'refused');
  });

  it('puts out a correction beside the first post', async () => {
    const { channel, fake } = await openPlayed();
    await channel.publish(pieceOf(channel), anAttempt());
    const correction = { note: '时间有误', at: new Date('2026-03-03T01:00:00Z') };
    await channel.publish(pieceOf(channel, { revision: 2, correction }), anAttempt());
    assert.deepEqual(
      fake.posts().map(({ links, gone }) => [links, gone]),
      [
        [`${SITE_URL}/p/r1.html`, false],
        [`${SITE_URL}/p/r1.html`, false],
      ],
    );
  });
});
