import assert from 'node:assert/strict';
import { hours, minutes } from '../../src/clock.ts';
import { DELIVERIES, type Delivery, inState } from '../../src/delivery/delivery.ts';
import { ledgerOf } from '../../src/ledger/ledger.ts';
import { type Body, openClient } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

describe('the monitors', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  const deliveries = () => office.service.app.db.collection<Delivery>(DELIVERIES);
  const run = async (name: string): Promise<Body> =>
    (await ok(office.staff.approver.post(`/api/monitors/${name}/run`, {}))).body;
  const repair = async (finding: Body): Promise<Body> => {
    const [way] = finding.repairs;
    assert.equal(way.method, 'POST');
    return (await ok(office.staff.approver.post(way.path))).body;
  };
  /** The value of one series, or null. */
  const metric = async (series: string): Promise<number | null> => {
    office.clock.pass(6000);
    const { status, body } = await openClient(office.url).get('/metrics');
    assert.equal(status, 200);
    const line = (body as string).split('\n').find((one) => one.startsWith(`${series} `));
    return line ? Number(line.slice(series.length + 1)) : null;
  };
  const findings = (monitor: string, kind: string) => metric(`sanwei_findings{monitor="${monitor}",kind="${kind}"}`);

  it('have nothing to say while everything is as it should be', async () => {
    await publish(office);
    await office.settle();
    for (const name of ['due-not-out', 'ledger']) {
      const { open, lastRun } = await run(name);
      assert.deepEqual([name, open, lastRun.outcome], [name, 0, 'ok']);
    }
    assert.equal(await metric('sanwei_deliveries{account="weibo",state="done"}'), 1);
    assert.ok(((await metric('sanwei_tries_total{account="weibo",action="publish",outcome="done"}')) ?? 0) >= 1);
    assert.equal(await metric('sanwei_store_up'), 1);
    assert.equal(await metric('sanwei_due_not_out_oldest_age_seconds'), 0);
  });

  it('find a line taken out of the ledger, and one call puts it back as it was', async () => {
    const ledger = ledgerOf(office.service.app.db);
    const line = await ledger.findOne({ what: 'delivery.done', 'facts.account': 'wechat' });
    assert.ok(line);
    await ledger.deleteOne({ _id: line._id });
    const { findings: found } = await run('ledger');
    assert.deepEqual(
      found.map(({ kind, subject }: Body) => [kind, subject]),
      [['done-without-line', line.subject]],
    );
    assert.equal(await findings('ledger', 'done-without-line'), 1);
    assert.equal((await repair(found[0])).state, 'resolved');
    const back = await ledger.findOne({ _id: line._id });
    assert.deepEqual([back?.at, back?.on, back?.subject], [line.at, line.on, line.subject]);
    assert.deepEqual({ ...back?.facts, ...line.facts }, back?.facts);
    assert.equal(back?.facts.repaired, true);
    assert.equal(await findings('ledger', 'done-without-line'), 0);
    assert.equal((await run('ledger')).open, 0);
    const trail = await ok(office.staff.approver.get(`/api/ledger?subject=${encodeURIComponent(line.subject)}`));
    assert.ok(trail.body.items.some(({ what }: Body) => what === 'record.repaired'));
  });

  it('find what a dead process left sending; a nudge has it looked for and not sent again', async () => {
    const left = await deliveries().findOne({ account: 'weibo', state: 'done' });
    assert.ok(left?.latest);
    const line = `delivery.done:${left._id}`;
    const latest = { ...left.latest, outcome: null, endedAt: null };
    const before = { ref: null, url: null, doneAt: null, dueAt: latest.leaseUntil, latest };
    office.clock.pass(minutes(10));
    // In no lane until the monitor has looked: lanes look by themselves every now and then, and would be faster.
    const { lane, ...sending } = { ...inState(left, 'sending'), ...before };
    await deliveries().updateOne({ _id: left._id }, { $set: sending });
    await ledgerOf(office.service.app.db).deleteOne({ _id: line });
    const { findings: found } = await run('due-not-out');
    assert.deepEqual(
      found.map(({ kind, subject }: Body) => [kind, subject]),
      [['sending-lost', left._id]],
    );
    assert.equal(await findings('due-not-out', 'sending-lost'), 1);
    assert.ok(((await metric('sanwei_due_not_out_oldest_age_seconds')) ?? 0) > 500);
    const posts = office.fakes.weibo.posts().length;
    await deliveries().updateOne({ _id: left._id }, { $set: { lane } });
    await repair(found[0]);
    await office.settle();
    assert.equal((await run('due-not-out')).open, 0);
    assert.equal(await findings('due-not-out', 'sending-lost'), 0);
    assert.deepEqual(
      [(await deliveries().findOne({ _id: left._id }))?.state, office.fakes.weibo.posts().length],
      ['done', posts],
    );
  });

  it('find a release whose plan got lost, and one call has it go out', async () => {
    const publishAt = new Date(office.clock.now().getTime() + hours(2));
    const draft = aDraft({ title: '关于冬季供暖的公告', publishAt: publishAt.toISOString() });
    const { id } = await publish(office, draft);
    await office.service.app.idle();
    await office.service.app.db.collection(DELIVERIES).deleteMany({ 'facts.release': id });
    const { kinds, findings: found } = await run('ledger');
    assert.equal(kinds.find(({ kind }: Body) => kind === 'approved-without-deliveries').open, 1);
    assert.equal(await findings('ledger', 'approved-without-deliveries'), 1);
    assert.match(found[0].there, /website、wechat、weibo/);
    const all = { kind: 'approved-without-deliveries' };
    const told = await ok(office.staff.approver.post('/api/monitors/ledger/repair', all));
    assert.deepEqual(told.body, { repaired: 1, resolved: 1, left: 0, more: false });
    office.clock.set(publishAt);
    await office.settle();
    assert.ok(office.fakes.weibo.posts().some(({ text }) => text.includes('冬季供暖')));
    assert.equal((await run('ledger')).open, 0);
  });

  it('look at everything in the background when told to, and tell how far they are', async () => {
    const started = await ok(office.staff.administrator.post('/api/monitors/ledger/run', { scope: 'full' }));
    assert.equal(started.body.lastRun.scope, 'full');
    for (let tries = 0; ; tries++) {
      assert.ok(tries < 500, 'the run never ends');
      const { items } = (await ok(office.staff.drafter.get('/api/monitors'))).body;
      const { lastRun } = items.find(({ name }: Body) => name === 'ledger');
      if (lastRun.running) continue;
      assert.equal(lastRun.outcome, 'ok');
      assert.ok(lastRun.checked > 10);
      assert.notEqual(lastRun.fullAt, null);
      break;
    }
  });

  it('list what was resolved, page by page', async () => {
    const path = '/api/monitors/ledger/findings?state=resolved&limit=1';
    const first = (await ok(office.staff.drafter.get(path))).body;
    assert.equal(first.items.length, 1);
    const second = (await ok(office.staff.drafter.get(`${path}&cursor=${first.next}`))).body;
    assert.notEqual(second.items[0].id, first.items[0].id);
    assert.notEqual(second.items[0].resolvedAt, null);
  });

  it('tell a collector nothing about people, texts or secrets', async () => {
    const { body, headers } = await openClient(office.url).get('/metrics');
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    for (const word of ['图书馆', 'drafter', 'approver', office.fakes.weibo.settings.ACCESS_TOKEN ?? 'none']) {
      assert.ok(!(body as string).includes(word), word);
    }
    const expected = [
      'sanwei_http_request_duration_seconds_bucket',
      'sanwei_monitor_last_run_timestamp_seconds',
      'sanwei_unposted_records',
      'process_resident_memory_bytes',
    ];
    for (const name of expected) assert.match(body as string, new RegExp(`^${name}`, 'm'));
    const refused = await openClient(office.url).get('/metrics', { 'x-forwarded-for': '8.8.8.8' });
    assert.equal(refused.status, 401);
    assert.match(refused.body.detail, /SANWEI_METRICS_TOKEN/);
  });
});
