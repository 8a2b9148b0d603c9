/** The pure parts of an import: times, columns, rows. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { proposeColumns } from '../../src/import/import-fields.ts';
import { type Mapping, mapRow } from '../../src/import/map-row.ts';
import { readTable } from '../../src/import/read-table.ts';
import { readTime } from '../../src/import/read-time.ts';

const now = new Date('2026-03-02T09:00:00+08:00');

async function gather<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('readTime', () => {
  const same = '2019-11-13T09:30:00+08:00';
  for (const text of [
    ...['2019/11/13 9:30', '2019-11-13 09:30:00', '2019.11.13 9:30', '2019年11月13日 9时30分', '2019年11月13日9:30'],
    ...[
      '2019/11/13 上午9:30',
      '2019/11/13 9:30 AM',
      '43782.395833',
      '43782.3958333333',
      same,
      '2019-11-13T01:30:00.000Z',
    ],
    ...['1573608600', '1573608600000', ' 2019/11/13  9:30 ', '2019-11-13T09:30:00'],
  ]) {
    it(`reads ${text} as half past nine in Beijing`, () =>
      assert.equal(readTime(text)?.getTime(), new Date(same).getTime()));
  }

  it('reads a day as its beginning, and the afternoon', () => {
    assert.equal(readTime('2019/11/13')?.toISOString(), '2019-11-12T16:00:00.000Z');
    assert.equal(readTime('20191113')?.toISOString(), '2019-11-12T16:00:00.000Z');
    assert.equal(readTime('43782')?.toISOString(), '2019-11-12T16:00:00.000Z');
    assert.equal(readTime('2019/11/13 下午3:05')?.toISOString(), '2019-11-13T07:05:00.000Z');
  });

  it('reads nothing that is no time, or could be two', () => {
    for (const text of ['', '昨天', '03/04/2019', '2019/13/1', '2019/2/29', '2019/1/1 25:00', '13', '138123']) {
      assert.equal(readTime(text), null, text);
    }
  });

  it('reads back any minute as a table may write it', () => {
    const minute = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(minute, (at) => {
        const whole = Math.floor(at.getTime() / 60_000) * 60_000;
        const wall = new Date(whole + 8 * 3_600_000);
        const [y, m, d, h, min] = [
          wall.getUTCFullYear(),
          wall.getUTCMonth() + 1,
          wall.getUTCDate(),
          wall.getUTCHours(),
          wall.getUTCMinutes(),
        ];
        const serial = (whole + 8 * 3_600_000) / 86_400_000 + 25_569;
        for (const text of [`${y}/${m}/${d} ${h}:${String(min).padStart(2, '0')}`, serial.toFixed(6)]) {
          assert.equal(readTime(text)?.getTime(), whole, text);
        }
      }),
    );
  });
});

describe('proposeColumns', () => {
  it('knows headings with blanks, signs and other words for the same', () => {
    const columns = proposeColumns(
      ['工单编号', '来电人', '来电号码', '诉求标题', '诉求内容', '来电 时间', '办结时间', '备注'],
      [],
    );
    assert.deepEqual(columns, {
      ...{
        ref: '工单编号',
        name: '来电人',
        phone: '来电号码',
        title: '诉求标题',
        text: '诉求内容',
        writtenAt: '来电 时间',
        closedAt: '办结时间',
      },
    });
  });

  it('goes by contents where headings say nothing', () => {
    const rows = [
      { 甲: 'B-001', 乙: '2019/1/2 9:00', 丙: '路灯坏了很久没有人来修理', 丁: '13812345678' },
      { 甲: 'B-002', 乙: '2019/1/3 9:00', 丙: '井盖丢了，小孩差点掉下去', 丁: '13912345678' },
    ];
    const columns = proposeColumns(['甲', '乙', '丙', '丁'], rows);
    assert.deepEqual(columns, { writtenAt: '乙', phone: '丁', ref: '甲', text: '丙' });
  });
});

describe('mapRow', () => {
  const mapping: Mapping = {
    account: 'board',
    kind: 'letter',
    columns: { ref: '编号', text: '内容', writtenAt: '时间', phone: '电话' },
  };
  const values = { 编号: '1', 内容: '路灯坏了', 时间: '2019/1/2 9:00', 电话: '13812345678', 区域: '龙坪镇' };
  const map = (changes = {}, with_ = mapping) => mapRow({ number: 7, values: { ...values, ...changes } }, with_, now);

  it('keeps the row as it came, but for what reaches a person', () => {
    const signal = map();
    assert.ok('raw' in signal);
    assert.deepEqual(signal.raw, { 编号: '1', 时间: '2019/1/2 9:00', 区域: '龙坪镇' });
    assert.deepEqual(signal.contact, { name: '', phone: '13812345678', mail: '', address: '' });
  });

  it('names row, column, problem and remedy of what it cannot take', () => {
    for (const [changes, field] of [
      [{ 编号: ' ' }, '编号'],
      [{ 内容: '' }, '内容'],
      [{ 时间: '13/45' }, '时间'],
      [{ 时间: '2099/1/1' }, '时间'],
      [{ 内容: '字'.repeat(20_001) }, '内容'],
    ] as const) {
      const refused = map(changes);
      assert.ok('problem' in refused);
      assert.deepEqual([refused.row, refused.field], [7, field]);
      assert.match(refused.remedy, /请/);
    }
  });

  it('counts likes, written as boards write them, and refuses what is no count', () => {
    const columns = { ...mapping.columns, likes: '点赞' };
    const likes = (cell: string) => {
      const signal = map({ 点赞: cell }, { ...mapping, columns });
      return 'problem' in signal ? signal.field : signal.likes;
    };
    assert.deepEqual(['120', '1,200', '1.2万', '0', '', '很多'].map(likes), [120, 1200, 12_000, 0, undefined, '点赞']);
  });

  it('tells rows without a number apart by what they say', () => {
    const { ref: _, ...columns } = mapping.columns;
    const refs = [{}, {}, { 内容: '井盖坏了' }].map((changes) => {
      const signal = map(changes, { ...mapping, columns });
      return 'ref' in signal ? signal.ref : '';
    });
    assert.equal(refs[0], refs[1]);
    assert.notEqual(refs[0], refs[2]);
  });
});

describe('readTable', () => {
  it('gives the same rows however the bytes are cut', async () => {
    const text = '编号,内容\r\n1,"一行\n两行"\r\n\r\n2,"引号""里"\r\n';
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 7, 1000]) {
      async function* cut() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      const rows = await gather(readTable({ format: 'csv', encoding: 'utf-8', bytes: cut }));
      assert.deepEqual(rows, [
        { number: 2, values: { 编号: '1', 内容: '一行\n两行' } },
        { number: 4, values: { 编号: '2', 内容: '引号"里' } },
      ]);
    }
  });

  it('maps every real message of a city’s board', async function () {
    const path = join(import.meta.dirname, '../../../shared/data/citizen-messages.ndjson');
    if (!existsSync(path)) return this.skip();
    const bytes = readFileSync(path);
    const rows = await gather(
      readTable({
        format: 'ndjson',
        encoding: 'utf-8',
        bytes: async function* () {
          yield bytes;
        },
      }),
    );
    const columns = proposeColumns(
      Object.keys(rows[0]?.values ?? {}),
      rows.slice(0, 200).map(({ values }) => values),
    );
    assert.deepEqual(columns, {
      ref: 'id',
      author: 'user',
      title: 'title',
      text: 'text',
      writtenAt: 'at',
      likes: 'likes',
      against: 'against',
    });
    const refused = rows
      .map((row) => mapRow(row, { account: 'board', kind: 'message', columns }, now))
      .filter((row) => 'problem' in row);
    assert.deepEqual([rows.length, refused], [4326, []]);
  });
});
