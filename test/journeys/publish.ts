/** The way of a text through the review, as staff go it. */
import assert from 'node:assert/strict';
import type { Body } from '../support/api.ts';
import { aPicture } from '../support/channel-tools.ts';
import type { Office } from './open-office.ts';

/** A complete draft with a picture. */
export function aDraft(overrides: Readonly<Record<string, unknown>> = {}) {
  const picture = Buffer.from(aPicture().bytes).toString('base64');
  return {
    kind: 'announcement',
    title: '关于延长图书馆开放时间的公告',
    column: 'notices',
    source: '示范县人民政府办公室',
    body: `<p>自下月起，县图书馆每日开放至21时。</p><p><img src="data:image/png;base64,${picture}" alt="图书馆"></p><p>特此公告。</p>`,
    ...overrides,
  };
}

/** Drafts, submits, reviews and approves; returns the approved release as the API shows it. */
export async function publish(office: Office, draft = aDraft()): Promise<Body> {
  const { drafter } = office.staff;
  const drafted = await drafter.post('/api/releases', draft);
  assert.equal(drafted.status, 201, JSON.stringify(drafted.body));
  return await approve(office, drafted.body.id, drafted.body.revision);
}

/** Takes a draft through submit, review and approval. */
export async function approve({ staff }: Office, id: string, revision: number): Promise<Body> {
  await ok(staff.drafter.post(`/api/releases/${id}/submit`, { revision }));
  await ok(staff.reviewer.post(`/api/releases/${id}/review`, { revision, verdict: 'pass' }));
  return (await ok(staff.approver.post(`/api/releases/${id}/approve`, { revision }))).body;
}

/** The answer, which must be a success. */
export async function ok<T extends { status: number; body: Body }>(sent: Promise<T>): Promise<T> {
  const answer = await sent;
  assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
