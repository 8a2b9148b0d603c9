/** The life of one release in the hands of two persons: drafted, reviewed, approved; some corrected, some withdrawn. */
import { setTimeout as sleep } from 'node:timers/promises';
import { aDraft } from '../../journeys/publish.ts';
import type { Body } from '../../support/api.ts';
import type { Chance } from './chance.ts';
import { ask, type Office, read } from './office.ts';

/** What the public should see in the end. */
export interface Wanted {
  readonly id: string;
  readonly title: string;
  /** Approvals of this release. */
  readonly approvals: number;
  readonly isWithdrawn: boolean;
}

const CORRECTED_PERCENT = 12;
const WITHDRAWN_PERCENT = 5;
const URGENT_PERCENT = 5;
const WITH_PICTURE_PERCENT = 20;
/** Some changes come while the first version is still on its way. */
const CHANGED_WITHIN_MS = 20_000;
const PAUSE_MS = 300;
const MOST_STEPS = 400;

/** Whether a title is that of a corrected text: both may stand on a platform with the same link. */
export function isCorrected(title: string): boolean {
  return title.endsWith('更正');
}

export async function liveOneRelease(nth: number, office: Office, chance: Chance): Promise<Wanted> {
  let title = `第${nth}号公告：道路施工安排`;
  const id = await draft(office, title, chance);
  await untilApproved(office, id, 1);
  let approvals = 1;
  if (chance.percent(CORRECTED_PERCENT)) {
    await sleep(chance.between(0, CHANGED_WITHIN_MS));
    title = `第${nth}号公告：道路施工时间更正`;
    await correct(office, id, title);
    approvals = 2;
  }
  const isWithdrawn = chance.percent(WITHDRAWN_PERCENT);
  if (isWithdrawn) {
    await sleep(chance.between(0, CHANGED_WITHIN_MS));
    await withdraw(office, id);
  }
  return { id, title, approvals, isWithdrawn };
}

/** A draft whose answer got lost stays a draft nobody submits. */
async function draft({ drafter }: Office, title: string, chance: Chance): Promise<string> {
  const text = `<p>${title}。${'请过往车辆和行人注意绕行，由此带来的不便敬请谅解。'.repeat(8)}</p>`;
  const body = chance.percent(WITH_PICTURE_PERCENT) ? aDraft().body + text : text;
  const input = aDraft({ title, body, urgent: chance.percent(URGENT_PERCENT) });
  for (let i = 0; i < MOST_STEPS; i++) {
    const answer = await ask(drafter.post('/api/releases', input));
    if (answer?.status === 201) return answer.body.id;
    if (answer) throw new Error(`cannot draft: ${JSON.stringify(answer.body)}`);
    await sleep(PAUSE_MS);
  }
  throw new Error('cannot draft: no answer');
}

/** Does the next step until its revision, at least `least`, is approved. A step without answer is looked up. */
async function untilApproved(office: Office, id: string, least: number): Promise<void> {
  let seen: Body = null;
  for (let i = 0; i < MOST_STEPS; i++) {
    seen ??= await read(office.checker, `/api/releases/${id}`);
    if (seen.state === 'approved' && seen.approved.revision >= least) return;
    const answer = await ask(step(office, seen));
    if (answer === null || answer.status >= 300) await sleep(PAUSE_MS);
    seen = answer !== null && answer.status < 300 ? answer.body : null;
  }
  throw new Error(`${id} was not approved`);
}

function step({ drafter, checker }: Office, { id, state, revision }: Body) {
  if (state === 'draft') return drafter.post(`/api/releases/${id}/submit`, { revision });
  if (state === 'submitted') return checker.post(`/api/releases/${id}/review`, { revision, verdict: 'pass' });
  return checker.post(`/api/releases/${id}/approve`, { revision });
}

async function correct(office: Office, id: string, title: string): Promise<void> {
  for (let i = 0; i < MOST_STEPS; i++) {
    const seen = await read(office.checker, `/api/releases/${id}`);
    if (seen.title === title) return await untilApproved(office, id, seen.revision);
    const change = { revision: seen.revision, note: '时间有误', title };
    const answer = await ask(office.drafter.post(`/api/releases/${id}/revise`, change));
    if (answer === null || answer.status >= 300) await sleep(PAUSE_MS);
  }
  throw new Error(`${id} was not corrected`);
}

async function withdraw({ checker }: Office, id: string): Promise<void> {
  for (let i = 0; i < MOST_STEPS; i++) {
    const { state, revision } = await read(checker, `/api/releases/${id}`);
    if (state === 'withdrawn') return;
    const answer = await ask(checker.post(`/api/releases/${id}/withdraw`, { revision, reason: '施工取消，予以撤回' }));
    if (answer === null || answer.status >= 300) await sleep(PAUSE_MS);
  }
  throw new Error(`${id} was not withdrawn`);
}
