import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import { memoryLog } from '../../support/channel-tools.ts';
import { openWechat, pieceOf, traceOf, type Wechat } from './open-wechat.ts';

/** What a platform, or something in its place, may say: shapes that almost fit, and none. */
const anyBody = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom('', '<html>502</html>', '{"errcode":0', '[]', 'null', '{"errcode":"x"}', '{"errcode":1e99}'),
  fc
    .record(
      {
        errcode: fc.oneof(fc.integer(), fc.constantFrom(0, -1, 45065, 45066, 48001, 99999), fc.string()),
        msg_id: fc.anything(),
        msg_data_id: fc.anything(),
        msg_status: fc.oneof(fc.string(), fc.anything()),
        publish_id: fc.anything(),
        publish_status: fc.oneof(fc.integer({ min: -1, max: 9 }), fc.anything()),
        article_id: fc.anything(),
        article_detail: fc.anything(),
        errmsg: fc.anything(),
      },
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? String(value) : value))),
);

describe('whatever the platform answers', () => {
  const world = openWechat();

  const { log, lines } = memoryLog();
  let nth = 0;
  type Doing = (opened: Wechat) => Promise<unknown>;
  const paths: Readonly<Record<string, Doing>> = {
    '/cgi-bin/message/mass/sendall': publishing('all'),
    '/cgi-bin/freepublish/submit': publishing('none'),
    '/cgi-bin/message/mass/get': looking('all', 'mass:1'),
    '/cgi-bin/freepublish/get': looking('none', '1'),
    '/cgi-bin/draft/add': publishing('none'),
  };
  function publishing(notify: string): Doing {
    return ({ channel, attempt }) => {
      const key = `r${nth++}:1:wechat:publish`;
      return channel.publish(pieceOf(channel, { choices: { wechat: { notify } } }), attempt({ key, log }));
    };
  }
  function looking(notify: string, ticket: string): Doing {
    return ({ channel, attempt }) =>
      channel.find(traceOf(pieceOf(channel, { choices: { wechat: { notify } } }), { ticket }), attempt({ log }));
  }

  for (const [path, act] of Object.entries(paths)) {
    it(`to ${path}: an answer understood or a failure of ours, and no secret told`, async () => {
      const { fake } = world();
      fake.knobs.massQuota = { count: 1e9, per: 'day' };
      for (const each of Object.keys(fake.knobs.quotas)) fake.knobs.quotas[each] = 1e9;
      await fc.assert(
        fc.asyncProperty(anyBody, async (body) => {
          fake.answerNext(path, { status: 200, body });
          const ended = await act(world()).then(
            () => null,
            (error: unknown) => error,
          );
          if (ended === null) return;
          assert.ok(ended instanceof ChannelFailure, String(ended));
          assert.match(ended.message, /\p{Script=Han}/u);
          assert.ok(!ended.message.includes(fake.settings.SECRET!) && !/access_token/.test(ended.message));
        }),
        { numRuns: 60 },
      );
      const told = lines.join('\n');
      assert.ok(!told.includes(fake.settings.SECRET!) && !/access_token=/.test(told));
    });
  }
});
