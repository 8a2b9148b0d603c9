import assert from 'node:assert/strict';
import { parseJson } from '../../src/channel/parse-json.ts';
import { rawForm } from '../../src/channel/raw-form.ts';

const rawOf = (json: string, said: readonly string[] = []) =>
  rawForm(parseJson(json) as Readonly<Record<string, unknown>>, said).raw;

describe('the raw form of what a platform told', () => {
  it('is its own fields less those said elsewhere, ids digit for digit', () => {
    const told = '{"id":9007199254740993,"mid":"4111111111111111","text":"问","floor":3,"liked":false,"pics":["a"]}';
    const raw = { id: '9007199254740993', mid: '4111111111111111', floor: 3, liked: false, pics: ['a'] };
    assert.deepEqual(rawOf(told, ['text']), raw);
  });

  it('has nothing that opens a door or reaches a person, however deep and whatever it is called', () => {
    const told = `{"access_token":"a","Signature":"b","phone":"1","联系电话":"2","geo":{"coordinates":[1,2]},
      "extra":{"mobileNo":"3","no":13812345678,"note":"请打13812345678","mail":"x@y.cn"},"kind":"x"}`;
    assert.deepEqual(rawOf(told), { extra: { note: '请打138****5678' }, kind: 'x' });
  });

  it('has no names a store would refuse, and no depth without end', () => {
    const deep = `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`;
    const raw = rawOf(`{"$where":1,"a.b":1,"__proto__":{"x":1},"\\u0000":1,"":1,"deep":${deep},"ok":1}`);
    assert.deepEqual(Object.keys(raw ?? {}), ['deep', 'ok']);
    assert.ok(JSON.stringify(raw).length < 100);
  });

  it('is left out with a note when it is larger than 4 KB, and absent when nothing is left', () => {
    assert.equal(Object.keys(rawOf(`{"a":"${'字'.repeat(1300)}"}`) ?? {})[0], 'a');
    assert.deepEqual(rawOf(`{"a":"${'字'.repeat(1400)}"}`), { note: '原始内容超过 4 KB，没有保存' });
    assert.deepEqual(rawOf(`{"a":"${'x'.repeat(100_000)}"}`), { note: '原始内容超过 4 KB，没有保存' });
    assert.deepEqual(rawForm({ text: '问' }, ['text']), {});
  });
});
