import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('from a number to its proof', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2022-02-08T09:00:00+08:00') });
    await publish(office);
    await office.settle();
  });
  after(() => office.close());

  const get = async (path: string): Promise<Body> => (await ok(office.staff.approver.get(path))).body;
  const linesOf = async (figure: string, period: string, as = 'now'): Promise<Body[]> =>
    (await get(`/api/statistics/${encodeURIComponent(figure)}/lines?period=${period}&as=${as}`)).lines;

  it('a post leads to its delivery, its release and the post itself', async () => {
    const [line] = await linesOf('posts:weibo', '2022');
    assert.equal((await get(line.href)).id, line.subject);
    const titles = line.links.map(({ title }: Body) => title);
    assert.deepEqual(titles, ['投递', '发布件', '平台上的原文']);
    assert.equal((await get(line.links[1].href)).id, line.facts.release);
  });

  it('an entry leads to its record and to the file that shows it', async () => {
    const { administrator, drafter, approver } = office.staff;
    const entry = { kind: 'meeting', on: '2022-01-20', title: '公开工作会议', proof: '会议纪要第 3 期' };
    assert.equal((await administrator.post('/api/entries', { ...entry, proofFiles: ['none.png'] })).status, 422);
    const headers = { 'content-type': 'image/png' };
    const { id } = (await ok(approver.post('/api/proofs', PNG, headers))).body;
    const made = (await ok(approver.post('/api/entries', { ...entry, proofFiles: [id] }))).body;
    const [line] = await linesOf('entries:meeting', '2022-01');
    assert.deepEqual((await get(line.href)).id, made.id);
    const [, file] = line.links;
    assert.deepEqual([file.title, file.href], ['依据文件', `/api/proofs/${id}`]);
    assert.equal((await approver.get(file.href)).status, 200);
    assert.equal((await drafter.get(file.href)).status, 403);
  });

  it('what is carried over leads to the lines of earlier years', async () => {
    const asked = { kind: 'request-letter', on: '2021-12-30', chosen: { applicant: 'person' } };
    await ok(office.staff.approver.post('/api/entries', { ...asked, title: '申请', proof: '登记簿 2021-90' }));
    const filled = await get('/api/statistics/tables/annual-2021?period=2022');
    const carried = filled.rows.find(({ no }: Body) => no === '三.二').cells[0];
    assert.deepEqual([carried.value, carried.upTo], [1, 'start']);
    const lines = await linesOf('requests-from:person', '2022', 'before');
    assert.deepEqual(
      lines.map(({ on }) => on),
      ['2021-12-30'],
    );
  });

  it('a closed year shows in its tables what has moved since', async () => {
    const { approver } = office.staff;
    await ok(approver.post('/api/statistics/close', { period: '2021' }));
    const table = () => get('/api/statistics/tables/annual-2021?period=2021');
    assert.deepEqual((await table()).restated, []);
    const late = { kind: 'request-fax', on: '2021-11-01', chosen: { applicant: 'legal' } };
    await ok(approver.post('/api/entries', { ...late, title: '漏登的申请', proof: '登记簿 2021-91' }));
    const { restated, closing } = await table();
    assert.deepEqual(
      restated.map(({ no, closed, now }: Body) => [no, closed, now]),
      [
        ['三.一.legal', 0, 1],
        ['三.一.total', 1, 2],
        ['三.四.legal', 0, 1],
        ['三.四.total', 1, 2],
      ],
    );
    assert.match(closing, /结账后有变动（结账时→现在）：三\.一\.legal行 0→1/);
    const csv = await ok(approver.get('/api/statistics/tables/website-yearly?period=2021&format=csv'));
    assert.match(String(csv.body), /政府网站工作年度报表/);
  });

  it('every table comes in every format, each with the sentence that says how it counts', async () => {
    for (const [id, period] of [
      ['website-yearly', '2021'],
      ['annual-2021', '2021'],
      ['annual-2019', '2019'],
      ['monthly', '2021-12'],
    ]) {
      for (const format of ['json', 'csv', 'xlsx', 'docx', 'html']) {
        const path = `/api/statistics/tables/${id}?period=${period}&format=${format}`;
        const answer = await ok(office.staff.drafter.get(path));
        if (format === 'json') assert.match(answer.body.rule, /计数规则/);
        if (format === 'html') assert.match(String(answer.body), /各数由台账记录按每行所列的计数规则计出/, path);
      }
    }
    const { figures } = await get('/api/statistics/months?year=2021');
    for (const { id, counting } of figures) assert.ok(counting.length > 0, id);
  });

  it('every address of a line is one that the service answers', async () => {
    const { paths } = await get('/api/openapi.json');
    const known = Object.keys(paths).filter((path) => paths[path].get);
    const { items } = await get('/api/ledger?limit=500');
    const places = new Set<string>(items.flatMap(({ links }: Body) => links.map(({ href }: Body) => String(href))));
    const unknown = [...places]
      .filter((href) => href.startsWith('/'))
      .map((href) => href.split('?')[0] ?? '')
      .filter((path) => !known.some((one) => new RegExp(`^${one.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)));
    assert.deepEqual(unknown, []);
    assert.ok(places.size > 5);
  });
});
