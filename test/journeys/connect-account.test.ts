/** An account is connected on the platform's own page, and what waited for it goes out. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WeiboFake } from '../../channels/weibo/fake.ts';
import { warnOfEnds } from '../../src/channel/warn-of-ends.ts';
import { days, hours, minutes } from '../../src/clock.ts';
import type { Answer, Body, Client } from '../support/api.ts';
import { type Office, openOffice } from './open-office.ts';
import { ok, publish } from './publish.ts';

const PASSWORD = 'an-administrator-has-one';

describe('connecting an account', () => {
  let office: Office;
  let weibo: WeiboFake;
  beforeEach(async () => {
    office = await openOffice();
    weibo = office.fakes.weibo as WeiboFake;
  });
  afterEach(() => office.close());

  const administrator = () => office.staff.administrator;

  /** The owner of the account clicks on the platform's page; where the platform sends the browser. */
  async function agree(page: string, answer: 'yes' | 'no' = 'yes'): Promise<string> {
    const shown = await fetch(page);
    const html = await shown.text();
    assert.match(html, /授权/);
    const form = new URLSearchParams({ answer });
    for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)) {
      form.append(name, value);
    }
    const sent = await fetch(`${weibo.url}/oauth2/authorize`, { method: 'POST', body: form, redirect: 'manual' });
    assert.equal(sent.status, 302);
    const back = new URL(sent.headers.get('location') ?? '');
    assert.equal(back.origin, office.url);
    return back.pathname + back.search;
  }

  async function leave(client: Client = administrator()): Promise<string> {
    const { status, body } = await client.post('/api/accounts/weibo/connect');
    assert.equal(status, 201, JSON.stringify(body));
    return body.url;
  }

  const lines = async (what: string): Promise<Body[]> => {
    const { items } = (await ok(office.staff.approver.get('/api/ledger?subject=weibo'))).body;
    return items.filter((line: Body) => line.what === what);
  };
  const account = async (): Promise<Body> =>
    (await ok(office.staff.approver.get('/api/accounts'))).body.items.find(({ id }: Body) => id === 'weibo');
  const deliveries = async (): Promise<Body[]> =>
    (await ok(administrator().get('/api/deliveries?account=weibo'))).body.items;

  function refusedWith({ status, body }: Answer, wanted: number, words: RegExp): void {
    assert.equal(status, wanted, JSON.stringify(body));
    assert.match(JSON.stringify(body), words);
  }

  it('lets what waited for it go out at once, and says how long it lasts', async () => {
    weibo.setTokenLife(0);
    await publish(office);
    await office.service.app.idle();
    const [waiting] = await deliveries();
    assert.deepEqual([waiting?.state, waiting?.failure, weibo.posts().length], ['waiting', 'locked-out', 0]);
    const left = await administrator().get('/connect/weibo');
    assert.equal(left.status, 303);
    const page = await administrator().get(await agree(left.headers.get('location') ?? ''));
    assert.equal(page.status, 200);
    assert.match(page.body, /有效期至 2026-04-01 09:0\d（30 天）/);
    assert.match(page.body, /等待的 1 件投递已恢复/);
    await office.service.app.idle();
    assert.equal((await deliveries())[0]?.state, 'done');
    assert.equal(weibo.posts().length, 1);
    const [line] = await lines('account.connected');
    assert.deepEqual([line?.by, line?.facts.endsAt.slice(0, 10)], [await ownId(), '2026-04-01']);
  });

  it('completes although a browser holds the cookie back on the way from another site', async () => {
    const back = await agree(await leave());
    const stranger = await administrator().browser().get(back);
    assert.equal(stranger.status, 200);
    const [, next = ''] = /content="0;url=([^"]+)"/.exec(stranger.body) ?? [];
    const path = next.replaceAll('&amp;', '&');
    refusedWith(await administrator().browser().get(path), 401, /重新登录/);
    assert.equal((await administrator().get(path)).status, 200);
  });

  it('refuses a state that is wrong, used, over, or of another session or account', async () => {
    const back = await agree(await leave());
    const other = new URL(back, office.url);
    other.searchParams.set('state', 'x'.repeat(43));
    refusedWith(await administrator().get(other.pathname + other.search), 403, /不是由您当前的登录发起的/);
    refusedWith(await administrator().get(`/connect/weibo/back?code=1`), 403, /不是由您当前的登录发起的/);
    refusedWith(await (await secondAdministrator()).get(back), 403, /不是由您当前的登录发起的/);
    refusedWith(await administrator().get(back.replace('/weibo/', '/wechat/')), 409, /不能在此连接/);
    assert.equal((await administrator().get(back)).status, 200);
    refusedWith(await administrator().get(back), 409, /已经用过/);
    const late = await agree(await leave());
    office.clock.pass(minutes(11));
    refusedWith(await administrator().get(late), 409, /超过 10 分钟/);
    assert.equal((await lines('account.connected')).length, 1);
  });

  it('keeps nothing when the person does not agree, agrees for another account, or the code is no good', async () => {
    refusedWith(await administrator().get(await agree(await leave(), 'no')), 409, /取消/);
    weibo.logInAs('1234567890');
    refusedWith(await administrator().get(await agree(await leave())), 409, /不是本账号/);
    const back = new URL(await agree(await leave()), office.url);
    back.searchParams.set('code', 'made-up');
    refusedWith(await administrator().get(back.pathname + back.search), 409, /授权码无效/);
    assert.deepEqual(await lines('account.connected'), []);
    assert.equal(await office.service.app.db.collection('secrets').countDocuments({ _id: 'weibo:authorisation' }), 0);
  });

  it('is for administrators in a session, and for accounts that can be connected', async () => {
    const { approver } = office.staff;
    assert.equal((await approver.post('/api/accounts/weibo/connect')).body.code, 'no-right');
    assert.equal((await administrator().post('/api/accounts/nothing/connect')).body.code, 'not-found');
    assert.equal((await administrator().post('/api/accounts/website/connect')).body.code, 'wrong-state');
    const { token } = (await administrator().post('/api/tokens', { name: 'x', roles: ['administrator'] })).body;
    refusedWith(await administrator().as(token).post('/api/accounts/weibo/connect'), 403, /访问令牌不能/);
  });

  it('keeps several accounts of one kind apart', async () => {
    await office.close();
    const folder = await mkdtemp(join(tmpdir(), 'sanwei-accounts-'));
    const entry = (id: string, kind: string) => ({ id, kind, name: id, prefix: id.toUpperCase() });
    const accounts = [
      { ...entry('website', 'website'), canonical: true },
      entry('weibo', 'weibo'),
      entry('second', 'weibo'),
    ];
    await writeFile(join(folder, 'accounts.json'), JSON.stringify(accounts));
    const env = ({ weibo: { settings } }: Office['fakes']) => ({
      SANWEI_ACCOUNTS: join(folder, 'accounts.json'),
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`SECOND_${name}`, value])),
      ...{ SECOND_UID: '1234567890', SECOND_ACCESS_TOKEN: '' },
    });
    office = await openOffice({ env });
    weibo = office.fakes.weibo as WeiboFake;
    weibo.logInAs('1234567890');
    const { url } = (await ok(administrator().post('/api/accounts/second/connect'))).body;
    const back = await agree(url);
    refusedWith(await administrator().get(back.replace('/second/', '/weibo/')), 403, /不是由您当前的登录发起的/);
    assert.match((await administrator().get(back)).body, /“second”已取得授权/);
    const shown = (await ok(office.staff.approver.get('/api/accounts'))).body.items;
    const ends = shown.map(({ id, authorisation }: Body) => [id, authorisation.endsAt !== null]);
    assert.deepEqual(Object.fromEntries(ends), { website: false, weibo: false, second: true });
    await rm(folder, { recursive: true });
  });

  it('shows the application’s secret nowhere, nor the token', async () => {
    const page = await leave();
    const done = await administrator().get(await agree(page));
    const stored = await office.service.app.db.collection('connections').find({}).toArray();
    const told = [page, done.body, JSON.stringify(stored), JSON.stringify(await account())].join('\n');
    for (const secret of [weibo.settings.APPSECRET, weibo.settings.ACCESS_TOKEN]) {
      assert.ok(secret && !told.includes(secret), secret);
    }
    assert.ok(!JSON.stringify(stored).includes(new URL(page).searchParams.get('state') ?? ''));
  });

  it('is asked for 7, 3 and 1 days before the end, once each, until it is done', async () => {
    const second = await secondAdministrator();
    await administrator().get(await agree(await leave()));
    const warned = async () => (await lines('account.ends-soon')).map(({ facts }) => facts.days);
    const end = new Date((await account()).authorisation.endsAt);
    const steps: readonly (readonly [number, readonly number[]])[] = [
      [days(7) + minutes(1), []],
      [days(7), [7]],
      [days(5), [7]],
      [days(3), [7, 3]],
      [days(1), [7, 3, 1]],
      [hours(1), [7, 3, 1]],
    ];
    for (const [before, expected] of steps) {
      office.clock.set(new Date(end.getTime() - before));
      for (let times = 0; times < 2; times++) await warnOfEnds(office.service.app, office.clock.now());
      assert.deepEqual(await warned(), expected, `${before / hours(1)} hours before`);
    }
    const { authorisation } = await account();
    assert.match(authorisation.warning, /到期后不能发布和回复/);
    assert.equal(authorisation.daysLeft, 0);
    const metrics = await (await fetch(`${office.url}/metrics`)).text();
    const gauge = `sanwei_account_authorisation_ends_timestamp_seconds{account="weibo"} ${end.getTime() / 1000}`;
    assert.ok(metrics.includes(gauge), metrics.match(/.*authorisation_ends.*/g)?.join('\n'));
    const again = await second.login('second', PASSWORD);
    await again.get(await agree(await leave(again)));
    assert.equal((await account()).authorisation.warning, null);
    assert.deepEqual(await warned(), [7, 3, 1]);
  });

  async function secondAdministrator(): Promise<Client> {
    const name = 'second';
    const person = { name, displayName: name, roles: ['administrator'], password: PASSWORD, mustChangePassword: false };
    await ok(administrator().post('/api/staff', person));
    return await administrator().login(name, PASSWORD);
  }

  async function ownId(): Promise<string> {
    return (await ok(administrator().get('/api/session'))).body.person.id;
  }
});
