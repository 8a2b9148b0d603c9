import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Channel } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { FiguresPage, WantedPost } from '../../../src/channel/post-figures.ts';
import { anAttempt } from '../../support/channel-tools.ts';
import { closeAll, failureOf, openBare, openPlayed, pieceOf, sendJson } from './open-weibo.ts';

afterEach(closeAll);

const FIRST = 9_007_199_254_740_993n;
const post = (ref: string): WantedPost => ({ ref, url: null, title: '', sentOn: '2026-03-02', outOn: '2026-03-02' });

async function pages(channel: Channel, refs: readonly string[]) {
  const told: FiguresPage[] = [];
  const wanted = { posts: refs.map(post), days: [] };
  for await (const page of channel.pullFigures!(wanted, anAttempt())) told.push(page);
  return told;
}

describe('pullFigures on weibo', () => {
  it('tells comments, reposts and likes as they stand now, which is never final', async () => {
    const { fake, channel } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    const ref = receipt.state === 'done' ? receipt.ref : '';
    fake.comment(ref, '网友', '几点来水？');
    fake.appreciate(ref, { reposts: 7, attitudes: 12 });
    const [page, ...others] = await pages(channel, [ref]);
    assert.deepEqual(page?.figures, [
      {
        ...{ post: ref, day: '2026-03-02', basis: 'until-now', final: false },
        values: { comments: 1, shares: 7, likes: 12 },
      },
    ]);
    assert.equal(others.length, 0);
  });

  it('leaves out posts that are gone', async () => {
    const { channel } = await openPlayed();
    const receipt = await channel.publish(pieceOf(channel), anAttempt());
    const ref = receipt.state === 'done' ? receipt.ref : '';
    await channel.withdraw!(ref, '有误', anAttempt());
    assert.deepEqual((await pages(channel, [ref, '1']))[0]?.figures, []);
  });

  it('asks for a hundred posts a call, ids digit for digit, and for none without posts', async () => {
    const { channel, asked } = await openBare(({ query }, response) => {
      const rows = (query.get('ids') ?? '')
        .split(',')
        .map((id) => `{"id":${id},"comments":1,"reposts":0,"attitudes":0}`);
      sendJson(response, `[${rows.join(',')}]`);
    });
    assert.deepEqual(await pages(channel, ['见微博']), []);
    const refs = Array.from({ length: 250 }, (_, nth) => String(FIRST + BigInt(nth)));
    const told = await pages(channel, refs);
    assert.deepEqual(
      told.flatMap(({ figures }) => figures.map((one) => one.post)),
      refs,
    );
    assert.deepEqual(
      asked.map(({ path, query }) => [path, query.get('ids')?.split(',').length]),
      [100, 100, 50].map((count) => ['/2/statuses/count.json', count]),
    );
  });

  for (const [code, kind] of [
    [10023, 'limited'],
    [21327, 'locked-out'],
    [10001, 'unreachable'],
  ] as const) {
    it(`fails as ${kind} on ${code}`, async () => {
      const { channel } = await openBare((_asked, response) =>
        sendJson(response, { error: '2.00secret', error_code: code, request: '/2/statuses/count.json' }, 403),
      );
      assert.equal((await failureOf(pages(channel, ['1']))).kind, kind);
    });
  }

  it('takes whatever the platform answers as figures in order or as a sorted failure, and tells no secret', async () => {
    const value = fc.oneof(
      ...[fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 })],
      ...[fc.constant(2 ** 70), fc.constant('2.00secret'), fc.constant('99999999999999999999')],
    );
    const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('11', 11, '12') }, value);
    const row = fc.record({ id, comments: value, reposts: value, attitudes: value }, { requiredKeys: [] });
    const rows = fc.array(fc.oneof({ weight: 6, arbitrary: row }, value), { maxLength: 6 });
    const answers = fc.oneof({ weight: 5, arbitrary: rows }, value, fc.record({ error_code: value, error: value }));
    const bodies = fc.oneof(
      { weight: 6, arbitrary: answers.map((told) => JSON.stringify(told) ?? '') },
      ...[fc.string(), fc.constant(''), fc.constant('<html>2.00secret</html>')],
      answers.map((told) => (JSON.stringify(told) ?? '').slice(0, -1)),
    );
    let body = '';
    let status = 200;
    const { channel } = await openBare((_asked, response) => sendJson(response, body, status));
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 200, 403, 502), async (text, code) => {
        [body, status] = [text, code];
        try {
          for (const { figures } of await pages(channel, ['11', '12'])) {
            for (const { post: ref, values } of figures) {
              assert.ok(ref === '11' || ref === '12');
              assert.ok(Object.values(values).every((count) => Number.isSafeInteger(count) && count >= 0));
            }
          }
        } catch (error) {
          assert.ok(error instanceof ChannelFailure, inspect(error));
          assert.notEqual(error.kind, 'uncertain');
          assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /2\.00secret/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
