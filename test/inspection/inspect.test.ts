import assert from 'node:assert/strict';
import { deliveryIndexes } from '../../src/delivery/delivery.ts';
import { inspect } from '../../src/inspection/inspect.ts';
import { inspectionConfig } from '../../src/inspection/inspection-config.ts';
import type { InspectionDesk } from '../../src/inspection/inspection-desk.ts';
import { toInspectionCsv, toInspectionXlsx } from '../../src/inspection/inspection-file.ts';
import { warningsOf } from '../../src/inspection/warnings-of.ts';
import { monitorIndexes } from '../../src/monitor/monitor-store.ts';
import { replyIndexes } from '../../src/reply/reply.ts';
import { siteIndexes } from '../../src/site/page-store.ts';
import { topicIndexes } from '../../src/topic/topic.ts';
import { openStore } from '../support/open-store.ts';

const now = new Date('2026-03-20T10:00:00+08:00');
const on = (day: string) => new Date(`${day}T09:00:00+08:00`);

describe('the inspection', () => {
  const store = openStore(deliveryIndexes, siteIndexes, topicIndexes, replyIndexes, monitorIndexes);
  const desk = (): InspectionDesk => ({
    db: store().db,
    config: inspectionConfig,
    columns: [
      { id: 'news', name: '工作动态', type: '工作动态' },
      { id: 'notices', name: '通知公告', type: '工作动态' },
      { id: 'documents', name: '政府文件', type: '政策文件' },
      { id: 'interviews', name: '在线访谈', type: '在线访谈' },
      { id: 'disclosure', name: '政务公开', type: '信息公开目录', holds: ['disclosure', 'disclosure-water'] },
    ],
    accounts: [
      { id: 'wechat', name: '县政府办微信' },
      { id: 'weibo', name: '县政府办微博' },
    ],
    unset: ['icp'],
  });
  const page = async (id: string, column: string, day: string, state = 'shown') =>
    await store()
      .db.collection<object & { _id: string }>('pages')
      .insertOne({ _id: id, column, state, publishedAt: on(day) } as never);
  const post = async (account: string, day: string, action = 'publish') => {
    const row = {
      _id: `${account}-${day}-${action}`,
      account,
      state: 'done',
      order: { action },
      doneAt: on(day),
      unposted: [],
    };
    await store()
      .db.collection('deliveries')
      .insertOne(row as never);
  };
  const topic = async (id: string, day: string, changes: object = {}) => {
    const about = { title: `留言 ${id}`, class: 'message', matter: 'general', state: 'open', unposted: [], keys: [] };
    const row = { _id: id, ...about, receivedFrom: on(day), due: { at: on(day) }, ...changes };
    await store()
      .db.collection('topics')
      .insertOne(row as never);
  };
  const look = async () => {
    const inspected = await inspect(desk(), now);
    const of = (id: string) => inspected.find((one) => one.id === id) ?? assert.fail(id);
    return { inspected, of };
  };

  it('measures columns against their own limits, by what the public sees', async () => {
    await page('r1', 'news', '2026-03-08'); // 12 days ago
    await page('r2', 'news', '2026-03-19', 'withdrawn');
    await page('r3', 'notices', '2025-08-01'); // more than 6 months ago
    await page('r4', 'documents', '2025-12-01');
    await page('r5', 'disclosure-water', '2025-12-01');
    const { of } = await look();
    assert.deepEqual([of('home-page').standing, of('home-page').daysLeft], ['soon', 2]);
    assert.deepEqual(
      of('news-and-notices').subjects.map(({ id, standing, daysLeft }) => [id, standing, daysLeft]),
      [
        ['notices', 'fails', -47],
        ['news', 'soon', 2],
        ['documents', 'ok', 73],
      ],
    );
    assert.deepEqual([of('news-and-notices').value, of('news-and-notices').standing], [1, 'soon']);
    assert.deepEqual([of('policy-columns').value, of('policy-columns').points], [1, 5]);
    assert.deepEqual(
      of('empty-columns').subjects.map(({ says }) => says),
      ['“在线访谈”栏目没有任何信息'],
    );
    const others = of('other-columns').subjects.map(({ id, lastOn }) => [id, lastOn]);
    assert.deepEqual(
      others,
      [['disclosure', '2025-12-01']],
      'what a unit published is in the list of the column above',
    );
  });

  it('fails an account that was silent for more than two weeks, and knows nothing of one that never posted', async () => {
    await post('wechat', '2026-03-01');
    await post('wechat', '2026-03-19', 'reply');
    const { of } = await look();
    const { standing, subjects, value } = of('silent-accounts');
    assert.deepEqual([standing, value], ['fails', 1]);
    assert.deepEqual(
      subjects.map(({ id, standing: one, daysLeft }) => [id, one, daysLeft]),
      [
        ['wechat', 'fails', -5],
        ['weibo', 'unknown', null],
      ],
    );
    assert.equal(of('dead-accounts').standing, 'unknown');
  });

  it('counts letters that waited three months, those that soon will have, and what is late by its own deadline', async () => {
    await topic('t1', '2025-12-01');
    await topic('t2', '2025-12-22');
    await topic('t3', '2024-12-01'); // beyond the year that is looked at
    await topic('t4', '2025-12-01', { state: 'closed' });
    await topic('t5', '2026-03-19', { due: { at: on('2026-03-26') }, matter: 'correction' });
    const { of } = await look();
    const old = of('messages-three-months');
    assert.deepEqual([old.standing, old.value, old.limit], ['fails', 1, '3 个月']);
    assert.deepEqual(
      old.subjects.map(({ id, standing, daysLeft }) => [id, standing, daysLeft]),
      [
        ['t1', 'fails', -19],
        ['t2', 'soon', 2],
      ],
    );
    assert.deepEqual([of('late-messages').value, of('corrections').value, of('corrections').points], [3, 0, 0]);
    assert.match(of('late-messages').subjects[0]?.says ?? '', /超过时限 474 天尚未回应/);
  });

  it('tells what the monitor found on our own pages, and what nobody here can measure', async () => {
    const finding = { monitor: 'content', state: 'open', subject: 'r1', since: on('2026-03-01'), run: 'x' };
    const there = '《通知》中打不开的站内链接：/p/gone.html';
    await store()
      .db.collection('findings')
      .insertOne({ _id: 'f1', ...finding, kind: 'dead-link', there } as never);
    const { of } = await look();
    assert.deepEqual([of('dead-links').value, of('dead-links').subjects[0]?.says], [1, there]);
    assert.equal(of('wording').standing, 'ok');
    assert.deepEqual([of('reachable').standing, of('reachable').value], ['by-hand', null]);
    assert.deepEqual(
      of('page-marks').subjects.map(({ id }) => id),
      ['icp'],
    );
  });

  it('warns of each matter once, the broken and the grave first', async () => {
    await page('r1', 'news', '2026-03-08');
    await post('wechat', '2026-03-01');
    await post('weibo', '2026-03-09'); // 11 days: beyond the local limit only
    const { inspected } = await look();
    const warnings = warningsOf(inspected);
    assert.deepEqual(
      warnings
        .filter(({ subject }) => ['wechat', 'weibo', 'news', 'home'].includes(subject))
        .map((one) => [one.subject, one.part, one.standing]),
      [
        ['wechat', 'veto', 'fails'],
        ['weibo', 'local', 'fails'],
        ['home', 'veto', 'soon'],
        ['news', 'veto', 'soon'],
        ['weibo', 'veto', 'soon'],
      ],
    );
  });

  it('comes as CSV and as a workbook', async () => {
    await page('r1', 'news', '2026-03-08');
    const { inspected } = await look();
    const csv = toInspectionCsv(inspected, '=自查');
    assert.match(csv, /^\uFEFF'=自查\r\n类别,指标,结果/);
    assert.match(
      csv,
      /单项否决,首页不更新,临近或部分超限,12 天,14 天,2,,首页已 12 天没有更新，还有 2 天到 14 天的限度,/,
    );
    assert.ok((await toInspectionXlsx(inspected, '自查')).length > 5000);
  });
});
