/** Staff answer what the public asked: a draft by one, its approval by another. */
import type { Body } from '../support/api.ts';
import type { Errand, Office } from './errands.ts';
import { expect, insist } from './staff.ts';

/** Resolves with the reply when it is approved. */
export async function answer(
  errand: Extract<Errand, { do: 'reply' }>,
  { staff, acknowledged, isOff }: Office,
): Promise<string> {
  const { topic, text } = errand;
  let id = '';
  await insist(async () => {
    const { replies } = expect(await staff.responder.get(`/api/topics/${topic}`));
    const known = replies.find((one: Body) => one.text === text);
    id = known?.id ?? '';
    if (known && known.state !== 'draft') return true;
    const path = `/api/topics/${topic}/replies`;
    const drafted = known ?? expect(await staff.responder.post(path, { text, means: 'channel' }));
    if (!known) acknowledged.push({ what: 'reply.drafted', subject: drafted.id, revision: null });
    id = drafted.id;
    expect(await staff.checker.post(`/api/replies/${id}/approve`, { revision: drafted.revision }));
    acknowledged.push({ what: 'reply.approved', subject: id, revision: null });
    return true;
  }, isOff);
  return id;
}
