/** The fake as it is when nobody turned anything, and the settings that lead to it. */
import { newFigureKnobs } from './fake-figures.ts';
import { APPID, DAILY_QUOTAS, SECRET } from './fake-login.ts';
import { AES_KEY, AES_KEY_PREVIOUS, TOKEN } from './fake-push.ts';
import type { FakeKnobs } from './fake-state.ts';

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
