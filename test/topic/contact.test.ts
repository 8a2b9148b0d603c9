import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { days, after as later } from '../../src/clock.ts';
import { contactsOf } from '../../src/signal/contact.ts';
import { showSignal } from '../../src/signal/show-signal.ts';
import { signalsOf } from '../../src/signal/signal.ts';
import { takeSignals } from '../../src/signal/take-signals.ts';
import { assignTopic } from '../../src/topic/assign-topic.ts';
import { claimTopic } from '../../src/topic/claim-topic.ts';
import { forgetContacts } from '../../src/topic/forget-contacts.ts';
import { mergeTopic } from '../../src/topic/merge-topic.ts';
import { seeContact } from '../../src/topic/see-contact.ts';
import { handBack } from '../../src/topic/settle-assignment.ts';
import { sortSignals } from '../../src/topic/sort-signals.ts';
import { topicsOf } from '../../src/topic/topic.ts';
import { aComment, administrator, colleague, lineOf, now, openDesk, responder, type TestDesk } from './open-desk.ts';

const contact = {
  name: '张某某',
  phone: '13812345678',
  mail: 'zhang@example.com',
  address: '示范县龙坪镇新村五组12号',
};
const key = randomBytes(32);

describe("a citizen's contact data", () => {
  let desk: TestDesk;
  const id = 'blog:letter-1';
  const letter = aComment({ ref: 'letter-1', kind: 'letter', text: '路灯坏了，请回电13812345678', contact });
  const take = async (at = now) => {
    await takeSignals(desk.db, [letter], { now: at, by: 'system', import: null, key });
    await sortSignals(desk, at);
  };
  const signal = async () => (await signalsOf(desk.db).findOne({ _id: id }))!;
  const see = (by = responder) => seeContact({ ...desk, key }, id, by, now);
  beforeEach(async () => {
    desk = await openDesk();
    await take();
  });
  afterEach(() => desk.close());

  it('stands neither in the signal nor readable anywhere in the store', async () => {
    const rows = JSON.stringify([await desk.everything(), await contactsOf(desk.db).find({}).toArray()]);
    for (const words of [contact.name, contact.mail, contact.address]) assert.ok(!rows.includes(words), words);
    assert.equal((await signal()).contact, 'kept');
  });

  it('is masked in the words that everybody reads', async () => {
    assert.equal(showSignal(await signal()).text, '路灯坏了，请回电138****5678');
  });

  it('is shown to who has claimed the topic and to administrators, with a line each time', async () => {
    const topic = (await signal()).topic ?? '';
    await assert.rejects(see, { code: 'no-right', message: /请先认领/ });
    await claimTopic(desk, { id: topic, revision: 1 }, responder, now);
    await assert.rejects(() => see(colleague), { code: 'no-right' });
    assert.deepEqual(await see(), { contact, title: null, text: letter.text });
    assert.deepEqual((await see(administrator)).contact, contact);
    const { unposted } = (await contactsOf(desk.db).findOne({ _id: id }))!;
    assert.deepEqual(
      unposted.map(({ _id, by }) => [_id, by]),
      [
        [`contact.seen:${id}:1`, 'responder'],
        [`contact.seen:${id}:2`, 'administrator'],
      ],
    );
    assert.ok(!JSON.stringify(unposted).includes(contact.name));
  });

  it('is shown to whoever works in a unit that has the topic, lead or not, with the same line', async () => {
    const lead = { id: 'teacher', name: 'teacher', roles: [], unit: 'education' } as const;
    const other = { id: 'officer', name: 'officer', roles: ['responder'], unit: 'police' } as const;
    const foreign = { id: 'doctor', name: 'doctor', roles: ['responder'], unit: 'health' } as const;
    const topic = (await signal()).topic ?? '';
    await assert.rejects(() => see(lead), { code: 'no-right' });
    await assignTopic(desk, { id: topic, revision: 1, lead: 'education', with: ['police'] }, responder, now);
    assert.deepEqual((await see(lead)).contact, contact);
    assert.deepEqual((await see(other)).contact, contact);
    for (const by of [foreign, responder]) await assert.rejects(() => see(by), { code: 'no-right' });
    const lines = (await contactsOf(desk.db).findOne({ _id: id }))!.unposted;
    assert.deepEqual(
      lines.map(({ what, by }) => [what, by]),
      [
        ['contact.seen', 'teacher'],
        ['contact.seen', 'officer'],
      ],
    );
  });

  it('is no longer shown to a unit that has handed the topic back, and is to one of what it was merged into', async () => {
    const teacher = { id: 'teacher', name: 'teacher', roles: [], unit: 'education' } as const;
    const officer = { id: 'officer', name: 'officer', roles: [], unit: 'police' } as const;
    const topic = (await signal()).topic ?? '';
    await assignTopic(desk, { id: topic, revision: 1, lead: 'education' }, responder, now);
    await handBack(desk, { id: topic, revision: 2, reason: '不属于教育系统' }, teacher, now);
    await assert.rejects(() => see(teacher), { code: 'no-right' });
    const whole = await desk.hear({ ref: 'whole' });
    await assignTopic(desk, { id: whole._id, revision: 1, lead: 'police' }, responder, now);
    await mergeTopic(desk, { id: topic, revision: 3, into: whole._id }, responder, now);
    assert.deepEqual((await see(officer)).contact, contact);
  });

  it('does not open under another key', async () => {
    await assert.rejects(() => seeContact({ ...desk, key: randomBytes(32) }, id, administrator, now), {
      code: 'unavailable',
    });
  });

  it('is deleted after its days unless the topic waits for an answer, and the deletion is on record', async () => {
    const late = later(now, days(181));
    assert.equal(await forgetContacts(desk.db, 180, late), 0);
    await topicsOf(desk.db).updateMany({}, { $set: { state: 'answered' } });
    assert.equal(await forgetContacts(desk.db, 180, later(now, days(179))), 0);
    assert.equal(await forgetContacts(desk.db, 180, late), 1);
    assert.equal((await signal()).contact, 'deleted');
    lineOf(await signal(), 'contact.deleted');
    assert.equal((await see(administrator)).contact, null);
    assert.equal(await forgetContacts(desk.db, 180, late), 0);
  });

  it('does not come back when the signal is taken again', async () => {
    await topicsOf(desk.db).updateMany({}, { $set: { state: 'answered' } });
    await forgetContacts(desk.db, 1, later(now, days(2)));
    await take(later(now, days(3)));
    assert.equal(await contactsOf(desk.db).countDocuments({}), 0);
    assert.equal((await signal()).contact, 'deleted');
  });
});
