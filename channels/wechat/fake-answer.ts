/** Answers the platform's calls: counts them, checks the token, meets an ordered trouble, carries out, writes down, tells. */
import type { ServerResponse } from 'node:http';
import type { Action } from '../../src/channel/contract.ts';
import type { Trouble } from '../../src/channel/fake.ts';
import { ACTIONS, EVENTS, NOT_DONE } from './fake-acting.ts';
import { type FakeBody, type FakeCall, FakeRefusal, runFakeCall, showRefusal } from './fake-call.ts';
import { commentHandlers } from './fake-comment.ts';
import { draftHandlers } from './fake-draft.ts';
import { figureHandlers } from './fake-figures.ts';
import { finish, gateway } from './fake-finish.ts';
import { finishJob, overdueJobs } from './fake-job.ts';
import { checkFakeToken, countFakeCall, loginHandlers } from './fake-login.ts';
import { massHandlers } from './fake-mass.ts';
import { materialHandlers } from './fake-material.ts';
import { messageHandlers } from './fake-message.ts';
import { publishHandlers } from './fake-publish.ts';
import { quotaHandlers } from './fake-quota.ts';
import type { FakePlatform } from './fake-state.ts';
import type { FakeTroubles } from './fake-troubles.ts';

const HANDLERS = {
  ...loginHandlers,
  ...materialHandlers,
  ...draftHandlers,
  ...publishHandlers,
  ...massHandlers,
  ...commentHandlers,
  ...messageHandlers,
  ...figureHandlers,
  ...quotaHandlers,
};

const JOB_ENDS_AFTER = 30; // ms of the machine's clock

/** A code instead of carrying out, a trouble of the wire, or what a gateway says instead of or after carrying out. */
export type ScriptedAnswer =
  | { readonly code: number }
  | { readonly trouble: Trouble }
  | { readonly status: number; readonly body: string; readonly carriedOut?: boolean };

export interface FakeDesk {
  readonly platform: FakePlatform;
  readonly troubles: FakeTroubles;
  readonly calls: string[];
  readonly scripted: (ScriptedAnswer & { readonly path: string })[];
  /** Set by bad-login: the call and the log-in that follows it are refused. */
  loginBroken: boolean;
  closed: boolean;
  tellJobs(): void;
  /** Resolves when every push under way has been taken or given up. */
  pushed(): Promise<void>;
  /** Orders, as they arrived. */
  readonly arrived: Action[];
}

/** Whether a path is one of the platform's API, known or not. */
export function isCall(path: string): boolean {
  return path.startsWith('/cgi-bin/') || path.startsWith('/datacube/');
}

export async function answerCall(desk: FakeDesk, call: FakeCall, response: ServerResponse): Promise<void> {
  const { path } = call;
  desk.calls.push(path);
  const at = desk.scripted.findIndex((one) => one.path === path);
  const [scripted] = at >= 0 ? desk.scripted.splice(at, 1) : [];
  if (scripted && 'status' in scripted) {
    if (scripted.carriedOut) await carryOut(desk, call, null);
    gateway(response, scripted.status, scripted.body);
    return;
  }
  const acting = ACTIONS[path];
  if (acting) desk.arrived.push(acting.action);
  const met = acting ? desk.troubles.meet() : null;
  const trouble = scripted && 'trouble' in scripted ? scripted.trouble : met;
  const isLost = trouble !== null && NOT_DONE.has(trouble);
  const body = isLost ? {} : await carryOut(desk, call, scripted && 'code' in scripted ? scripted : trouble);
  await tellAs(desk, trouble);
  endJobs(desk);
  desk.platform.save();
  finish(response, body, trouble);
  endJobsSoon(desk);
}

/** The event of the job just begun: as often as the trouble says, and before the answer if it says so. */
async function tellAs(desk: FakeDesk, trouble: Trouble | null): Promise<void> {
  const events = trouble === null ? undefined : EVENTS[trouble];
  const job = desk.platform.state.jobs.at(-1);
  if (events === undefined || !job) return;
  job.events = events;
  if (trouble !== 'event-early') return;
  finishJob(desk.platform, job);
  desk.tellJobs();
  await desk.pushed();
}

async function carryOut(desk: FakeDesk, call: FakeCall, met: Trouble | { code: number } | null): Promise<FakeBody> {
  try {
    countFakeCall(desk.platform, call.path);
    const handler = HANDLERS[call.path];
    if (!handler) throw new FakeRefusal(40066, 'invalid url');
    const logsIn = call.path in loginHandlers;
    if (!logsIn) checkFakeToken(desk.platform, call.query);
    refuseBrokenLogin(desk, logsIn);
    if (typeof met === 'object' && met !== null) throw new FakeRefusal(met.code, 'scripted');
    refuseWith(desk, call.path, met);
    return await runFakeCall(desk.platform, call, handler);
  } catch (error) {
    if (error instanceof FakeRefusal) return showRefusal(error);
    throw error;
  }
}

function refuseBrokenLogin(desk: FakeDesk, logsIn: boolean): void {
  if (!desk.loginBroken) return;
  desk.loginBroken = false;
  if (logsIn) throw new FakeRefusal(40125, 'invalid appsecret');
}

function refuseWith(desk: FakeDesk, path: string, trouble: Trouble | null): void {
  if (trouble === 'bad-login') {
    desk.loginBroken = true;
    throw new FakeRefusal(40001, 'invalid credential, access_token is invalid or not latest');
  }
  if (trouble === 'limit') throw new FakeRefusal(45009, 'reach max api daily quota limit');
  const { refusal, duplicate } = ACTIONS[path] ?? {};
  if (trouble === 'refuse' && refusal) throw new FakeRefusal(...refusal);
  if (trouble === 'false-duplicate' && duplicate) throw new FakeRefusal(...duplicate);
}

/** Ends the jobs that are over by the fake's clock. */
export function endJobs(desk: FakeDesk): void {
  for (const job of overdueJobs(desk.platform)) finishJob(desk.platform, job);
  desk.tellJobs();
}

/** Ends running jobs in a moment, so that a rehearsal need not ask. */
export function endJobsSoon(desk: FakeDesk): void {
  const { state, knobs, save } = desk.platform;
  if (knobs.holdJobs || !state.jobs.some(({ status }) => status === 1)) return;
  setTimeout(() => {
    if (desk.closed) return;
    for (const job of knobs.holdJobs ? [] : state.jobs) finishJob(desk.platform, job);
    save();
    desk.tellJobs();
  }, JOB_ENDS_AFTER).unref();
}
