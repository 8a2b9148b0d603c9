/**
 * What staff do in a scenario. Each errand looks how far it is and takes the next step, so that it goes on after any death;
 * what was acknowledged is noted and must stand for ever.
 */

import { aDraft } from '../journeys/publish.ts';
import type { Body } from '../support/api.ts';
import { answer } from './answer.ts';
import { expect, insist, type Staff } from './staff.ts';

export type Errand =
  | {
      readonly do: 'publish';
      readonly title: string;
      readonly how: How;
      readonly later: 'stay' | 'correct' | 'withdraw';
    }
  | { readonly do: 'correct' | 'withdraw'; readonly release: string }
  | { readonly do: 'reply'; readonly topic: string; readonly text: string };

export interface How {
  readonly urgent: boolean;
  readonly accounts: readonly string[];
  /** Seconds from the drafting on; 0 for at once. */
  readonly inSeconds: number;
}

/** An act the service acknowledged: a ledger line of this kind must tell of it, once. */
export interface Acknowledged {
  readonly what: string;
  readonly subject: string;
  /** Of a release. */
  readonly revision: number | null;
}

export interface Office {
  readonly staff: Staff;
  readonly acknowledged: Acknowledged[];
  /** The scenario is over, whether or not everything is done. */
  isOff(): boolean;
}

/** Resolves when it is done; returns the release or reply it was about. */
export async function run(errand: Errand, office: Office): Promise<string> {
  switch (errand.do) {
    case 'publish': {
      const id = await draft(errand.title, errand.how, office);
      await approve(id, 1, office);
      if (errand.later === 'correct') await correct(id, office);
      if (errand.later === 'withdraw') await withdraw(id, office);
      return id;
    }
    case 'correct':
      await correct(errand.release, office);
      return errand.release;
    case 'withdraw':
      await withdraw(errand.release, office);
      return errand.release;
    case 'reply':
      return await answer(errand, office);
  }
}

async function draft(title: string, { urgent, accounts, inSeconds }: How, office: Office): Promise<string> {
  const { drafter } = office.staff;
  let id = '';
  await insist(async () => {
    const { items } = expect(await drafter.get('/api/releases?limit=200'));
    id = items.find((one: Body) => one.title === title)?.id ?? '';
    if (id !== '') return true;
    const publishAt = inSeconds > 0 ? new Date(Date.now() + inSeconds * 1000).toISOString() : null;
    id = expect(await drafter.post('/api/releases', aDraft({ title, urgent, accounts, publishAt }))).id;
    office.acknowledged.push({ what: 'release.drafted', subject: id, revision: 1 });
    return true;
  }, office.isOff);
  return id;
}

const NEXT: Readonly<Record<string, { act: string; by: keyof Staff; what: string }>> = {
  draft: { act: 'submit', by: 'drafter', what: 'release.submitted' },
  submitted: { act: 'review', by: 'checker', what: 'release.reviewed' },
  reviewed: { act: 'approve', by: 'checker', what: 'release.approved' },
};

/** Takes a text through the review until this revision is signed. */
async function approve(id: string, revision: number, { staff, acknowledged, isOff }: Office): Promise<void> {
  await insist(async () => {
    const { state, approved } = expect(await staff.drafter.get(`/api/releases/${id}`));
    if (approved?.revision >= revision) return true;
    const next = NEXT[state];
    if (!next) return false;
    expect(await staff[next.by].post(`/api/releases/${id}/${next.act}`, { revision }));
    acknowledged.push({ what: next.what, subject: id, revision });
    return next.act === 'approve';
  }, isOff);
}

async function correct(id: string, office: Office): Promise<void> {
  const { staff, acknowledged, isOff } = office;
  await insist(async () => {
    const { state, revision } = expect(await staff.drafter.get(`/api/releases/${id}`));
    if (revision > 1) return true;
    if (state !== 'approved') return false;
    const change = { revision, note: '开放时间有误', body: '<p>自下月起，县图书馆每日开放至22时。特此公告。</p>' };
    expect(await staff.drafter.post(`/api/releases/${id}/revise`, change));
    acknowledged.push({ what: 'release.reopened', subject: id, revision: 2 });
    return true;
  }, isOff);
  await approve(id, 2, office);
}

async function withdraw(id: string, { staff, acknowledged, isOff }: Office): Promise<void> {
  await insist(async () => {
    const { state, revision } = expect(await staff.checker.get(`/api/releases/${id}`));
    if (state === 'withdrawn') return true;
    expect(await staff.checker.post(`/api/releases/${id}/withdraw`, { revision, reason: '内容不实，予以撤回' }));
    acknowledged.push({ what: 'release.withdrawn', subject: id, revision });
    return true;
  }, isOff);
}
