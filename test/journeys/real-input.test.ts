/** The county's own report and 4,326 real messages. Read where they lie; nothing of them is kept in this project. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { Body } from '../support/api.ts';
import { aPicture } from '../support/channel-tools.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const REPORT = new URL('luodian-2018-report.txt', DATA);
const MESSAGES = new URL('citizen-messages.ndjson', DATA);

interface Message {
  readonly id: string;
  readonly user: string;
  readonly title: string;
  readonly at: string;
  readonly text: string;
}

/** Skips loudly where the real input is not at hand. */
function needs(this: Mocha.Context, file: URL): void {
  if (existsSync(file)) return;
  console.warn(`      real input missing, skipped: ${file.pathname}`);
  this.skip();
}

describe('real input', () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ start: new Date('2019-03-31T09:00:00+08:00') });
  });
  after(() => office.close());

  it('the 2018 report reaches every channel in its proper shape', async function () {
    needs.call(this, REPORT);
    const lines = readFileSync(REPORT, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const picture = Buffer.from(aPicture({ width: 600, height: 400 }).bytes).toString('base64');
    const paragraphs = lines.map((line) => `<p>${line.trim()}</p>`);
    paragraphs.splice(3, 0, `<figure><img src="data:image/png;base64,${picture}" alt="工作情况图"></figure>`);
    const title = '罗甸县2018年政府信息公开工作年度报告';
    const column = 'annual-reports';
    const release = await publish(office, {
      title,
      kind: 'announcement',
      column,
      source: '罗甸县人民政府办公室',
      body: paragraphs.join('\n'),
    });
    await office.settle();
    const deliveries: Body[] = (await ok(office.staff.approver.get(`/api/releases/${release.id}`))).body.deliveries;
    assert.deepEqual(
      deliveries.map(({ state }) => state),
      ['done', 'done', 'done'],
      JSON.stringify(deliveries),
    );
    const textOf = async (account: string) => {
      const { url } = deliveries.find((one) => one.account === account);
      const answer = await fetch(url);
      assert.equal(answer.status, 200, url);
      return await answer.text();
    };
    const site = await textOf('website');
    for (const line of lines.slice(0, 3))
      assert.ok(site.includes(line.trim().slice(0, 40)), 'the page carries the text');
    assert.match(site, /<img [^>]*src="\/media\/[0-9a-f]{64}\.png"/);
    const article = await textOf('wechat');
    const foreign = [...article.matchAll(/<img [^>]*src="([^"]+)"/g)].map(([, src]) => src ?? '');
    assert.ok(foreign.length > 0, 'the article carries the picture');
    for (const src of foreign) assert.equal(src.includes('/media/'), false, `foreign image ${src}`);
    const weibo = office.fakes.weibo.posts().at(-1);
    assert.equal(weibo?.links, `${office.url}/p/${release.id}.html`);
    const { countText } = office.service.app.channels.get('weibo').limits;
    const sent = (await ok(office.staff.approver.get(`/api/deliveries/${release.id}:1:weibo:publish`))).body;
    assert.ok(countText(sent.order.piece.preview.text) <= 140);
  });

  it('4,326 messages are all taken, a second time none, and sorted into topics that list them', async function () {
    needs.call(this, MESSAGES);
    this.timeout(120_000);
    const messages = readFileSync(MESSAGES, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Message);
    office.clock.set(new Date('2020-02-01T09:00:00+08:00'));
    const body = messages.map(toLine).join('\n');
    const first = await importNdjson(body);
    assert.deepEqual([first.taken, first.repeated], [4326, 0]);
    const second = await importNdjson(body);
    assert.deepEqual([second.taken, second.repeated], [0, 4326]);
    await office.service.app.idle();
    const seen = new Set<string>();
    for (let cursor = ''; ; ) {
      const { items, next } = (await ok(office.staff.responder.get(`/api/topics?state=all&limit=200${cursor}`))).body;
      for (const topic of items) seen.add(topic.id);
      if (!next) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    const unsorted = await office.service.app.db.collection('signals').countDocuments({ topic: null, sorted: false });
    assert.equal(unsorted, 0);
    const counts = await office.service.app.db
      .collection('signals')
      .aggregate<{ _id: string; n: number }>([{ $group: { _id: '$topic', n: { $sum: 1 } } }])
      .toArray();
    for (const { _id } of counts) if (_id !== null) assert.ok(seen.has(_id), `topic ${_id} is listed`);
    const largest = counts.filter(({ _id }) => _id !== null).sort((a, b) => b.n - a.n)[0];
    const topic = (await ok(office.staff.responder.get(`/api/topics/${largest?._id}`))).body;
    // What was joined to it by itself is its own as well.
    assert.ok(topic.signals.total >= Number(largest?.n));
  });

  it('an answer to one is counted in the month it was given and named by its line', async function () {
    needs.call(this, MESSAGES);
    const { items } = (await ok(office.staff.responder.get('/api/topics?limit=1'))).body;
    const [topic] = items;
    const reply = {
      text: '您反映的问题已转交有关部门核实，处理结果将及时告知。',
      means: 'phone',
      proof: '电话记录 2020-17',
      givenAt: '2020-01-20T10:00:00+08:00',
    };
    const logged = (await ok(office.staff.responder.post(`/api/topics/${topic.id}/replies`, reply))).body;
    const figuresOf = async (period: string) => {
      const { figures } = (await ok(office.staff.approver.get(`/api/statistics?period=${period}`))).body;
      return new Map<string, number>(figures.map(({ id, value }: Body) => [id, value]));
    };
    assert.equal((await figuresOf('2020-01')).get('replies'), 1);
    assert.equal((await figuresOf('2020-01')).get('topics'), 1);
    assert.equal((await figuresOf('2020-02')).get('replies'), 0);
    const { lines } = (await ok(office.staff.approver.get('/api/statistics/replies/lines?period=2020-01'))).body;
    assert.deepEqual(
      lines.map(({ what, facts }: Body) => [what, facts.topic]),
      [['reply.logged', topic.id]],
    );
    assert.equal(lines[0].subject, logged.id);
  });

  const toLine = ({ id, user, title, at, text }: Message) =>
    JSON.stringify({ account: 'message-board', ref: id, kind: 'message', author: user, title, text, writtenAt: at });

  async function importNdjson(body: string): Promise<Body> {
    const headers = { 'content-type': 'application/x-ndjson' };
    return (await ok(office.staff.responder.send({ method: 'POST', path: '/api/signals/import', body, headers }))).body;
  }
});
