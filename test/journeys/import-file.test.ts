/** A table of messages, from the upload to the queue and back out again. */
import assert from 'node:assert/strict';
import writeExcelFile from 'write-excel-file/node';
import { topicsOf } from '../../src/topic/topic.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok } from './publish.ts';

const HEADINGS = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '点赞数', '联系电话'];
const ROWS = [
  [
    '188006',
    'A00102948',
    '城南小学门口没有斑马线',
    '2019/2/28 19:25',
    '早晚高峰车多，孩子过马路很危险，请尽快施划。',
    '3',
    '13812345678',
  ],
  [
    '188007',
    'A00074795',
    '龙山小区夜间施工噪声扰民',
    '2019/2/14 20:00:18',
    '每天施工到凌晨两点，全楼都睡不着觉，请管管。',
    '',
    '',
  ],
  [
    '188031',
    'A00040066',
    '请问公租房怎么申请',
    '2019/7/19 18:19',
    '外地户口，在本县工作三年，能不能申请公租房？',
    '1',
    '',
  ],
];
const csv = (rows: readonly (readonly string[])[]) =>
  [HEADINGS, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n');

/** GB18030 of a text: made by decoding each of its two-byte codes once. */
function toGb(text: string): Uint8Array {
  const codes = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      codes.set(new TextDecoder('gb18030').decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Uint8Array.from(
    [...text].flatMap((sign) => (sign < '\u0080' ? [sign.charCodeAt(0)] : (codes.get(sign) ?? []))),
  );
}

describe('an imported file', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.close());

  const responder = () => office.staff.responder;
  const upload = async (body: string | Uint8Array, name = '留言.csv') =>
    await responder().post(`/api/imports?name=${encodeURIComponent(name)}`, body, {
      'content-type': 'application/octet-stream',
    });
  const run = async (one: Body, more = {}) => {
    const { columns } = one.proposal;
    const input = { account: 'message-board', kind: 'message', columns, ...more };
    await ok(responder().post(`/api/imports/${one.id}/run`, input));
    await office.settle();
    return (await ok(responder().get(`/api/imports/${one.id}`))).body;
  };
  const bring = async (body: string | Uint8Array, more = {}) => await run((await ok(upload(body))).body, more);
  const signals = async () => (await ok(responder().get('/api/signals?account=message-board'))).body.items;
  const topics = async () => (await ok(responder().get('/api/topics'))).body.items;
  const undo = async (id: string) => {
    await ok(responder().post(`/api/imports/${id}/undo`));
    await office.settle();
    return (await ok(responder().get(`/api/imports/${id}`))).body;
  };
  const received = async () => {
    const { figures } = (await ok(office.staff.approver.get('/api/statistics?period=2026'))).body;
    const { value = 0 } = figures.find(({ id }: Body) => id === 'signals:message-board') ?? {};
    return value;
  };

  it('is looked into before anything is taken: columns, first rows, and what they probably mean', async () => {
    const { body } = await ok(upload(csv(ROWS)));
    assert.deepEqual([body.state, body.format, body.encoding, body.headings], ['ready', 'csv', 'utf-8', HEADINGS]);
    assert.equal(body.samples[0].联系电话, '138****5678');
    assert.deepEqual(body.proposal.columns, {
      ...{ ref: '留言编号', author: '留言用户', title: '留言主题', text: '留言详情' },
      ...{ writtenAt: '留言时间', likes: '点赞数', phone: '联系电话' },
    });
    assert.deepEqual(await signals(), []);
  });

  it('brings its rows in with the sender’s time, opens topics, and takes nothing twice', async () => {
    const first = await bring(csv(ROWS));
    assert.deepEqual([first.state, first.progress.taken, first.progress.refused], ['done', 3, 0]);
    const found = await signals();
    const crossing = found.find(({ ref }: Body) => ref === '188006');
    assert.equal(crossing.writtenAt, '2019-02-28T11:25:00.000Z');
    assert.equal(crossing.contact, 'kept');
    const liked = ROWS.map((row) => [row[0], row[5] === '' ? null : Number(row[5])]);
    assert.deepEqual(new Map(found.map(({ ref, likes }: Body) => [ref, likes])), new Map(liked as []));
    assert.ok(!JSON.stringify(found).includes('13812345678'));
    assert.equal((await topics()).length, 3);
    const again = await bring(csv(ROWS));
    assert.deepEqual([again.proposal.from, again.proposal.account], ['saved', 'message-board']);
    assert.deepEqual([again.progress.taken, again.progress.repeated], [0, 3]);
  });

  it('may be GB18030 as Excel writes it, with or without a mark, separated by tabs, or a workbook', async () => {
    const rows = ROWS.map((row, i) => [`${row[0]}-${i}`, ...row.slice(1)]);
    assert.equal((await bring(toGb(csv([rows[0]!])))).progress.taken, 1);
    assert.equal((await bring(`\ufeff${csv([rows[1]!])}`)).progress.taken, 1);
    const tabs = [HEADINGS, rows[2]!].map((row) => row.join('\t')).join('\n');
    assert.equal((await bring(Buffer.from(`\ufeff${tabs}`, 'utf16le'))).progress.taken, 1);
    const cells = [...HEADINGS.map((value) => ({ value }))];
    const line = [
      ...[{ value: '123456789012345678' }, { value: '丁' }, { value: '东门桥栏杆坏了' }],
      { value: new Date(Date.UTC(2019, 10, 13, 9, 30)), type: Date, format: 'yyyy/m/d h:mm' },
      ...[{ value: '栏杆断了两根，容易掉下去。' }, { value: 2 }, { value: '' }],
    ];
    const book = await writeExcelFile([cells, line] as never, {} as never).toBuffer();
    assert.equal((await bring(book)).format, 'xlsx');
    const found = (await signals()).map(({ ref, author, writtenAt }: Body) => [ref, author.name, writtenAt]);
    assert.deepEqual(found.find(([ref]: [string]) => ref === '123456789012345678')?.slice(1), [
      '丁',
      '2019-11-13T01:30:00.000Z',
    ]);
    assert.equal(found.find(([ref]: [string]) => ref === '188006-0')?.[1], 'A00102948');
    assert.equal(found.length, 4);
  });

  it('takes none of its rows when one is wrong, and tells which, unless the good ones are wanted', async () => {
    const broken = [
      ...ROWS,
      ['188099', '戊', '路灯', '13/45/2019', '路灯坏了', '', ''],
      ['', '己', '井盖', '2019/1/2', '井盖坏了', '', ''],
    ];
    const one = await bring(csv(broken));
    assert.deepEqual([one.state, one.progress.refused], ['refused', 2]);
    assert.deepEqual(await signals(), []);
    const { items } = (await ok(responder().get(`/api/imports/${one.id}/errors`))).body;
    assert.deepEqual(
      items.map(({ row, field }: Body) => [row, field]),
      [
        [5, '留言时间'],
        [6, '留言编号'],
      ],
    );
    const table = (await ok(responder().get(`/api/imports/${one.id}/errors?format=csv`))).body;
    assert.match(table, /行号,列,问题,办法\r\n5,留言时间,/);
    const good = await run(one, { partial: true });
    assert.deepEqual([good.state, good.progress.taken, good.progress.refused], ['done', 3, 2]);
  });

  it('is taken back as a whole but for what somebody has taken on, and can be brought in again', async () => {
    const one = await bring(csv(ROWS));
    assert.equal(await received(), 3);
    const [topic] = await topics();
    await ok(responder().post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }));
    const outlook = (await ok(responder().get(`/api/imports/${one.id}/undo`))).body;
    const kept = [{ why: '所属事项已有人办理', count: 1 }];
    assert.deepEqual(outlook, { takenBack: 2, unsorted: 0, topics: 2, kept }, 'told before it is done');
    const undone = await undo(one.id);
    assert.deepEqual([undone.state, undone.undo.takenBack, undone.undo.kept, undone.undo.topics], ['undone', 2, 1, 2]);
    const { items } = (await ok(responder().get(`/api/imports/${one.id}/kept`))).body;
    assert.deepEqual(
      items.map(({ topic, why }: Body) => [topic, why]),
      [[topic.id, '所属事项已有人办理']],
    );
    assert.deepEqual([(await signals()).length, (await topics()).length, await received()], [1, 1, 1]);
    const lines = (await ok(office.staff.approver.get(`/api/ledger?subject=${one.id}`))).body.items;
    assert.deepEqual(lines.map(({ what }: Body) => what).toSorted(), ['import.done', 'import.undone']);
    const again = await bring(csv(ROWS));
    assert.deepEqual([again.progress.taken, again.progress.repeated], [2, 1]);
    assert.deepEqual([(await signals()).length, (await topics()).length, await received()], [3, 3, 3]);
    await undo(again.id);
    assert.equal(await received(), 1);
    assert.equal((await responder().get(`/api/imports/${one.id}/undo`)).status, 409);
    assert.equal((await ok(responder().get('/api/imports?state=undone'))).body.items.length, 2);
    assert.deepEqual((await ok(responder().get('/api/imports?state=ready'))).body.items, []);
  });

  it('goes with the topics that sorting has made one, unless somebody works on what they have become', async () => {
    const bringAsOne = async () => {
      const { id } = await bring(csv(ROWS));
      const [whole, part] = await topics();
      // As join-fragments.ts does when a message shows that two topics are one.
      const merge = { into: whole.id, how: 'merge', at: office.clock.now(), by: 'system', before: 'open', nth: 1 };
      const asOne = { $set: { state: 'merged', merge, revision: 2 } };
      await topicsOf(office.service.app.db).updateOne({ _id: part.id }, asOne);
      return { id, whole };
    };
    const outlookOf = async (id: string) => (await ok(responder().get(`/api/imports/${id}/undo`))).body;
    const first = await bringAsOne();
    assert.deepEqual(await outlookOf(first.id), { takenBack: 3, unsorted: 0, topics: 2, kept: [] });
    const { undo: done } = await undo(first.id);
    assert.deepEqual([done.takenBack, done.kept, done.topics], [3, 0, 2]);
    assert.equal(await topicsOf(office.service.app.db).countDocuments({}), 0);
    const { id, whole } = await bringAsOne();
    await ok(responder().post(`/api/topics/${whole.id}/claim`, { revision: whole.revision }));
    const kept = [{ why: '所属事项已有人办理', count: 2 }];
    assert.deepEqual(await outlookOf(id), { takenBack: 1, unsorted: 0, topics: 1, kept });
    await undo(id);
    assert.deepEqual(
      (await topics()).map((one: Body) => one.id),
      [whole.id],
    );
  });

  it('leaves nothing behind that what comes later could join', async () => {
    const one = await bring(csv([ROWS[0]!]));
    await undo(one.id);
    await bring(csv([['188090', 'A9', ...ROWS[0]!.slice(2)]]));
    assert.equal((await topics()).length, 1);
    assert.equal((await signals())[0].topic, (await topics())[0].id);
  });

  it('is refused with the reason when it cannot be read, and nothing of it is kept', async () => {
    const wrong = async (body: string | Uint8Array) => (await upload(body)).body;
    assert.match((await wrong('')).detail, /是空的/);
    assert.match((await wrong(csv([]))).detail, /没有一行数据/);
    assert.match((await wrong(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0))).detail, /\.xls/);
    assert.match((await wrong('PK\u0003\u0004 no workbook')).detail, /Excel/);
    assert.match((await wrong('a,b\n"open,1\n2,3')).detail, /引号没有闭合/);
    assert.deepEqual((await ok(responder().get('/api/imports'))).body.items, []);
    assert.equal((await office.staff.drafter.post('/api/imports?name=x', 'a,b\n1,2')).status, 403);
  });
});
