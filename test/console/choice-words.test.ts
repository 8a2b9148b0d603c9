import assert from 'node:assert/strict';
import { z } from 'zod';
import { wechatChoices } from '../../channels/wechat/choices.ts';
import type { Account, ChoiceSchema } from '../../src/console/browser/api/accounts.ts';
import { choiceWords, defaultWords, optionOf, optionsOf } from '../../src/console/browser/choice-words.ts';
import { moved } from '../../src/console/browser/order.ts';
import { titleLimitOf } from '../../src/console/browser/writing-fields.ts';

const { properties } = z.toJSONSchema(wechatChoices, { io: 'input' }) as { properties: Record<string, ChoiceSchema> };

describe('choices of a channel in words', () => {
  it('each option of each choice is a value the channel takes, told in Chinese', () => {
    for (const [name, schema] of Object.entries(properties)) {
      assert.match(schema.title ?? '', /\p{Script=Han}/u, name);
      assert.ok(optionsOf(schema).length > 1, name);
      for (const { value, title, asks } of optionsOf(schema)) {
        assert.match(title, /\p{Script=Han}/u);
        const chosen = wechatChoices.safeParse({ [name]: asks ? `${value}2` : value });
        assert.ok(chosen.success, `${name} ${value}`);
      }
    }
  });

  it('a value is known by its option, or by what its option begins with', () => {
    const { notify } = properties;
    assert.ok(notify);
    assert.equal(optionOf(notify, 'all')?.title, '群发给全部粉丝');
    assert.equal(choiceWords(notify, 'tag:12'), '群发给一个标签下的粉丝（标签编号 12）');
    assert.equal(optionOf(notify, 'tag:')?.asks, '标签编号');
    assert.equal(optionOf(notify, ''), null);
    assert.equal(choiceWords(notify, 'nonsense'), 'nonsense');
    assert.equal(choiceWords(undefined, 'all'), 'all');
  });

  it('what nothing chosen means is told too', () => {
    assert.equal(defaultWords(properties.notify ?? {}), '只发布，不通知');
    assert.equal(defaultWords(properties.comments ?? {}), '按账号的设置');
    assert.deepEqual(optionsOf({ enum: ['a'] }), [{ value: 'a', title: 'a' }]);
  });
});

describe('a short list put in order', () => {
  it('moves one by one place and keeps all of them', () => {
    assert.deepEqual(moved(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b']);
    assert.deepEqual(moved(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c']);
  });

  it('stays as it is at its ends', () => {
    assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b']);
    assert.deepEqual(moved(['a', 'b'], 1, 1), ['a', 'b']);
    assert.deepEqual(moved([], 0, 1), []);
  });
});

describe('how long a title may be', () => {
  const account = (id: string, title: number | null) => ({ id, name: `${id}号`, limits: { title, together: 1 } });
  const accounts = [account('site', null), account('wechat', 32), account('weibo', 40)] as unknown as Account[];

  it('is what the strictest of the chosen accounts takes', () => {
    assert.deepEqual(titleLimitOf(accounts, ['site', 'wechat', 'weibo']), { most: 32, of: 'wechat号' });
    assert.deepEqual(titleLimitOf(accounts, ['site', 'weibo']), { most: 40, of: 'weibo号' });
  });

  it('is what any text may have where no account says less', () => {
    assert.deepEqual(titleLimitOf(accounts, ['site']), { most: 200, of: null });
    assert.deepEqual(titleLimitOf([account('long', 500)] as unknown as Account[], ['long']), { most: 200, of: null });
  });
});
