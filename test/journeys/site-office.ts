/** An office whose public site has a page of every kind: what the browser looks at, and what the static copy is made of. */
import { days, seconds } from '../../src/clock.ts';
import { aLetter, openPage, type Page, sendForm } from '../interaction/fill-in.ts';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { aDraft, ok, publish } from './publish.ts';

export interface SiteOffice extends Office {
  /** Paths of pages that are there once. */
  readonly paths: Readonly<Record<'article' | 'document' | 'withdrawn' | 'letter' | 'running' | 'outcome', string>>;
  /** Fills in the form at a path as the public does, over HTTP. */
  fill(path: string, values: Readonly<Record<string, string>>): Promise<Page>;
}

/** Wider than a phone, below a heading that leaves a level out. */
const HEADS = ['路段', '开始', '结束', '原因', '影响户数', '联系人', '电话', '备注'];
const rowOf = (cell: (head: string) => string) => `<tr>${HEADS.map(cell).join('')}</tr>`;
const TABLE = `<h3>一、范围</h3><table>${rowOf((head) => `<th>${head}</th>`)}${rowOf(() => '<td>解放路</td>')}</table>`;

export async function openSiteOffice(): Promise<SiteOffice> {
  const office = await openOffice();
  const fill = async (path: string, values: Readonly<Record<string, string>>) => {
    const page = await openPage(office.url + path);
    office.clock.pass(seconds(30));
    return await sendForm(office.url, page, values);
  };
  const texts = await publishTexts(office);
  await fill(`/interact/comment/?page=${texts.article}`, { nickname: '细心读者', text: '周末也延长开放吗？' });
  const asked = await askThePublic(office, texts.document, fill);
  const letter = await publishLetter(office, fill);
  await office.settle();
  const [comment] = (await ok(office.staff.responder.get('/api/signals?kind=comment'))).body.items;
  await ok(office.staff.responder.post('/api/signals/moderate', { signal: comment.id, act: 'elect' }));
  await answer(office, comment.topic, '是的，周末同样开放到21时。');
  const [article, document, withdrawn] = [texts.article, texts.document, texts.withdrawn].map((id) => `/p/${id}.html`);
  return { ...office, fill, paths: { article, document, withdrawn, letter, ...asked } as SiteOffice['paths'] };
}

async function publishTexts(office: Office) {
  const document = await publish(
    office,
    aDraft({ column: 'documents', number: '示府办发〔2026〕3号', title: '关于印发《城区供水管理办法》的通知' }),
  );
  const release = await publish(office, aDraft({ body: `<p>自下月起延长开放。</p>${TABLE}`, interprets: document.id }));
  const gone = await publish(office, aDraft({ title: '有误的公告' }));
  await publish(office, aDraft({ column: 'disclosure-education', title: '义务教育招生范围公示' }));
  await office.settle();
  const withdrawal = { revision: gone.revision, reason: '时间有误' };
  await ok(office.staff.approver.post(`/api/releases/${gone.id}/withdraw`, withdrawal));
  await office.settle();
  return { article: release.id as string, document: document.id as string, withdrawn: gone.id as string };
}

const INQUIRIES = [
  { text: '您多久来一次图书馆？', type: 'single', choices: ['每周', '每月', '很少'] },
  { text: '您用哪些服务？', type: 'multiple', choices: ['借书', '自习'], isRequired: false },
  { text: '还有什么建议？', type: 'text', isRequired: false },
];

/** A survey whose outcome is published, and opinions wanted on a document that still may be given. */
async function askThePublic(office: Office, document: string, fill: SiteOffice['fill']) {
  const from = office.clock.now().getTime() + days(1);
  const at = (day: number) => new Date(from + days(day)).toISOString();
  const ask = async (draft: object) => {
    const drafted: Body = (await ok(office.staff.drafter.post('/api/consultations', draft))).body;
    await ok(office.staff.approver.post(`/api/consultations/${drafted.id}/approve`, { revision: drafted.revision }));
    return drafted.id as string;
  };
  const about = { intro: '请您参与。', inquiries: INQUIRIES, from: at(0) };
  const over = await ask({ kind: 'survey', title: '图书馆服务调查', ...about, to: at(2) });
  const opinions = { kind: 'opinion', title: '《城区供水管理办法》征求意见', release: document };
  const running = await ask({ ...opinions, ...about, to: at(30) });
  office.clock.pass(days(1) + seconds(1));
  await fill(`/interact/survey/${over}/`, { q1: '每周', q2: '借书' });
  office.clock.pass(days(3));
  const { revision } = (await ok(office.staff.approver.get(`/api/consultations/${over}`))).body;
  const outcome = { revision, text: '已增加讲座场次。' };
  await ok(office.staff.approver.post(`/api/consultations/${over}/outcome`, outcome));
  return { running: `/interact/survey/${running}/`, outcome: `/interact/survey/${over}/` };
}

async function publishLetter(office: Office, fill: SiteOffice['fill']): Promise<string> {
  await fill('/interact/letter/', { ...aLetter, consent: 'yes' });
  await office.settle();
  const [letter] = (await ok(office.staff.responder.get('/api/submissions'))).body.items;
  const signal = (await ok(office.staff.responder.get(`/api/signals/${encodeURIComponent(letter.signal)}`))).body;
  await answer(office, signal.topic, '您好，路灯将于3月20日前修好。');
  return (await ok(office.staff.approver.post(`/api/submissions/${letter.id}/show`, {}))).body.url;
}

async function answer(office: Office, topic: string, text: string): Promise<void> {
  const path = `/api/topics/${topic}/replies`;
  const reply = (await ok(office.staff.responder.post(path, { text, means: 'channel' }))).body;
  await ok(office.staff.reviewer.post(`/api/replies/${reply.id}/approve`, { revision: reply.revision }));
  await office.settle();
}
