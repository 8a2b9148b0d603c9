import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteFailure } from '../../../channels/website/errors.ts';
import startFake from '../../../channels/website/fake.ts';
import website from '../../../channels/website/index.ts';
import { toPlainText } from '../../../channels/website/plain-text.ts';
import { render } from '../../../channels/website/render.ts';
import type { Order, Piece } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { Site } from '../../../src/channel/kind.ts';
import { invalid } from '../../../src/errors.ts';
import {
  aClock,
  anAccount,
  anAnnouncement,
  anAttempt,
  aTools,
  aTrace,
  memoryLog,
  SITE_URL,
} from '../../support/channel-tools.ts';

type Changes = Parameters<typeof anAnnouncement>[0];

function pieceOf(changes?: Changes): Piece {
  const rendered = render(anAnnouncement(changes));
  return rendered.fits ? rendered.piece : assert.fail(JSON.stringify(rendered.misfits));
}

function misfitOf(changes: Changes): string {
  const rendered = render(anAnnouncement(changes));
  if (rendered.fits) return assert.fail('it fits');
  return rendered.misfits.map(({ field, problem }) => `${field}: ${problem}`).join('|');
}

const open = (site: Site) => website.open(anAccount({ id: 'website', kind: 'website' }), {}, aTools({ site }));
const play = (file: string | null = null) =>
  startFake({ port: 0, clock: aClock(), file, pushTo: null, siteUrl: SITE_URL });

describe('the website renders', () => {
  it('the whole announcement, with dates as text', () => {
    const { payload } = pieceOf({
      revision: 3,
      correction: { note: '时间有误', at: new Date('2026-03-03T02:00:00Z') },
    });
    assert.deepEqual(payload, {
      id: 'r1',
      revision: 3,
      url: `${SITE_URL}/p/r1.html`,
      article: {
        kind: 'announcement',
        title: '关于城区供水管网检修停水的公告',
        body: '<p>因城区供水管网检修，3月5日8时至18时，解放路、建设路沿线停水，请提前储水。</p>',
        summary: '3月5日8时至18时，解放路、建设路沿线停水，请提前储水。',
        column: 'gsgg',
        disclosure: '主动公开',
        number: '罗府公告〔2026〕3号',
        source: '县水务局',
        author: '',
        writtenOn: '2026-03-01',
        attachments: [],
        catalogue: {},
        pictures: [],
        interprets: null,
        publishedAt: '2026-03-02T01:00:00.000Z',
        correction: { note: '时间有误', at: '2026-03-03T02:00:00.000Z' },
      },
    });
  });

  const misfits: readonly [title: string, changes: Changes, problem: RegExp][] = [
    ['no announcement without a title', { title: '　' }, /^title: 没有标题$/],
    ['no title above 200 characters', { title: '字'.repeat(201) }, /^title: 标题有 201 字，超过网站 200 字的上限$/],
    ['no empty body', { body: '<p> <br /></p>' }, /^body: 没有正文$/],
    ['nothing that is disclosed on application only', { disclosure: '依申请公开' }, /^disclosure: .*依申请公开/],
    ['nothing that is not to be disclosed', { disclosure: '不予公开' }, /^disclosure: .*不予公开/],
    ['all that is wrong at once', { title: '', body: '', disclosure: '不予公开' }, /title.*body.*disclosure/],
  ];
  for (const [title, changes, problem] of misfits) it(title, () => assert.match(misfitOf(changes), problem));

  it('a title of 200 characters, counted as a reader counts', () => {
    assert.ok(pieceOf({ title: '𠮷'.repeat(200) }));
  });

  it('a body that is one picture', () => assert.ok(pieceOf({ body: '<p><img src="/media/x" alt="" /></p>' })));

  it('the words of a body for the preview', () => {
    assert.equal(
      toPlainText('<h2>一</h2><p>二<br />三 &lt;&amp;amp;</p><table><tr><td>四</td><td>五</td></tr></table>'),
      '一\n二\n三 <&amp;\n四 五',
    );
  });
});

