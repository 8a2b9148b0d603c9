import assert from 'node:assert/strict';
import { act, choice, flag, number, numberOrNone, type Switch, text, turn } from '../../src/channel/fake-switch.ts';
import { type SwitchBoard, showSwitchPage, takeSwitchForm } from '../../src/channel/fake-switch-page.ts';

describe('the switches of a playback', () => {
  const on = { held: false, mode: 'safe', status: 0, times: 1, most: null as number | null, ip: null as string | null };
  let pressed = 0;
  const switches: readonly Switch[] = [
    flag(on, 'held', '停住'),
    choice(on, 'mode', '方式', { safe: '安全', plain: '明文' }),
    choice(on, 'status', '结果', { 0: '成功', 4: '不通过' }),
    number(on, 'times', '几次'),
    numberOrNone(on, 'most', '至多', '不计'),
    text(on, 'ip', '地址'),
    act('reset', '重来', () => {
      pressed += 1;
    }),
  ];
  const press = (name: string, value = '') => turn(switches, new URLSearchParams({ switch: name, value }));

  it('are turned by what a form says', () => {
    for (const [name, value] of Object.entries({
      held: 'on',
      mode: 'plain',
      status: '4',
      times: '3',
      most: '7',
      ip: '1.2.3.4',
    })) {
      assert.equal(press(name, value), true, name);
    }
    assert.deepEqual(on, { held: true, mode: 'plain', status: 4, times: 3, most: 7, ip: '1.2.3.4' });
    assert.equal(press('reset'), true);
    assert.equal(pressed, 1);
    for (const [name, value] of Object.entries({ held: 'off', most: '', ip: ' ' })) press(name, value);
    assert.deepEqual([on.held, on.most, on.ip], [false, null, null]);
  });

  it('stay where they are at a position they do not have', () => {
    const before = { ...on };
    for (const [name, value] of [
      ['held', 'maybe'],
      ['mode', 'toString'],
      ['times', ''],
      ['times', '-1'],
      ['most', '1e9'],
      ['none', 'on'],
    ]) {
      assert.equal(press(name ?? '', value), false, name);
    }
    assert.deepEqual(on, before);
  });

  it('show their state, escaped, and the troubles that can be played, in Chinese', () => {
    on.ip = '<b>';
    const ordered: ('hang' | 'limit')[] = ['limit'];
    let mended = false;
    const fake: SwitchBoard['fake'] = {
      spoilNext: (trouble) => void ordered.push(trouble as 'hang'),
      cannotPlay: (trouble) => (trouble.startsWith('event-') ? '不推送' : null),
      troubles: () => ordered,
      mend: () => {
        mended = true;
      },
    };
    const board = { title: '某平台', switches, fake };
    const html = showSwitchPage(board);
    assert.match(html, /地址<br><b>&lt;b&gt;<\/b>/);
    assert.match(html, /停住<br><b>关<\/b>/);
    assert.match(html, /<li>超出额度或频率<\/li>/);
    assert.match(html, /<option value="hang">未办，一直不答复<\/option>/);
    assert.doesNotMatch(html, /event-/);
    const ask = (name: string, value: string) => takeSwitchForm(board, new URLSearchParams({ switch: name, value }));
    assert.deepEqual([ask('trouble', 'hang'), ask('trouble', 'event-once'), ask('mend', '')], [true, false, true]);
    assert.deepEqual([ordered, mended], [['limit', 'hang'], true]);
  });
});
