import assert from 'node:assert/strict';
import { hours } from '../../src/clock.ts';
import { guardMessages } from '../../src/reply/guard-message.ts';
import { findWindow, noteMessage } from '../../src/signal/conversation.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { aDelivery } from '../support/builders.ts';
import { aChannel, aComment, now, openDesk, type TestDesk } from '../topic/open-desk.ts';

const allowed = { ms: hours(48), count: 2 };
const who = { account: 'blog', person: 'o1' };
const later = (ms: number) => new Date(now.getTime() + ms);

describe('guardMessages', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    const { limits } = aChannel('blog');
    desk.opened.set('blog', aChannel('blog', { limits: { ...limits, afterMessage: allowed } }));
    const message = { kind: 'message' as const, author: { id: 'o1', name: '' } };
    const signals = [aComment({ ref: 'm', ...message }), aComment({ ref: 'c' })];
    await takeSignals(desk.db, signals, { now, by: 'system', import: null });
    await noteMessage(desk.db, who, now);
  });
  afterEach(() => desk.close());

  const answering = (ref: string) => {
    const facts = { reply: 'r', topic: 't', signal: `blog:${ref}` };
    return aDelivery({ account: 'blog', order: { action: 'reply', comment: ref, text: '您好' }, facts });
  };
  const hold = (ref: string, at = now) => guardMessages(desk).hold(answering(ref), at);
  const left = async () => (await findWindow(desk.db, who, allowed))?.left;

  it('lets messages go while there are places, then waits for the person to write again', async () => {
    assert.deepEqual([await hold('m'), await hold('m')], [null, null]);
    const held = await hold('m');
    assert.ok(held?.state === 'waiting');
    assert.match(held.reason, /已回复 2 条.*再次来信/);
    await noteMessage(desk.db, who, later(1000));
    assert.equal(await hold('m', later(2000)), null);
  });

  it('ends what is too late, with what to do instead', async () => {
    const held = await hold('m', later(hours(48)));
    assert.ok(held?.state === 'stuck' && held.failure === 'refused');
    assert.match(held.reason, /2018-07-04 09:00 截止.*其他方式/);
  });

  it('gives the place of a message back that did not arrive', async () => {
    await hold('m');
    assert.equal(await left(), 1);
    await guardMessages(desk).notSent(answering('m'));
    assert.equal(await left(), 2);
  });

  it('has nothing to say of comments, posts, and people of whom no message is known', async () => {
    assert.equal(await hold('c'), null);
    assert.equal(await guardMessages(desk).hold(aDelivery({ account: 'blog' }), now), null);
    const stranger = aComment({ ref: 's', kind: 'message', author: { id: 'o2', name: '' } });
    await takeSignals(desk.db, [stranger], { now, by: 'system', import: null });
    assert.equal(await hold('s'), null);
    assert.equal(await left(), 2);
  });
});
