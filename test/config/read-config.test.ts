import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { ConfigProblems, readConfig } from '../../config/read-config.ts';
import { temporaryFolder } from '../store/embedded/temporary-folder.ts';

const SECRET = 'S3CR3T-value-nobody-may-read';
const KEY = 'ab'.repeat(32);

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigProblems, String(error));
    return error.problems;
  }
  return [];
}

describe('readConfig', () => {
  const folder = temporaryFolder();
  function file(name: string, content: string): string {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  }
  const accountsFile = (...accounts: readonly object[]) => file('accounts.json', JSON.stringify(accounts));
  const website = { id: 'website', kind: 'website', name: '县政府网站', prefix: 'WEBSITE', canonical: true };
  const weibo = { id: 'weibo-main', kind: 'weibo', name: '县政府办', prefix: 'WEIBO_MAIN' };

  it('needs nothing: a rehearsal on this machine with a store of its own', () => {
    const config = readConfig({});
    const { storeUrl, host, port, siteUrl, logLevel, key, leaseMs, pullCron, proxies, rehearsal } = config;
    assert.deepEqual(
      { storeUrl, host, port, siteUrl, logLevel, key, leaseMs, pullCron, proxies, rehearsal },
      {
        storeUrl: 'file:./data/sanwei.db',
        host: '127.0.0.1',
        port: 4300,
        siteUrl: 'http://127.0.0.1:4300',
        logLevel: 'warn',
        key: null,
        leaseMs: 30_000,
        pullCron: '*/30 * * * *',
        proxies: 0,
        rehearsal: true,
      },
    );
    assert.equal(config.accounts.filter(({ canonical }) => canonical).length, 1);
    assert.ok(config.site.organiser.length > 0);
  });

  it('watches by itself, and takes how often and how far back', () => {
    const { watch, metricsToken } = readConfig({});
    const daily = { graceMs: 300_000, days: 7, deliveriesCron: '* * * * *', ledgerCron: '17 * * * *' };
    assert.deepEqual([watch, metricsToken], [daily, null]);
    const told = readConfig({ SANWEI_WATCH_DAYS: '30', SANWEI_METRICS_TOKEN: SECRET });
    assert.deepEqual([told.watch.days, told.metricsToken], [30, SECRET]);
    const wrong = {
      SANWEI_WATCH_LEDGER_CRON: 'hourly',
      SANWEI_METRICS_TOKEN: 'too short',
      SANWEI_WATCH_GRACE_MINUTES: '0',
    };
    const problems = problemsOf(wrong).map((problem) => problem.split('：')[0]);
    assert.deepEqual(problems.sort(), Object.keys(wrong).sort());
  });

  it('reads hot lists and figures by themselves, and takes how often', () => {
    const { hot, figuresCron } = readConfig({});
    assert.deepEqual([hot, figuresCron], [{ cron: '*/10 * * * *', stillMs: 10_800_000, days: 30 }, '30 8,14 * * *']);
    const told = readConfig({ SANWEI_HOT_STILL_MINUTES: '30', SANWEI_HOT_CRON: '*/2 * * * *', SANWEI_HOT_DAYS: '60' });
    assert.deepEqual(told.hot, { cron: '*/2 * * * *', stillMs: 1_800_000, days: 60 });
    const wrong = {
      SANWEI_HOT_CRON: 'often',
      SANWEI_HOT_STILL_MINUTES: '0',
      SANWEI_HOT_DAYS: '0',
      SANWEI_FIGURES_CRON: 'daily',
    };
    const problems = problemsOf(wrong).map((problem) => problem.split('：')[0]);
    assert.deepEqual(problems.sort(), Object.keys(wrong).sort());
  });

  it('takes what is told', () => {
    const config = readConfig({
      SANWEI_STORE: 'mongodb://db.internal/sanwei',
      SANWEI_HOST: '0.0.0.0',
      SANWEI_PORT: '8080',
      SANWEI_SITE_URL: 'https://www.luodian.example/',
      SANWEI_KEY: KEY,
      SANWEI_LEASE_SECONDS: '60',
      SANWEI_PROXIES: '1',
    });
    const { host, port, siteUrl, key, leaseMs, proxies } = config;
    assert.deepEqual(
      { host, port, siteUrl, leaseMs, proxies },
      {
        host: '0.0.0.0',
        port: 8080,
        siteUrl: 'https://www.luodian.example',
        leaseMs: 60_000,
        proxies: 1,
      },
    );
    assert.equal(key?.toString('hex'), KEY);
  });

  it('tells everything that is wrong at once, by name', () => {
    const problems = problemsOf({
      SANWEI_PORT: '99999',
      SANWEI_SITE_URL: 'ftp://example.cn',
      SANWEI_KEY: 'zz',
      SANWEI_LOG_LEVEL: 'loud',
      SANWEI_LEASE_SECONDS: '0',
      SANWEI_PULL_CRON: 'every now and then',
      SANWEI_PROXIES: '-1',
      WEIBO_SECRET_FILE: undefined,
      SANWEI_STORE_FILE: '/no/such/file',
    });
    const names = ['PORT', 'SITE_URL', 'KEY', 'LOG_LEVEL', 'LEASE_SECONDS', 'PULL_CRON', 'PROXIES', 'STORE_FILE'];
    for (const name of names) {
      assert.equal(problems.filter((problem) => problem.startsWith(`SANWEI_${name}：`)).length, 1, name);
    }
    assert.equal(problems.length, names.length);
  });

  it('names a variable that it does not know, which is misspelt as a rule', () => {
    const [problem, ...others] = problemsOf({ SANWEI_PROT: '8080' });
    assert.match(problem ?? '', /^SANWEI_PROT：没有这个变量.*SANWEI_PORT/);
    assert.deepEqual(others, []);
  });

  it('logs every request where accounts are configured', () => {
    assert.equal(readConfig({ WEIBO_UID: '1' }).logLevel, 'info');
  });

  it('tells no value of a variable, since it may be a secret', () => {
    const env: Environment = {
      SANWEI_KEY: SECRET,
      SANWEI_PORT: SECRET,
      SANWEI_SITE_URL: SECRET,
      SANWEI_LOG_LEVEL: SECRET,
      SANWEI_LEASE_SECONDS: SECRET,
      SANWEI_PULL_CRON: SECRET,
      SANWEI_PROXIES: SECRET,
    };
    assert.equal(problemsOf(env).length, Object.keys(env).length);
    assert.throws(
      () => readConfig(env),
      (error: Error) => !`${error.stack}${JSON.stringify(error)}`.includes(SECRET),
    );
  });

  it('asks for a key where several processes share a store', () => {
    assert.match(problemsOf({ SANWEI_STORE: 'mongodb://db.internal/sanwei' }).join(), /^SANWEI_KEY：.*MongoDB/);
  });

  it('reads a secret from the file that NAME_FILE names, without its last line break', () => {
    const { settings, key, rehearsal } = readConfig({
      SANWEI_ACCOUNTS: accountsFile(website, weibo),
      SANWEI_KEY_FILE: file('key', `${KEY}\n`),
      WEIBO_MAIN_SECRET_FILE: file('secret', `${SECRET}\n`),
      UNRELATED_FILE: '/no/such/file',
    });
    assert.equal(key?.toString('hex'), KEY);
    assert.deepEqual(settings.get('weibo-main'), { SECRET });
    assert.equal(rehearsal, false);
  });

  it('names a file it cannot read, not its path', () => {
    const problems = problemsOf({ SANWEI_KEY_FILE: `/run/secrets/${SECRET}` });
    assert.equal(problems.length, 1);
    assert.match(problems.join(), /^SANWEI_KEY_FILE：读不到/);
    assert.ok(!problems.join().includes(SECRET));
  });

  it('gives each account its own variables, without the prefix', () => {
    const other = { ...weibo, id: 'weibo-two', prefix: 'WEIBO_TWO' };
    const { settings, rehearsal } = readConfig({
      SANWEI_ACCOUNTS: accountsFile(website, weibo, other),
      WEIBO_MAIN_APPKEY: 'one',
      WEIBO_TWO_APPKEY: 'two',
      WEIBO_APPKEY: 'nobody’s',
    });
    assert.deepEqual(
      [...settings],
      [
        ['website', {}],
        ['weibo-main', { APPKEY: 'one' }],
        ['weibo-two', { APPKEY: 'two' }],
      ],
    );
    assert.equal(rehearsal, false);
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    const env = { SANWEI_PORT: '', SANWEI_SITE_URL: ' ', SANWEI_KEY: '', WEIBO_MAIN_APPKEY: '', SANWEI_KEY_FILE: '' };
    const { port, siteUrl, key, rehearsal } = readConfig({ ...env, SANWEI_ACCOUNTS: accountsFile(website, weibo) });
    assert.deepEqual(
      { port, siteUrl, key, rehearsal },
      {
        port: 4300,
        siteUrl: 'http://127.0.0.1:4300',
        key: null,
        rehearsal: true,
      },
    );
  });

  describe('of accounts.json', () => {
    const problemsWith = (...accounts: readonly object[]) => problemsOf({ SANWEI_ACCOUNTS: accountsFile(...accounts) });

    it('takes ids, kinds, names and days of use', () => {
      const { accounts } = readConfig({ SANWEI_ACCOUNTS: accountsFile(website, { ...weibo, from: '2018-01-01' }) });
      assert.deepEqual(accounts[1], { ...weibo, from: '2018-01-01', to: null, canonical: false });
    });

    for (const [title, accounts, problem] of [
      ['two accounts with one id', [website, weibo, { ...weibo, prefix: 'OTHER' }], /id 有重复/],
      ['two accounts with one prefix', [website, weibo, { ...weibo, id: 'other' }], /prefix 有重复/],
      ['no canonical account', [weibo], /canonical/],
      ['two canonical accounts', [website, { ...weibo, canonical: true }], /canonical/],
      ['a day that is none', [website, { ...weibo, from: '2018-02-30' }], /YYYY-MM-DD/],
      ['a field nobody knows', [website, { ...weibo, form: '2018-01-01' }], /form/],
      ['an id with capitals', [website, { ...weibo, id: 'Weibo' }], /小写/],
      ['no account at all', [], /accounts\.json/],
    ] as const) {
      it(`refuses ${title}`, () => {
        assert.match(problemsWith(...accounts).join('\n'), problem);
      });
    }

    it('refuses a file that is missing or no JSON', () => {
      assert.match(problemsOf({ SANWEI_ACCOUNTS: join(folder(), 'missing.json') }).join(), /读不到/);
      assert.match(problemsOf({ SANWEI_ACCOUNTS: file('broken.json', '[{') }).join(), /JSON/);
    });
  });
});
