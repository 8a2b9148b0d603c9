import assert from 'node:assert/strict';
import { DELIVERIES, type Delivery } from '../../src/delivery/delivery.ts';
import { answerAutomatically } from '../../src/reply/answer-automatically.ts';
import { AUTO_RULES } from '../../src/reply/auto-rule.ts';
import { type AutoInput, approveAutoRule, switchAutoRule, writeAutoRule } from '../../src/reply/change-auto-rule.ts';
import { openSayings, type RuledSayings, recordSaid } from '../../src/reply/say-at-once.ts';
import { takePushed } from '../../src/signal/take-pushed.ts';
import { aChannel, aComment, at, now, openDesk, responder, reviewer, type TestDesk } from '../topic/open-desk.ts';

const later = at('09:10:00');

describe('what is said in the answer to a push', () => {
  let desk: TestDesk;
  let sayings: RuledSayings;
  let isPaused: boolean;
  beforeEach(async () => {
    desk = await openDesk();
    const limits = { ...aChannel('blog').limits, reply: 60 };
    desk.opened.set('blog', aChannel('blog', { reply: () => assert.fail('must not be called'), limits }));
    isPaused = false;
    const paused = { reason: '全国哀悼日' } as never;
    sayings = openSayings({ db: () => desk.db, pause: async () => (isPaused ? paused : null) });
  });
  afterEach(() => desk.close());

  const words: AutoInput = {
    ...{ use: 'keyword', account: 'blog', kinds: ['message'], from: null, to: null },
    ...{ match: { how: 'contains', words: ['办公时间'] }, text: '{称呼}，工作日 9:00 至 17:00。' },
  };
  const receipt: AutoInput = { ...words, use: 'receipt', match: null, text: '已收到，编号{编号}。' };
  async function inUse(input: AutoInput) {
    const { _id, revision } = await writeAutoRule(desk, input, responder, now);
    const rule = await approveAutoRule(desk, { id: _id, revision }, reviewer, now);
    sayings.changed();
    return rule;
  }
  const asked = (text: string) => ({
    ...aComment({ author: { id: 'p', name: '王' }, text }),
    kind: 'message' as const,
  });
  const find = (text: string, on = later) => sayings.find('blog', () => [asked(text)], on);
  const deliveries = () => desk.db.collection<Delivery>(DELIVERIES).find({}).toArray();

  it('is what an approved rule has for the words asked', async () => {
    const { _id } = await inUse(words);
    assert.deepEqual(await find('请问办公时间'), { rule: _id, text: '王，工作日 9:00 至 17:00。' });
    assert.equal(await find('路灯坏了'), null);
  });

  it('is nothing before the approval, on another account, after its last day, and once it is switched off', async () => {
    const { _id, revision } = await inUse({ ...words, to: '2018-07-03' });
    assert.equal(await find('办公时间', at('08:59:00')), null);
    assert.equal(await sayings.find('site', () => [asked('办公时间')], later), null);
    assert.equal(await find('办公时间', new Date('2018-07-04T00:00:00+08:00')), null);
    assert.ok(await find('办公时间'));
    await switchAutoRule(desk, { id: _id, revision, isOn: false }, reviewer, now);
    sayings.changed();
    assert.equal(await find('办公时间'), null);
  });

  it('is nothing while everything is paused, and no receipt, whose number is given later', async () => {
    await inUse(receipt);
    assert.equal(await find('路灯坏了'), null);
    await inUse({ ...words, text: '编号{编号}，工作日 9:00 至 17:00。' });
    assert.equal(await find('办公时间'), null);
    await inUse({ ...words, match: { how: 'exact', words: ['办公时间'] } });
    assert.ok(await find('办公时间'));
    isPaused = true;
    assert.equal(await find('办公时间'), null);
  });

  it('reads no push of an account without words, and asks the store once for a flood of them', async () => {
    await inUse(receipt);
    let asks = 0;
    const collection = (name: string) => {
      asks += Number(name === AUTO_RULES);
      return desk.db.collection(name);
    };
    sayings = openSayings({ db: () => ({ ...desk.db, collection }) as typeof desk.db, pause: async () => null });
    const unread = () => assert.fail('must not be read');
    await Promise.all(Array.from({ length: 100 }, () => sayings.find('blog', unread, later)));
    assert.equal(asks, 1);
  });

  it('is on record as sent, once, and no message follows it', async () => {
    const { _id } = await inUse(words);
    const comment = asked('办公时间');
    const said = await sayings.find('blog', () => [comment], later);
    const push = { at: later, comments: [comment], said: said! };
    for (let times = 0; times < 2; times++) {
      await recordSaid(desk, 'blog', [push, { ...push, comments: [] }]);
      await takePushed(desk, 'blog', [push]);
      assert.equal(await answerAutomatically(desk, later), 0);
    }
    const [one, ...more] = await deliveries();
    assert.deepEqual(more, []);
    assert.deepEqual([one?.state, one?.lane, one?.doneAt, one?.tries], ['done', null, later, 0]);
    assert.deepEqual([one?.facts.automatic, one?.facts.rule], ['keyword', _id]);
    assert.deepEqual(
      one?.unposted.map(({ what, at: told }) => [what, told]),
      [['delivery.done', later]],
    );
  });

  it('leaves to a message what was not said', async () => {
    await inUse(words);
    const push = { at: later, comments: [asked('办公时间')] };
    await recordSaid(desk, 'blog', [push]);
    await takePushed(desk, 'blog', [push]);
    assert.equal(await answerAutomatically(desk, later), 1);
  });
});
