/** Who wrote: opened for those who must get in touch, and never without a line that says who looked. */
import { Problem } from '../errors.ts';
import { newId } from '../ids.ts';
import { aLine } from '../ledger/line.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import type { Values } from './form.ts';
import { unseal } from './sealed.ts';
import { getSubmission } from './show-letter.ts';
import { submissionsOf } from './submission.ts';
import { aboutOf } from './submit-form.ts';

/** Throws 'no-right', 'not-found', 'wrong-state'. The line is written first. */
export async function readContact(
  { db, key }: { readonly db: Database; readonly key: Buffer },
  id: string,
  by: Person,
  now: Date,
): Promise<Values> {
  requireRole(by, 'responder');
  const { sealed, kind } = await getSubmission(db, id);
  if (sealed === '') throw new Problem('wrong-state', '这一件没有留联系方式，或已按规定删除。');
  const opened = unseal(key, aboutOf(id), sealed);
  if (opened === null) throw new Problem('wrong-state', '联系方式无法用当前密钥解开。请管理员换回原来的 SANWEI_KEY。');
  const line = aLine({
    what: 'submission.contact-read',
    subject: id,
    at: now,
    by: by.id,
    nth: newId(now),
    facts: { kind },
  });
  await submissionsOf(db).updateOne({ _id: id }, { $push: { unposted: line } });
  return JSON.parse(opened) as Values;
}
