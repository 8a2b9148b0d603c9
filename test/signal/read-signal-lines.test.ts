import assert from 'node:assert/strict';
import { readSignalLines } from '../../src/signal/read-signal-lines.ts';

const knowledge = { accounts: new Set(['board']), now: new Date('2018-07-02T09:00:00+08:00') };
const good = {
  account: 'board',
  ref: '1',
  kind: 'message',
  author: '某住户',
  title: '路灯不亮',
  text: '北门的路灯三天没亮了。',
  writtenAt: '2018-07-01T20:00:00+08:00',
};
const read = (...lines: (object | string)[]) => {
  return readSignalLines(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
    knowledge,
  );
};

describe('readSignalLines', () => {
  it('reads a line with its time as an instant', () => {
    const { signals, refused } = read(good);
    assert.deepEqual(refused, []);
    assert.deepEqual(signals, [
      {
        ...good,
        author: { id: '', name: '某住户' },
        writtenAt: new Date('2018-07-01T12:00:00Z'),
        post: null,
        release: null,
      },
    ]);
  });

  it('takes an author with id and name', () => {
    const [signal] = read({ ...good, author: { id: 'u7', name: '某人' } }).signals;
    assert.deepEqual(signal?.author, { id: 'u7', name: '某人' });
  });

  it('takes a line without title', () => {
    assert.equal(read({ ...good, title: undefined }).signals[0]?.title, null);
    assert.equal(read({ ...good, title: '  ' }).signals[0]?.title, null);
  });

  it('leaves out fields it does not know', () => {
    assert.equal('mood' in read({ ...good, mood: 3 }).signals[0]!, false);
  });

  it('takes how many liked it, where that is told', () => {
    assert.equal(read({ ...good, likes: 3 }).signals[0]?.likes, 3);
    assert.equal('likes' in read({ ...good, likes: null }).signals[0]!, false);
  });

  it('skips blank lines and counts them', () => {
    const { signals, refused } = read(good, '', '  ', '{', '');
    assert.equal(signals.length, 1);
    assert.equal(refused[0]?.line, 4);
  });

  const broken: [string, object | string, string, RegExp][] = [
    ['no JSON', '{"account":', '整行', /JSON/],
    ['a list', '[1]', '整行', /JSON/],
    ['an unknown account', { ...good, account: 'elsewhere' }, 'account', /没有登记/],
    ['no count of likes', { ...good, likes: '很多' }, 'likes', /整数/],
    ['no account', { ...good, account: undefined }, 'account', /账号/],
    ['a number for ref', { ...good, ref: 1 }, 'ref', /编号/],
    ['an empty ref', { ...good, ref: ' ' }, 'ref', /编号/],
    ['an unknown kind', { ...good, kind: 'rumour' }, 'kind', /类别/],
    ['no author', { ...good, author: undefined }, 'author', /留言人/],
    ['a title of 501 characters', { ...good, title: '长'.repeat(501) }, 'title', /500/],
    ['no text', { ...good, text: undefined }, 'text', /内容/],
    ['neither title nor text', { ...good, title: null, text: ' ' }, 'text', /空/],
    ['a time without zone', { ...good, writtenAt: '2018-07-01T20:00:00' }, 'writtenAt', /时区/],
    ['a day for a time', { ...good, writtenAt: '2018-07-01' }, 'writtenAt', /时间/],
    ['a day that does not exist', { ...good, writtenAt: '2018-02-30T00:00:00Z' }, 'writtenAt', /时间/],
    ['a time to come', { ...good, writtenAt: '2018-07-02T09:02:01+08:00' }, 'writtenAt', /将来/],
  ];
  for (const [what, line, field, problem] of broken) {
    it(`refuses ${what}, naming field and remedy`, () => {
      const { signals, refused } = read(good, line);
      assert.equal(signals.length, 1);
      assert.equal(refused.length, 1);
      const [first] = refused;
      assert.equal(first?.line, 2);
      assert.equal(first?.field, field);
      assert.match(first?.problem ?? '', problem);
      assert.notEqual(first?.remedy, '');
    });
  }
});
