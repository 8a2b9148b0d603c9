import assert from 'node:assert/strict';
import { autosave, findAutosave } from '../../src/reply/autosave.ts';
import { changeTemplate, makeTemplate } from '../../src/reply/change-template.ts';
import { composeResponse } from '../../src/reply/response-text.ts';
import { fillTemplate, firstTemplates, fitting, putFirstTemplates, templatesOf } from '../../src/reply/template.ts';
import { checkWording } from '../../src/reply/wording.ts';
import { writeReply } from '../../src/reply/write-reply.ts';
import { classNames, matterNames } from '../../src/topic/deadline-rule.ts';
import { accounts, at, colleague, drafter, now, openDesk, responder, type TestDesk, told } from '../topic/open-desk.ts';

const unit = { unit: '县住建局', now };

describe('templates', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
    await putFirstTemplates(desk.db, now);
  });
  afterEach(() => desk.close());

  it('to begin with have classes and matters there are, and nothing left to fill but the addressee', () => {
    for (const { class: of, matter, text } of firstTemplates) {
      assert.ok((of === null || of in classNames) && (matter === null || matter in matterNames));
      assert.doesNotThrow(() => checkWording({ text: fillTemplate(text, { title: '井盖' }, unit) }, accounts));
    }
  });

  it('are filled with title, unit and day', () => {
    assert.equal(
      fillTemplate('{称呼}：{事项}。{单位} {日期}', { title: '井盖$&' }, unit),
      '{称呼}：井盖$&。县住建局 2018年7月2日',
    );
  });

  it('fit by class and matter, the most particular first', async () => {
    const all = await templatesOf(desk.db).find({}).toArray();
    const names = (given: Parameters<typeof fitting>[1]) => fitting(all, given).map(({ name }) => name);
    assert.deepEqual(names({ class: 'message', matter: 'complaint' }), ['投诉处理结果', '一般答复']);
    assert.deepEqual(names({ class: 'major', matter: 'general' }), ['突发事件首次信息']);
  });

  it('are changed by one who saw the latest, retired and put back, and stay so at the next start', async () => {
    const made = await makeTemplate(
      desk.db,
      { name: '节日', class: null, matter: null, text: '{称呼}，节日快乐' },
      responder,
      now,
    );
    const change = { id: made._id, revision: 1, text: '{称呼}，您好' };
    const changed = await changeTemplate(desk.db, change, colleague, at('09:01:00'));
    await assert.rejects(changeTemplate(desk.db, change, colleague, now), { code: 'stale-revision' });
    const retired = await changeTemplate(desk.db, { id: made._id, revision: 2, isRetired: true }, responder, now);
    assert.deepEqual(told(retired), ['template.made', 'template.changed', 'template.retired']);
    assert.deepEqual([changed.text, fitting([retired], { class: 'message', matter: 'general' })], ['{称呼}，您好', []]);
    await changeTemplate(desk.db, { id: 'first-major', revision: 1, text: '本县自己的话' }, responder, now);
    await putFirstTemplates(desk.db, now);
    assert.equal((await templatesOf(desk.db).findOne({ _id: 'first-major' }))?.text, '本县自己的话');
  });

  it('are refused with a placeholder nobody fills, and to who does not answer', async () => {
    const text = { name: '甲', class: null, matter: null, text: '{电话}' };
    await assert.rejects(makeTemplate(desk.db, text, responder, now), /没有可填/);
    await assert.rejects(makeTemplate(desk.db, { ...text, text: '可以' }, drafter, now), { code: 'no-right' });
  });
});

describe('what is being written', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  it('is kept for its writer alone until he hands it in', async () => {
    const topic = await desk.hear({ ref: 'a' });
    const typed = { topic: topic._id, text: '正在', variants: {}, reply: null };
    const first = await autosave(desk.db, { ...typed, revision: 0 }, responder, now);
    await autosave(desk.db, { ...typed, text: '正在写', revision: first.revision }, responder, now);
    assert.equal((await findAutosave(desk.db, topic._id, responder))?.text, '正在写');
    assert.equal(await findAutosave(desk.db, topic._id, colleague), null);
    await assert.rejects(autosave(desk.db, { ...typed, revision: 0 }, responder, now), { code: 'stale-revision' });
    await assert.rejects(autosave(desk.db, { ...typed, revision: 1 }, responder, now), /另一个窗口/);
    await writeReply(desk, { topic: topic._id, text: '写好了', means: 'channel' }, responder, now);
    assert.equal(await findAutosave(desk.db, topic._id, responder), null);
  });

  it('is of a topic there is, by somebody who answers', async () => {
    const typed = { topic: 't-none', text: '', variants: {}, reply: null, revision: 0 };
    await assert.rejects(autosave(desk.db, typed, responder, now), { code: 'not-found' });
    await assert.rejects(autosave(desk.db, typed, drafter, now), { code: 'no-right' });
  });
});

describe('an answer for everybody', () => {
  const asked = '我叫王某，身份证11010519491231002X，家住新村五组12号，电话13812345678，路灯坏了。';

  it('tells what was asked without who asked, and is safe as HTML', () => {
    const answer = '{称呼}：\n路灯已修好 <b>。\n联系电话：0854-7612345\n编号{编号}';
    const { title, body, masked } = composeResponse({ title: '新村路灯坏了？', asked, answer });
    assert.equal(title, '关于“新村路灯坏了”的回应');
    assert.doesNotMatch(body, /11010519491231002X|13812345678|五组12号|<b>|\{/);
    assert.match(
      body,
      /^<p>近日，有网民反映：“我叫王某.*路灯坏了。”现回应如下：<\/p><p>网民朋友：<\/p><p>路灯已修好 &lt;b&gt;。<\/p>/,
    );
    assert.match(body, /0854-7612345/);
    assert.deepEqual([...masked].sort(), ['手机号码', '详细住址', '身份证号'].sort());
  });

  it('shortens a long question', () => {
    const { body, title } = composeResponse({ title: '长'.repeat(60), asked: '问'.repeat(500), answer: '答' });
    assert.ok([...title].length <= 47 && /问…”现回应/.test(body));
  });
});