describe('the website finds', () => {
  const sightings: readonly [title: string, order: Order, standing: Awaited<ReturnType<Site['find']>>, seen: string][] =
    [
      ['its own revision', { action: 'publish', piece: pieceOf() }, { revision: 1, withdrawn: false }, 'done'],
      [
        'that a later revision is out',
        { action: 'publish', piece: pieceOf() },
        { revision: 4, withdrawn: false },
        'done',
      ],
      [
        'that it was out and is withdrawn',
        { action: 'publish', piece: pieceOf() },
        { revision: 1, withdrawn: true },
        'done',
      ],
      ['that nothing is there', { action: 'publish', piece: pieceOf() }, null, 'absent'],
      [
        'that the old revision still stands',
        { action: 'revise', post: 'r1', piece: pieceOf({ revision: 2 }) },
        { revision: 1, withdrawn: false },
        'absent',
      ],
      [
        'that a page is gone',
        { action: 'withdraw', post: 'r1', reason: '有误' },
        { revision: 1, withdrawn: true },
        'done',
      ],
      ['that a page to be withdrawn never was', { action: 'withdraw', post: 'r1', reason: '有误' }, null, 'done'],
      [
        'that a page still stands',
        { action: 'withdraw', post: 'r1', reason: '有误' },
        { revision: 1, withdrawn: false },
        'absent',
      ],
      ['that an answer never came', { action: 'reply', comment: 'c1', text: '您好' }, null, 'absent'],
    ];
  for (const [title, order, standing, seen] of sightings) {
    it(title, async () => {
      const site: Site = {
        put: () => assert.fail('find writes'),
        withdraw: () => assert.fail('find writes'),
        find: async () => standing,
        answer: () => assert.fail('find writes'),
        hasAnswer: async () => false,
        moderate: () => assert.fail('find writes'),
      };
      const sighting = await open(site).find(aTrace(order), anAttempt());
      assert.equal(sighting.seen, seen);
      if (sighting.seen === 'done') assert.deepEqual([sighting.ref, sighting.url], ['r1', `${SITE_URL}/p/r1.html`]);
    });
  }
});

describe('the website publishes', () => {
  it('an older revision without harm, and says so in the log', async () => {
    const { site } = await play();
    const channel = open(site ?? assert.fail());
    const { log, lines } = memoryLog();
    await channel.publish(pieceOf({ revision: 2, title: '新标题' }), anAttempt());
    const receipt = await channel.publish(pieceOf({ revision: 1 }), anAttempt({ log }));
    assert.equal(receipt.state, 'done');
    assert.deepEqual(await site?.find('r1'), { revision: 2, withdrawn: false });
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /already has a later state/);
  });
});

describe('a failure of the site', () => {
  const failures: readonly [title: string, error: unknown, kind: string][] = [
    ['is refused when the content is', invalid('title', '网站无法显示', '请检查'), 'refused'],
    [
      'is locked-out on a wrong password',
      Object.assign(new Error('Authentication failed.'), { code: 18 }),
      'locked-out',
    ],
    ['is locked-out without a right', Object.assign(new Error('not authorized'), { code: 13 }), 'locked-out'],
    [
      'is unreachable on a refused connection',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      'unreachable',
    ],
    [
      'is unreachable without a server',
      Object.assign(new Error('timed out'), { name: 'MongoServerSelectionError' }),
      'unreachable',
    ],
    ['is uncertain on a reset', Object.assign(new Error('read'), { code: 'ECONNRESET' }), 'uncertain'],
    ['is uncertain when the disk is full', Object.assign(new Error('disk'), { code: 'ERR_SQLITE_ERROR' }), 'uncertain'],
    ['is uncertain when nobody sorted it', new TypeError('x is not a function'), 'uncertain'],
    ['is what it was when it was sorted', new ChannelFailure('limited', '繁忙'), 'limited'],
  ];
  for (const [title, error, kind] of failures) it(title, () => assert.equal(siteFailure(error).kind, kind));

  it('carries nothing of the text of an error nobody sorted', () => {
    const failure = siteFailure(new Error('mongodb://sanwei:hunter2@db.example'));
    assert.ok(!JSON.stringify([failure.message, failure.stack, failure.cause]).includes('hunter2'));
  });
});

describe('the site played back', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sanwei-website-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('remembers its pages over a restart', async () => {
    const file = join(folder, 'site.json');
    const first = await play(file);
    const channel = open(first.site ?? assert.fail());
    await channel.publish(pieceOf(), anAttempt());
    await channel.publish(pieceOf({ release: 'r2' }), anAttempt());
    await channel.withdraw?.('r2', '信息有误', anAttempt());
    const second = await play(file);
    assert.deepEqual(second.posts(), first.posts());
    assert.deepEqual(
      second.posts().map(({ ref, gone }) => [ref, gone]),
      [
        ['r1', false],
        ['r2', true],
      ],
    );
  });

  it('shows what came in with its answers', async () => {
    const fake = await play();
    const ref = fake.comment('r1', '王小明', '几点来水？');
    await fake.site?.answer(ref, { key: 'k1', text: '今晚18时。', at: new Date(0) });
    const said = { ref, post: 'r1', author: '王小明', text: '几点来水？', replies: ['今晚18时。'] };
    assert.deepEqual(fake.comments(), [said]);
  });
});
