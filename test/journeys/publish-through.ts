/** The way of many texts through the review, with the processes of a crew taking turns. */
import type { Member } from './open-crew.ts';
import { aDraft, ok } from './publish.ts';

/** Drafts, submits and reviews so many releases side by side. Returns their ids; all are in revision 1. */
export async function reviewThrough(members: readonly Member[], count: number, accounts: readonly string[]) {
  const made = Array.from({ length: count }, async (_, n) => {
    const { drafter, checker } = turn(members, n);
    const draft = aDraft({ title: `第${n}号公告：关于停水的安排`, accounts });
    const { id, revision } = (await ok(drafter.post('/api/releases', draft))).body;
    await ok(drafter.post(`/api/releases/${id}/submit`, { revision }));
    await ok(checker.post(`/api/releases/${id}/review`, { revision }));
    return id as string;
  });
  return await Promise.all(made);
}

/** Approves them all at once: every process has reason to plan and to send everything. */
export async function approveThrough(members: readonly Member[], ids: readonly string[]): Promise<void> {
  const approve = (id: string, n: number) =>
    ok(turn(members, n).checker.post(`/api/releases/${id}/approve`, { revision: 1 }));
  await Promise.all(ids.map(approve));
}

function turn(members: readonly Member[], n: number): Member {
  const member = members[n % members.length];
  if (!member) throw new Error('nobody to publish through');
  return member;
}
