import assert from 'node:assert/strict';
import type { Channel, Misfit } from '../../src/channel/contract.ts';
import { findMisfits, renderEverywhere } from '../../src/plan/find-misfits.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { aChannel, anApproved, aRelease, aText, at, channelsOf } from '../support/builders.ts';

const siteUrl = 'https://www.luodian.example';
const misfit: Misfit = { field: 'title', problem: '标题有 40 字，超过 32 字', remedy: '请缩短' };
const strict = aChannel({ render: () => ({ fits: false, misfits: [misfit] }) });

describe('findMisfits', () => {
  const text = aText({ accounts: ['website', 'weibo'] });

  it('finds nothing wrong with a text that fits everywhere', () => {
    const desk = { siteUrl, channels: channelsOf({ website: aChannel(), weibo: aChannel() }) };
    assert.deepEqual(findMisfits(desk, aRelease({ text })), []);
  });

  it('names the account whose channel does not take it', () => {
    const desk = { siteUrl, channels: channelsOf({ website: aChannel(), weibo: strict }) };
    assert.deepEqual(findMisfits(desk, aRelease({ text })), [{ ...misfit, problem: `weibo：${misfit.problem}` }]);
  });

  it('asks for what every channel needs', () => {
    const desk = { siteUrl, channels: channelsOf({ website: aChannel(), weibo: aChannel() }) };
    const empty = aText({ ...text, title: ' ', body: '', column: '', source: '' });
    const fields = findMisfits(desk, aRelease({ text: empty })).map(({ field }) => field);
    assert.deepEqual(fields, ['title', 'body', 'column', 'source']);
  });

  it('names an account that was closed since it was chosen, and what to do', () => {
    const desk = { siteUrl, channels: channelsOf({ website: aChannel() }) };
    const [closed, ...others] = findMisfits(desk, aRelease({ text }));
    assert.deepEqual(others, []);
    assert.equal(closed?.field, 'accounts');
    assert.match(closed?.problem ?? '', /weibo/);
    assert.match(closed?.remedy ?? '', /去掉这个账号/);
  });

  it('does not hide an error of an adapter', () => {
    const broken = aChannel({
      render: () => {
        throw new TypeError('bug');
      },
    });
    const desk = { siteUrl, channels: channelsOf({ website: broken, weibo: broken }) };
    assert.throws(() => findMisfits(desk, aRelease({ text })), TypeError);
  });
});

describe('renderEverywhere', () => {
  it('tells a correction only of what was published before', () => {
    const corrections: Announcement['correction'][] = [];
    const render: Channel['render'] = ({ correction }) => {
      corrections.push(correction);
      return { fits: false, misfits: [] };
    };
    const desk = { siteUrl, channels: channelsOf({ website: aChannel({ render }) }) };
    const text = aText({ accounts: ['website'] });
    const note = { correctionNote: '更正了时间', changedAt: at('09:30') };
    renderEverywhere(desk, aRelease({ text, ...note }));
    renderEverywhere(desk, anApproved({ text, ...note }));
    assert.deepEqual(corrections, [null, { note: '更正了时间', at: at('09:30') }]);
  });
});
