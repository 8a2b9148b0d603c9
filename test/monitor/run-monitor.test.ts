import assert from 'node:assert/strict';
import { after, days, hours, minutes } from '../../src/clock.ts';
import { DELIVERIES, type Delivery, deliveryLine } from '../../src/delivery/delivery.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import type { Finding } from '../../src/monitor/finding.ts';
import { findingsOf, monitorsOf } from '../../src/monitor/monitor-store.ts';
import { startMonitor } from '../../src/monitor/run-monitor.ts';
import { releaseLine, releasesOf } from '../../src/release/release.ts';
import { type Reply, repliesOf } from '../../src/reply/reply.ts';
import { type Topic, topicsOf } from '../../src/topic/topic.ts';
import { aDelivery, anApproved, anUnderWay, at } from '../support/builders.ts';
import { aDesk, openMonitored, run } from './on-store.ts';

const kinds = (found: readonly Finding[]) => found.map(({ kind, subject }) => `${kind} ${subject}`).sort();
const out = (changes: Partial<Delivery> = {}) =>
  aDelivery({ state: 'done', ref: 'p1', url: 'https://weibo.example/p1', doneAt: at('09:01'), ...changes });
const lineOf = (delivery: Delivery) =>
  deliveryLine(delivery, {
    what: 'delivery.done',
    at: delivery.doneAt ?? at('09:01'),
    by: 'system',
    facts: { ref: 'p1' },
  });
const approvalOf = (release = anApproved()) =>
  releaseLine({ ...release, revision: 1 }, { what: 'release.approved', at: at('08:30'), by: 'p-approver' });

describe('the monitor of what is due and not out', () => {
  const store = openMonitored();
  const deliveries = () => store().db.collection<Delivery>(DELIVERIES);

  it('finds releases that are not planned and deliveries that do not move, and nothing else', async () => {
    await releasesOf(store().db).insertMany([
      anApproved({ _id: 'r-forgotten', changedAt: at('08:30') }),
      anApproved({ _id: 'r-fresh', changedAt: at('09:58') }),
      anApproved({ _id: 'r-planned', planned: true }),
    ]);
    await deliveries().insertMany([
      ...[aDelivery({ _id: 'd-late' }), aDelivery({ _id: 'd-later', dueAt: at('18:00') }), out({ _id: 'd-out' })],
      ...[anUnderWay({ _id: 'd-left' }), aDelivery({ _id: 'd-stuck', state: 'stuck', failure: 'refused' })],
      aDelivery({ _id: 'd-again', tries: 3, dueAt: at('10:02'), failure: 'unreachable', reason: '连不上' }),
    ]);
    assert.deepEqual(kinds(await run(aDesk(store().db), 'due-not-out')), [
      'late d-late',
      'retrying d-again',
      'sending-lost d-left',
      'stuck d-stuck',
      'unplanned r-forgotten',
    ]);
  });

  it('keeps when it saw something first and last, and resolves what is gone', async () => {
    const desk = aDesk(store().db);
    await deliveries().insertMany([aDelivery({ _id: 'd-1' }), aDelivery({ _id: 'd-2' })]);
    await run(desk, 'due-not-out');
    desk.clock.set(at('10:05'));
    await deliveries().updateOne({ _id: 'd-1' }, { $set: { state: 'done' } });
    const [still] = await run(desk, 'due-not-out');
    assert.deepEqual([still?.subject, still?.firstSeen, still?.lastSeen], ['d-2', at('10:00'), at('10:05')]);
    const gone = await findingsOf(desk.db).findOne({ subject: 'd-1' });
    assert.deepEqual([gone?.state, gone?.resolvedAt], ['resolved', at('10:05')]);
    desk.clock.set(at('10:10'));
    await deliveries().updateOne({ _id: 'd-1' }, { $set: { state: 'waiting' } });
    const [again] = (await run(desk, 'due-not-out')).filter(({ subject }) => subject === 'd-1');
    assert.deepEqual([again?.firstSeen, again?.resolvedAt], [at('10:10'), null]);
  });

  it('walks over more than a page', async () => {
    await deliveries().insertMany(Array.from({ length: 450 }, (_, i) => aDelivery({ _id: `d-${i}` })));
    assert.equal((await run(aDesk(store().db), 'due-not-out')).length, 450);
  });
});

