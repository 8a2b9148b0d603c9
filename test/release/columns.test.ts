import assert from 'node:assert/strict';
import { findColumn, listTopColumns, readColumns } from '../../src/release/columns.ts';

const column = { id: 'notices', name: '通知公告', type: '工作动态', description: '通知。', keywords: ['通知'] };

describe('columns', () => {
  it('are those the county announces under, in the order of the navigation', () => {
    const names = [
      '通知公告',
      '政府文件',
      '政策解读',
      '回应关切',
      '新闻发布',
      '在线访谈',
      '政务公开',
      '年度报告',
      '建议提案',
      '工作动态',
    ];
    assert.deepEqual(
      listTopColumns().map(({ name }) => name),
      names,
    );
  });

  it('are found by id', () => {
    assert.equal(findColumn('interpretations')?.type, '政策解读');
    assert.equal(findColumn('nothing'), null);
  });

  it('are refused when an id stands twice', () => {
    assert.throws(() => readColumns([column, { ...column, name: '公告' }]), /notices stands twice/);
  });

  it('are refused without the words the page tags need', () => {
    assert.throws(() => readColumns([{ ...column, keywords: [] }]), /keywords/);
    assert.throws(() => readColumns([{ ...column, description: '' }]), /description/);
  });
});
