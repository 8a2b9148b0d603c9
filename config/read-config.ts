/**
 * Everything that differs between two installations, read once at start: the only file that reads the environment. All
 * problems are reported at once, by the name of the variable and without its value.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { validate } from 'node-cron';
import { z } from 'zod';
import type { Account } from '../src/channel/kind.ts';
import { minutes, seconds } from '../src/clock.ts';
import { readSiteConfig, type SiteConfig } from '../src/site/site-config.ts';
import { type Environment, settingsOf, withFiles, withoutEmpty } from './environment.ts';
import { readAccounts } from './read-accounts.ts';

export interface Config {
  /** mongodb://… or file:…; the default is ./data/sanwei.db. */
  readonly storeUrl: string;
  readonly host: string;
  readonly port: number;
  /** Address under which the public reaches the site, without a trailing slash. */
  readonly siteUrl: string;
  readonly logLevel: string;
  /** 32 bytes that encrypt stored secrets; null for a key file of our own beside the embedded store. */
  readonly key: Buffer | null;
  readonly leaseMs: number;
  /** When comments are fetched: cron, Asia/Shanghai. */
  readonly pullCron: string;
  readonly hot: HotSources;
  /** When platforms are asked what they counted: cron, Asia/Shanghai. */
  readonly figuresCron: string;
  /** How long citizens' contact data is kept, in days from when it reached us. */
  readonly contactDays: number;
  /** Proxies of ours in front, which add to X-Forwarded-For. */
  readonly proxies: number;
  readonly watch: Watch;
  /** Folder of calendar/, deadlines.json and what else the response desk goes by. */
  readonly rules: string;
  /** What a collector of /metrics shows; null admits this machine and private networks instead. */
  readonly metricsToken: string | null;
  readonly accounts: readonly Account[];
  /** Variables of each account without its prefix, by account id; secrets among them. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Who runs the site: config/site.json. */
  readonly site: SiteConfig;
  /** No account has any variable: platforms are played back on local ports. */
  readonly rehearsal: boolean;
}

/** How the monitors watch. */
export interface Watch {
  /** How long after its time something may still be on its way. */
  readonly graceMs: number;
  /** How many days back ledger and records are compared by themselves. */
  readonly days: number;
  /** When: cron, Asia/Shanghai. */
  readonly deliveriesCron: string;
  readonly ledgerCron: string;
}

/** How hot lists are read. */
export interface HotSources {
  /** When: cron, Asia/Shanghai. */
  readonly cron: string;
  /** How long a list may stand without any change before its source counts as standing still. */
  readonly stillMs: number;
  /** How long an entry that belongs to no topic is kept, in days from when it was first seen. */
  readonly days: number;
}

/** All that is wrong with the configuration, one sentence each. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`配置有 ${problems.length} 处问题：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigProblems';
    this.problems = problems;
  }
}

const ACCOUNTS = fileURLToPath(new URL('accounts.json', import.meta.url));

const SITE = fileURLToPath(new URL('site.json', import.meta.url));

const RULES = fileURLToPath(new URL('.', import.meta.url));

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function whole(least: number, most: number) {
  const error = `应为 ${least} 到 ${most} 的整数`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

const cron = z.string().refine((text) => validate(text), '应为 cron 表达式，例如 */30 * * * *');

const variables = z.object({
  SANWEI_STORE: z.string().default('file:./data/sanwei.db'),
  SANWEI_HOST: z.string().default('127.0.0.1'),
  SANWEI_PORT: whole(0, 65_535).default(4300),
  SANWEI_SITE_URL: z.url({ protocol: /^https?$/, error: '应为完整网址，例如 https://www.example.gov.cn' }).optional(),
  SANWEI_LOG_LEVEL: z.enum(LEVELS, { error: `应为 ${LEVELS.join('、')} 之一` }).optional(),
  SANWEI_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, '应为 64 位十六进制')
    .optional(),
  /** How long a call to a platform may be silent before it counts as lost. */
  SANWEI_LEASE_SECONDS: whole(1, 600).default(30),
  /** Weibo allows 100 calls a day (open.weibo.com, Rate-limiting), WeChat counts too: every half hour leaves room. */
  SANWEI_PULL_CRON: cron.default('*/30 * * * *'),
  /** newsnow asks its own sources every 2 to 10 minutes, DailyHotApi every minute: more often shows little that is new. */
  SANWEI_HOT_CRON: cron.default('*/10 * * * *'),
  /** newsnow may answer out of its cache for half an hour; three hours without any change are none of these. */
  SANWEI_HOT_STILL_MINUTES: whole(1, 10_080).default(180),
  SANWEI_HOT_DAYS: whole(1, 3660).default(30),
  /** WeChat's statistics of yesterday are ready at 08:00; the second round is for what was late. */
  SANWEI_FIGURES_CRON: cron.default('30 8,14 * * *'),
  SANWEI_WATCH_DELIVERIES_CRON: cron.default('* * * * *'),
  SANWEI_WATCH_LEDGER_CRON: cron.default('17 * * * *'),
  SANWEI_WATCH_GRACE_MINUTES: whole(1, 1440).default(5),
  SANWEI_WATCH_DAYS: whole(1, 3660).default(7),
  SANWEI_METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, '应至少 16 个字符，只用字母、数字和 . _ ~ + / = -')
    .optional(),
  /** No document names a number of days; the law asks for the shortest that serves (个人信息保护法 art. 19). */
  SANWEI_CONTACT_DAYS: whole(1, 3660).default(180),
  SANWEI_PROXIES: whole(0, 9).default(0),
  SANWEI_ACCOUNTS: z.string().default(ACCOUNTS),
  SANWEI_SITE: z.string().default(SITE),
  SANWEI_RULES: z.string().default(RULES),
});

