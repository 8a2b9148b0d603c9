/** The public comments under what is out; the responder answers and the checker approves, each as often as he looks. */
import type { Fakes } from '../../journeys/open-office.ts';
import type { Body } from '../../support/api.ts';
import type { Chance } from './chance.ts';
import { ask, type Office } from './office.ts';
import { PLATFORMS } from './platforms.ts';

/** Comments are fetched for the newest posts alone; at this load they are soon not among them. */
const NEWEST = 8;

/** Somebody comments under one of the newest posts. Returns whether there was one. */
export async function commentSomewhere(office: Office, fakes: Fakes, chance: Chance): Promise<boolean> {
  const account = chance.pick(PLATFORMS);
  const path = `/api/deliveries?state=done&account=${account}&limit=${NEWEST}`;
  const answer = await ask(office.checker.get(path));
  const posts: readonly Body[] = answer?.body.items?.filter(({ action }: Body) => action === 'publish') ?? [];
  const standing = posts.filter(({ ref }) => ref);
  if (standing.length === 0) return false;
  const own = Array.from({ length: 12 }, () => String.fromCodePoint(0x4e00 + Math.floor(chance.between(0, 20_000))));
  try {
    fakes[account].comment(chance.pick(standing).ref, '读者', `${own.join('')}，请问何时通车？`);
    return true;
  } catch {
    return false; // the post was withdrawn meanwhile
  }
}

/** Answers every open topic that has no answer yet, and approves every draft there is. */
export async function answerTopics({ responder, checker }: Office, written: Set<string>): Promise<void> {
  const topics = await ask(responder.get('/api/topics?state=open&limit=50'));
  for (const topic of (topics?.body.items ?? []) as readonly Body[]) {
    if (written.has(topic.id)) continue;
    if (topic.owner === null) await ask(responder.post(`/api/topics/${topic.id}/claim`, { revision: topic.revision }));
    const page = await ask(responder.get(`/api/topics/${topic.id}`));
    if (page?.status !== 200) continue;
    const path = `/api/topics/${topic.id}/replies`;
    const said = { text: `您好，${topic.title.slice(0, 4)}一事已收到，下月通车。`, means: 'channel' };
    const answer = page.body.replies.length > 0 ? page : await ask(responder.post(path, said));
    if (answer !== null && answer.status < 500) written.add(topic.id);
  }
  const drafts = await ask(checker.get('/api/replies?state=draft&limit=50'));
  for (const { id, revision } of (drafts?.body.items ?? []) as readonly Body[]) {
    await ask(checker.post(`/api/replies/${id}/approve`, { revision }));
  }
}
