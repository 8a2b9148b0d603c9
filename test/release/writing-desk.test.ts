/** The desk beside the review: autosave and who else writes, earlier texts, comments, .docx, attachments, findings, links. */
import assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import { type Office, openOffice } from '../journeys/open-office.ts';
import { aDraft, approve, ok, publish } from '../journeys/publish.ts';
import { aDocx } from '../support/docx.ts';

describe('the writing desk', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2018-07-03T01:00:00Z') });
  });
  after(() => office.close());

  const draft = async (overrides = {}) =>
    (await ok(office.staff.drafter.post('/api/releases', aDraft(overrides)))).body;

  it('keeps what is not saved yet, without a revision, and tells others that somebody writes', async () => {
    const { id, revision } = await draft();
    const { drafter, administrator } = office.staff;
    const other = await ok(
      administrator.post('/api/staff', {
        name: 'second',
        roles: ['drafter'],
        password: 'second-has-a-password',
        mustChangePassword: false,
      }),
    );
    const second = await drafter.login('second', 'second-has-a-password');
    await ok(drafter.put(`/api/releases/${id}/copies`, { revision, fields: { title: '写到一半' } }));
    const seen = (await ok(second.put(`/api/releases/${id}/copies`, { revision, fields: null }))).body;
    assert.equal(seen.mine, null);
    assert.deepEqual(
      seen.others.map(({ writing }: { writing: boolean }) => writing),
      [true],
    );
    await ok(drafter.put(`/api/releases/${id}/copies`, { revision, fields: null }));
    const mine = (await ok(drafter.get(`/api/releases/${id}/copies`))).body;
    assert.deepEqual(mine.mine.fields, { title: '写到一半' }, 'being there does not wipe out what was written');
    assert.equal(mine.others[0].by, other.body.id);
    assert.equal((await drafter.get(`/api/releases/${id}`)).body.revision, revision);
    await ok(drafter.delete(`/api/releases/${id}/copies`));
    assert.equal((await drafter.get(`/api/releases/${id}/copies`)).body.mine, null);
  });

  it('forgets who has gone', async () => {
    const { id, revision } = await draft();
    await ok(office.staff.drafter.put(`/api/releases/${id}/copies`, { revision, fields: { title: 'x' } }));
    office.clock.pass(2 * 60_000);
    assert.deepEqual((await ok(office.staff.administrator.get(`/api/releases/${id}/copies`))).body.others, []);
  });

  it('keeps every earlier text, published ones named', async () => {
    const { id, revision } = await draft({ title: '第一版', body: '<p>一</p>' });
    const two = (
      await ok(office.staff.drafter.patch(`/api/releases/${id}`, { revision, title: '第二版', body: '<p>二</p>' }))
    ).body;
    await approve(office, id, two.revision);
    await ok(
      office.staff.drafter.post(`/api/releases/${id}/revise`, {
        revision: two.revision,
        note: '更正日期',
        body: '<p>三</p>',
      }),
    );
    const { items } = (await ok(office.staff.reviewer.get(`/api/releases/${id}/revisions`))).body;
    const rows = items.map((one: Record<string, unknown>) => [one.revision, one.title, one.approved]);
    assert.deepEqual(rows, [
      [3, '第二版', false],
      [2, '第二版', true],
      [1, '第一版', false],
    ]);
    assert.equal((await ok(office.staff.reviewer.get(`/api/releases/${id}/revisions/1`))).body.body, '<p>一</p>');
    assert.equal((await office.staff.reviewer.get(`/api/releases/${id}/revisions/9`)).status, 404);
  });

  it('keeps what an earlier text said for the catalogue, and tells as what it will be filed', async () => {
    const { drafter } = office.staff;
    const { id, revision } = await draft({ title: '供水管理办法', column: 'documents', number: '罗府发〔2018〕3号' });
    const change = { revision, number: '', catalogue: { theme: 'construction', issuer: '县住建局' } };
    await ok(drafter.patch(`/api/releases/${id}`, change));
    const first = (await ok(drafter.get(`/api/releases/${id}/revisions/1`))).body;
    assert.deepEqual(
      [first.number, first.filed.genre, first.filed.themeName],
      ['罗府发〔2018〕3号', '办法', '综合政务'],
    );
    const now = (await ok(drafter.get(`/api/releases/${id}`))).body;
    assert.deepEqual([now.number, now.filed.issuer, now.filed.themeName], ['', '县住建局', '城乡建设、环境保护']);
    assert.equal(now.index, null);
    const tried = { title: '听证会的通告', body: '<p>一</p>', catalogue: { genre: '公告' } };
    assert.equal((await ok(drafter.post('/api/preview', tried))).body.filed.genre, '公告');
    const { themes, disclosures } = (await ok(drafter.get('/api/catalogue'))).body;
    assert.ok(themes.some((one: Record<string, string>) => one.id === 'construction'));
    assert.deepEqual(disclosures, ['主动公开', '依申请公开', '不予公开']);
  });

  it('tells the index number that the site has given', async () => {
    const { id } = await publish(office, aDraft({ title: '有索引号的公告' }));
    await office.settle();
    const { index } = (await ok(office.staff.drafter.get(`/api/releases/${id}`))).body;
    assert.match(index, /^000000000\/2018-\d{5}$/);
    const page = await (await fetch(`${office.url}/p/${id}.html`)).text();
    assert.equal(page.includes(index), false, 'a column that is no catalogue shows none');
  });

  it('takes comments at a place of the text, which are settled and opened again', async () => {
    const { id, revision } = await draft();
    const path = `/api/releases/${id}/comments`;
    const said = (await ok(office.staff.reviewer.post(path, { revision, text: '时间请核对', quote: '每日开放至21时' })))
      .body;
    const settled = (await ok(office.staff.drafter.patch(`${path}/${said.id}`, { settled: true }))).body;
    assert.notEqual(settled.settled, null);
    await ok(office.staff.drafter.patch(`${path}/${said.id}`, { settled: false }));
    const { items } = (await ok(office.staff.drafter.get(path))).body;
    assert.deepEqual([items.length, items[0].quote, items[0].settled], [1, '每日开放至21时', null]);
    assert.equal((await office.staff.responder.post(path, { revision, text: '无权' })).status, 403);
  });

  it('shows how a text not yet saved will look everywhere, and what is wrong with it', async () => {
    const body = '<p>截止目前，扫黑险恶专项斗争已开展。身份证 11010519491231002X</p>';
    const shown = (await ok(office.staff.drafter.post('/api/preview', { title: '', body, column: 'notices' }))).body;
    assert.equal(shown.pieces.length, 3);
    const website = shown.pieces.find(({ account }: { account: string }) => account === 'website');
    assert.equal(website.fits, false);
    assert.match(JSON.stringify(shown.warnings), /扫黑除恶.*截至目前|截至目前.*扫黑除恶/);
    assert.match(JSON.stringify(shown.warnings), /身份证号/);
    assert.doesNotMatch(JSON.stringify(shown.warnings), /11010519491231002X/);
    assert.equal((await office.staff.reviewer.post('/api/preview', { title: 'x', body })).status, 403);
  });

  it('takes no right word for a wrong one that stands inside it', async () => {
    const body = '<p>以经济建设为中心，国务委员出席。</p>';
    const shown = (await ok(office.staff.drafter.post('/api/preview', { title: '标题', body }))).body;
    assert.doesNotMatch(JSON.stringify(shown.warnings), /疑似有误/);
  });

  it('reads a Word file into title, text, table and picture, and refuses what is none', async () => {
    const send = (bytes: Uint8Array) =>
      office.staff.drafter.post('/api/documents/read', bytes, { 'content-type': 'application/octet-stream' });
    const { title, body } = (await ok(send(aDocx()))).body;
    assert.equal(title, '关于举办春节灯会的通告');
    assert.match(body, /<h2>.*时间.*<\/h2>/);
    assert.match(body, /<table>[\s\S]*南门广场[\s\S]*<\/table>/);
    assert.match(body, /<img[^>]*src="data:image\/png;base64,/);
    assert.doesNotMatch(body, /关于举办春节灯会的通告/);
    const saved = await ok(office.staff.drafter.post('/api/releases', { title, body, column: 'notices' }));
    assert.match(saved.body.body, /<img[^>]* src="\/media\/[0-9a-f]{64}\.png"/);
    assert.equal((await send(new TextEncoder().encode('{\\rtf1}'))).status, 422);
    assert.equal((await send(zipSync({ 'a.txt': strToU8('x') }))).status, 422);
  });

  it('takes attachments by what they are, and shows them on the page', async () => {
    const send = (name: string, bytes: Uint8Array) =>
      office.staff.drafter.post(`/api/attachments?name=${encodeURIComponent(name)}`, bytes, {
        'content-type': 'application/octet-stream',
      });
    const pdf = (await ok(send('申请表.exe', new TextEncoder().encode('%PDF-1.7\n%…')))).body;
    assert.match(pdf.media, /^[0-9a-f]{64}\.pdf$/);
    assert.equal(pdf.name, '申请表.pdf');
    const macro = zipSync({ 'word/document.xml': strToU8('<x/>'), 'word/vbaProject.bin': strToU8('x') });
    assert.match((await send('表.docx', macro)).body.detail, /宏/);
    assert.equal((await send('a.zip', zipSync({ 'run.exe': strToU8('MZ') }))).status, 422);
    assert.equal((await send('a.pdf', strToU8('MZ…'))).status, 422);
    const { media, name } = pdf;
    const released = await publish(office, aDraft({ attachments: [{ media, name }] }));
    await office.settle();
    const page = await (await fetch(`${office.url}/p/${released.id}.html`)).text();
    assert.match(page, /download>申请表.pdf<\/a>（PDF，13 字节）/);
    const named = `/p/${released.id}/${media.slice(0, 8)}/${encodeURIComponent('申请表.pdf')}`;
    assert.ok(page.includes(`href="${named}"`), page);
    const saved = `attachment; filename="attachment.pdf"; filename*=UTF-8''${encodeURIComponent('申请表.pdf')}`;
    for (const [path, disposition] of [
      [named, saved],
      [`/media/${media}`, 'attachment'],
    ]) {
      const file = await fetch(office.url + path);
      assert.deepEqual(
        [file.headers.get('content-type'), file.headers.get('content-disposition')],
        ['application/pdf', disposition],
      );
    }
    const missing = `${'0'.repeat(64)}.pdf`;
    const refused = await office.staff.drafter.post(
      '/api/releases',
      aDraft({ attachments: [{ media: missing, name: 'x.pdf' }] }),
    );
    assert.equal(refused.body.fields[0].field, 'attachments.0');
  });

  it('says what a correction and a withdrawal will do on each account before either is done', async () => {
    const { id } = await publish(office, aDraft({ title: '将被更正的公告' }));
    await office.settle();
    const look = async (act: string) =>
      (await ok(office.staff.drafter.get(`/api/releases/${id}/outlook?act=${act}`))).body.items.map(
        ({ account, action }: Record<string, string>) => `${account} ${action}`,
      );
    assert.deepEqual(await look('publish'), ['website revise', 'wechat publish', 'wechat withdraw', 'weibo publish']);
    assert.deepEqual((await look('withdraw')).sort(), ['website withdraw', 'wechat withdraw', 'weibo withdraw']);
  });

  it('names the documents that still want their interpretation, and until when', async () => {
    const document = await publish(office, aDraft({ title: '扶贫资金管理办法', column: 'documents' }));
    const missing = async () => (await ok(office.staff.drafter.get('/api/interpretations/missing'))).body.items;
    const [first] = await missing();
    assert.equal(first.release, document.id);
    // Tuesday 3 July 2018: three working days end on Friday
    assert.equal(first.dueAt, '2018-07-06T15:59:59.999Z');
    const interpretation = {
      kind: 'interpretation',
      column: 'interpretations',
      interprets: document.id,
      title: '办法解读',
    };
    const { id, revision } = await draft(interpretation);
    assert.equal((await missing())[0].draft.id, id);
    await approve(office, id, revision);
    assert.deepEqual(await missing(), []);
  });

  it('lists by words of the title, column, kind, drafter and planned time', async () => {
    const publishAt = '2018-07-20T01:00:00.000Z';
    await draft({ title: '（试行）a.b', publishAt });
    const titles = async (query: string) =>
      (await ok(office.staff.drafter.get(`/api/releases?${query}`))).body.items.map(
        ({ title }: { title: string }) => title,
      );
    assert.deepEqual(await titles(`title=${encodeURIComponent('试行）a.b')}`), ['（试行）a.b']);
    assert.deepEqual(await titles(`title=${encodeURIComponent('a?b')}`), []);
    assert.deepEqual(await titles(`from=2018-07-20T00:00:00%2B08:00&to=2018-07-21T00:00:00%2B08:00`), ['（试行）a.b']);
    assert.ok((await titles('by=me&column=interpretations')).includes('办法解读'));
    assert.ok(!(await titles('kind=announcement')).includes('办法解读'));
  });
});