/** Reads `env` (process.env unless told). Throws ConfigProblems naming everything at once. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = [];
  const env = withoutEmpty(environment);
  const accounts = readAccounts(env.SANWEI_ACCOUNTS ?? ACCOUNTS, problems);
  const given = withFiles(env, ['SANWEI', ...accounts.map(({ prefix }) => prefix)], problems);
  const site = readSite(given.SANWEI_SITE ?? SITE, problems);
  const read = variables.safeParse(given);
  problems.push(...unknownIn(given));
  if (!read.success) problems.push(...read.error.issues.map(({ path, message }) => `${path.join('.')}：${message}`));
  if (read.data && !read.data.SANWEI_KEY && !read.data.SANWEI_STORE.startsWith('file:')) {
    problems.push('SANWEI_KEY：使用 MongoDB 时必须设置（64 位十六进制，所有进程相同），用来加密保存的令牌');
  }
  if (!read.data || !site || problems.length > 0) throw new ConfigProblems(problems);
  const { SANWEI_PORT: port, SANWEI_HOST: host, SANWEI_KEY: key } = read.data;
  const settings = new Map(accounts.map(({ id, prefix }) => [id, settingsOf(prefix, given)]));
  const rehearsal = [...settings.values()].every((one) => Object.keys(one).length === 0);
  return {
    ...{ host, port, site, accounts, settings, rehearsal, storeUrl: read.data.SANWEI_STORE },
    // In a rehearsal people read the story in the same terminal.
    logLevel: read.data.SANWEI_LOG_LEVEL ?? (rehearsal ? 'warn' : 'info'),
    siteUrl: (read.data.SANWEI_SITE_URL ?? `http://${host}:${port}`).replace(/\/+$/, ''),
    key: key ? Buffer.from(key, 'hex') : null,
    leaseMs: seconds(read.data.SANWEI_LEASE_SECONDS),
    pullCron: read.data.SANWEI_PULL_CRON,
    hot: toHot(read.data),
    figuresCron: read.data.SANWEI_FIGURES_CRON,
    contactDays: read.data.SANWEI_CONTACT_DAYS,
    proxies: read.data.SANWEI_PROXIES,
    metricsToken: read.data.SANWEI_METRICS_TOKEN ?? null,
    watch: toWatch(read.data),
    rules: read.data.SANWEI_RULES,
  };
}

function toHot(given: z.infer<typeof variables>): HotSources {
  const { SANWEI_HOT_CRON: when, SANWEI_HOT_STILL_MINUTES: still, SANWEI_HOT_DAYS: kept } = given;
  return { cron: when, stillMs: minutes(still), days: kept };
}

function toWatch(given: z.infer<typeof variables>): Watch {
  return {
    graceMs: minutes(given.SANWEI_WATCH_GRACE_MINUTES),
    days: given.SANWEI_WATCH_DAYS,
    deliveriesCron: given.SANWEI_WATCH_DELIVERIES_CRON,
    ledgerCron: given.SANWEI_WATCH_LEDGER_CRON,
  };
}

/** A misspelt variable would be ignored in silence, and its default hold. */
function unknownIn(given: Environment): readonly string[] {
  const names = Object.keys(given).filter((name) => name.startsWith('SANWEI_') && !name.endsWith('_FILE'));
  const unknown = names.filter((name) => !(name in variables.shape));
  return unknown.map((name) => `${name}：没有这个变量，请核对拼写（可用：${Object.keys(variables.shape).join('、')}）`);
}

function readSite(file: string, problems: string[]): SiteConfig | null {
  try {
    return readSiteConfig(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    problems.push(error instanceof SyntaxError ? `${file}：不是正确的 JSON` : String((error as Error).message));
    return null;
  }
}
