/** The fake as it is when nobody turned anything, and the settings that lead to it. */
import { type FakeFigureKnobs, newFigureKnobs } from './fake-figures.ts';
import { APPID, DAILY_QUOTAS, SECRET } from './fake-login.ts';
import { AES_KEY, AES_KEY_PREVIOUS, TOKEN } from './fake-push.ts';

/** Switches for tests of what the platform does rarely. */
export interface FakeKnobs {
  /** Jobs stay at status 1 until finishJobs(). */
  holdJobs: boolean;
  /** publish_status the next job ends with. */
  nextStatus: number;
  /** How often each event is sent, side by side. */
  eventTimes: number;
  readonly rights: { publish: boolean; comment: boolean; mass: boolean };
  /** Mass sends a day (公众号) or a month (服务号); beyond them 45028. */
  massQuota: { count: number; per: 'day' | 'month' };
  /** What a send to all waits for where the account protects mass sending: nobody, or an administrator who acts so. */
  admin: 'none' | 'confirms' | 'refuses' | 'silent';
  /** Status in the event of mass sends. */
  massSays: string;
  /** Names no follower has: mass/preview refuses them. */
  strangers: readonly string[];
  /** The caller's address, when it is not on the white list. */
  blockedIp: string | null;
  /** What an expired token is answered with. */
  expiredCode: 42001 | 40001;
  submitTellsMsgDataId: boolean;
  pushMode: 'plain' | 'compatible' | 'safe';
  pushFormat: 'xml' | 'json';
  readonly figures: FakeFigureKnobs;
  /** What is wrong with the pushes sent: signed with another token, sealed for another account or with a key of nobody’s. */
  pushFault: 'signature' | 'appid' | 'key' | null;
  /** Sealed with the key before the present one, as while a change of keys spreads. */
  pushKey: 'current' | 'previous';
  /** Milliseconds after which a push without an answer is given up and sent again; the platform says 5 s. */
  pushPatience: number;
  /** How often each message of a follower is sent, side by side. */
  messageTimes: number;
  /** Lists of comments tell their length as `comment_cnt` instead of `total`. */
  countsComments: boolean;
  /** Elected comments an article may have; the platform publishes no number. */
  mostElected: number;
  /** Calls a day by path; a path that is not here is not counted. */
  readonly quotas: Record<string, number>;
}

export function newKnobs(): FakeKnobs {
  return {
    holdJobs: false,
    nextStatus: 0,
    eventTimes: 1,
    rights: { publish: true, comment: true, mass: true },
    massQuota: { count: 1, per: 'day' },
    admin: 'none',
    massSays: 'send success',
    strangers: [],
    blockedIp: null,
    expiredCode: 42001,
    submitTellsMsgDataId: false,
    pushMode: 'safe',
    pushFormat: 'xml',
    pushFault: null,
    pushKey: 'current',
    pushPatience: 5000,
    messageTimes: 1,
    countsComments: false,
    mostElected: 100,
    figures: newFigureKnobs(),
    quotas: { ...DAILY_QUOTAS },
  };
}

export function settingsFor(url: string): Readonly<Record<string, string>> {
  return {
    APPID,
    SECRET,
    ENDPOINT: url,
    ARTICLE_HOST: new URL(url).host,
    TOKEN,
    AES_KEY,
    AES_KEY_PREVIOUS,
    PUSHES: 'encrypted',
    SETTLE_SECONDS: '0', // what is published here shows at once
    CONNECT_TIMEOUT_MS: '1000',
    ANSWER_TIMEOUT_MS: '3000',
  };
}
