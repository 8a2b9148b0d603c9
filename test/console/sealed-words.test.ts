import assert from 'node:assert/strict';
import { linesToAcknowledge, sealNumberOf, whatToDo } from '../../src/console/browser/sealed-words.ts';

const finding = { kind: 'sealed-line-changed', collection: 'seals', subject: '000000012', there: '' };

describe('what a finding about a seal says', () => {
  it('names the seal by its number, where it is about one', () => {
    assert.equal(sealNumberOf(finding), 12);
    assert.equal(sealNumberOf({ ...finding, collection: 'ledger', subject: 'ledger.sealed:000000012' }), null);
  });

  it('names the lines that were posted anew and wait for somebody, and no others', () => {
    const there = '第 12 号封存之后被改动的记录：a:1、b:2（周敏 补记，待确认）、c:3（张三 补记，待确认） 等 25 条';
    assert.deepEqual(linesToAcknowledge({ ...finding, there }), ['b:2', 'c:3']);
    assert.deepEqual(linesToAcknowledge({ ...finding, there: '第 12 号封存之后被改动的记录：a:1' }), []);
    assert.deepEqual(linesToAcknowledge({ ...finding, there: '台账记有第 3 号封存，封存本身不见了' }), []);
  });

  it('says what to do, in the service’s words where nothing closer is known', () => {
    assert.match(whatToDo({ kind: 'sealed-line-changed', remedy: '查' }), /备份/);
    assert.equal(whatToDo({ kind: 'new-kind', remedy: '查' }), '查');
  });
});