describe('the monitor of ledger and records', () => {
  const store = openMonitored();

  it('finds nothing where all agree, lines on their way included', async () => {
    const { db } = store();
    const release = anApproved({ planned: true, text: { ...anApproved().text, accounts: ['weibo'] } });
    const approved = { ...release, approved: release.approved && { ...release.approved, text: release.text } };
    await releasesOf(db).insertMany([{ ...approved, unposted: [approvalOf(approved)], createdAt: at('09:59') }]);
    const posted = out();
    await db.collection<Delivery>(DELIVERIES).insertMany([posted]);
    await ledgerOf(db).insertMany([lineOf(posted)]);
    assert.deepEqual(kinds(await run(aDesk(db), 'ledger')), []);
  });

  it('finds what is out without a line, and lines without a record that says so', async () => {
    const { db } = store();
    const waiting = aDelivery({ _id: 'd-back' });
    await db.collection<Delivery>(DELIVERIES).insertMany([out({ _id: 'd-silent' }), waiting]);
    const gone = aDelivery({ _id: 'd-gone' });
    const young = { ...lineOf(aDelivery({ _id: 'd-young' })), at: at('09:57') };
    await ledgerOf(db).insertMany([lineOf(waiting), lineOf(gone), young]);
    const found = await run(aDesk(db), 'ledger');
    assert.deepEqual(kinds(found), [
      'done-without-line d-silent',
      'line-against-record delivery.done:d-back',
      'line-without-record delivery.done:d-gone',
    ]);
    const silent = found.find(({ kind }) => kind === 'done-without-line');
    assert.equal(silent?.shouldBe, '台账应有记录 delivery.done:d-silent');
    assert.ok(!('line' in (silent ?? {})));
  });

  it('finds approvals, withdrawals, replies and topics without their lines', async () => {
    const { db } = store();
    const withdrawal = { reason: '有误', by: 'p-approver', at: at('09:30') };
    const withdrawn = { state: 'withdrawn', withdrawal, changedAt: at('09:30') } as const;
    const reopened = { withdrawal, state: 'draft', revision: 2, changedAt: at('09:40') } as const;
    await releasesOf(db).insertMany([
      anApproved({ _id: 'r-w', ...withdrawn }),
      { ...anApproved({ _id: 'r-o' }), ...reopened },
    ]);
    const reply = { topic: 't-1', means: 'phone', revision: 1, writers: ['p-responder'], unposted: [] };
    const replies = [
      { _id: 'a-1', ...reply, state: 'logged', givenAt: at('09:00'), approval: null, createdAt: at('09:10') },
      { _id: 'a-2', ...reply, state: 'sent', approval: { by: 'p-reviewer', at: at('09:00') }, createdAt: at('08:50') },
      { _id: 'a-3', ...reply, state: 'draft', approval: null, createdAt: at('08:50') },
    ];
    await repliesOf(db).insertMany(replies as unknown as Reply[]);
    const topics = [
      { _id: 't-1', splitFrom: null, createdAt: at('08:00'), unposted: [] },
      { _id: 't-2', splitFrom: { topic: 't-1' }, createdAt: at('08:00'), unposted: [] },
    ];
    await topicsOf(db).insertMany(topics as unknown as Topic[]);
    assert.deepEqual(kinds(await run(aDesk(db), 'ledger')), [
      ...['approval-without-line r-o', 'approval-without-line r-w'],
      ...['reply-without-line a-1', 'reply-without-line a-2'],
      ...['topic-without-line t-1', 'withdrawal-without-line r-w'],
    ]);
  });

  it('finds accounts that an approval forgot, and lines that are not posted', async () => {
    const { db } = store();
    const release = anApproved({ planned: true, unposted: [approvalOf()] });
    await releasesOf(db).insertMany([release]);
    const correct = ['website', 'weibo'].map((account) => aDelivery({ account, dueAt: at('18:00') }));
    await db.collection<Delivery>(DELIVERIES).insertMany(correct);
    const found = await run(aDesk(db), 'ledger');
    assert.deepEqual(kinds(found), ['approved-without-deliveries r1', 'lines-waiting r1']);
    assert.match(found.find(({ kind }) => kind === 'approved-without-deliveries')?.there ?? '', /账号 wechat 没有/);
  });

  it('looks at the last days by itself, at everything when told, and forgets nothing it found there', async () => {
    const { db } = store();
    const desk = aDesk(db);
    const long = after(desk.clock.now(), -days(30));
    await db.collection<Delivery>(DELIVERIES).insertMany([out({ _id: 'd-old', doneAt: long, createdAt: long })]);
    assert.deepEqual(kinds(await run(desk, 'ledger')), []);
    assert.deepEqual(kinds(await run(desk, 'ledger', 'full')), ['done-without-line d-old']);
    desk.clock.pass(hours(1));
    assert.deepEqual(kinds(await run(desk, 'ledger')), ['done-without-line d-old']);
    const told = await monitorsOf(db).findOne({ _id: 'ledger' });
    assert.deepEqual([told?.outcome, told?.scope, told?.fullAt], ['ok', 'recent', at('10:00')]);
  });

  it('lets one run go at a time, and takes over from one that fell silent', async () => {
    const { db } = store();
    const desk = aDesk(db);
    await run(desk, 'ledger');
    await monitorsOf(db).updateOne({ _id: 'ledger' }, { $set: { endedAt: null } });
    assert.equal(await startMonitor(desk, 'ledger', 'recent'), null);
    desk.clock.pass(minutes(3));
    assert.deepEqual(await run(desk, 'ledger'), []);
  });

  it('says when a run failed, and what was found before stays open', async () => {
    const { db } = store();
    const desk = aDesk(db);
    await db.collection<Delivery>(DELIVERIES).insertMany([out({ _id: 'd-silent' })]);
    await run(desk, 'ledger');
    const stopped = { ...desk, signal: AbortSignal.abort() };
    assert.deepEqual(kinds(await run(stopped, 'ledger')), ['done-without-line d-silent']);
    const told = await monitorsOf(db).findOne({ _id: 'ledger' });
    assert.deepEqual([told?.outcome, told?.okAt], ['AbortError', at('10:00')]);
  });
});
