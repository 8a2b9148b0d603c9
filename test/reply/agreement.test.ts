import assert from 'node:assert/strict';
import { agreeToReply } from '../../src/reply/agree-to-reply.ts';
import { agreementsOn } from '../../src/reply/agreement.ts';
import { approveReply } from '../../src/reply/approve-reply.ts';
import { editReply } from '../../src/reply/edit-reply.ts';
import { getReply, type Reply } from '../../src/reply/reply.ts';
import { writeReply } from '../../src/reply/write-reply.ts';
import { assignTopic } from '../../src/topic/assign-topic.ts';
import { handBack } from '../../src/topic/settle-assignment.ts';
import { getTopic, type Topic } from '../../src/topic/topic.ts';
import { lineOf, now, openDesk, responder, reviewer, type TestDesk } from '../topic/open-desk.ts';

const seen = ({ _id, revision }: Topic | Reply) => ({ id: _id, revision });
const teacher = { id: 'teacher', name: 'teacher', roles: [], unit: 'education' } as const;
const officer = { id: 'officer', name: 'officer', roles: [], unit: 'police' } as const;

describe('an answer of several units', () => {
  let desk: TestDesk;
  let topic: Topic;
  let reply: Reply;
  beforeEach(async () => {
    desk = await openDesk();
    topic = await desk.hear({ ref: 'a' });
    const assigning = { ...seen(topic), lead: 'education', with: ['police'] };
    topic = (await assignTopic(desk, assigning, responder, now)).topic;
    reply = await writeReply(desk, { topic: topic._id, text: '已安排护学岗。', means: 'channel' }, responder, now);
  });
  afterEach(() => desk.close());

  const agree = (by: Parameters<typeof agreeToReply>[2], given: object = {}) =>
    agreeToReply(desk, { ...seen(reply), verdict: 'agrees', ...given }, by, now);
  const approve = () => approveReply(desk, seen(reply), reviewer, now);

  it('is approved only when each has agreed to the text', async () => {
    await desk.refusesCleanly('wrong-state', approve);
    await agree(teacher);
    await assert.rejects(approve, /县公安局尚未会签/);
    await agree(officer);
    assert.equal((await approve()).state, 'approved');
  });

  it('has a line for each word, without the words', async () => {
    await agree(teacher);
    const objected = await agree(officer, { verdict: 'objects', reason: '护学岗时间写错了' });
    assert.deepEqual(lineOf(objected, 'reply.agreed').facts.unit, 'education');
    assert.equal(lineOf(objected, 'reply.objected').facts.unit, 'police');
    assert.ok(!JSON.stringify(objected.unposted).includes('护学岗时间'));
  });

  it('waits while one objects, and goes by its latest word', async () => {
    await agree(teacher);
    await agree(officer, { verdict: 'objects', reason: '时间写错了' });
    await assert.rejects(approve, /县公安局不同意这一版/);
    await agree(officer);
    assert.equal((await approve()).state, 'approved');
  });

  it('needs all of them again when the text has changed', async () => {
    await agree(teacher);
    await agree(officer);
    reply = await editReply(desk, { ...seen(reply), text: '已安排护学岗，早晚各一次。' }, responder, now);
    await desk.refusesCleanly('wrong-state', approve);
    const missing = agreementsOn(reply, topic, desk.units).filter(({ consent }) => consent === null);
    assert.deepEqual(
      missing.map(({ unit }) => unit),
      ['education', 'police'],
    );
  });

  it('needs nobody any more when only one unit is left', async () => {
    await handBack(desk, { ...seen(topic), reason: '校内事务' }, officer, now);
    assert.deepEqual(agreementsOn(reply, await getTopic(desk.db, topic._id), desk.units), []);
    assert.equal((await approve()).state, 'approved');
  });

  it('is not approved over an objection that comes between reading and writing', async () => {
    await agree(teacher);
    await agree(officer);
    const collection = desk.db.collection.bind(desk.db);
    let isFirst = true;
    const db = {
      ...desk.db,
      collection: (name: string) => {
        const real = collection(name) as never as Record<string, unknown>;
        if (name !== 'replies') return real as never;
        const findOneAndUpdate = async (...call: unknown[]) => {
          if (isFirst) {
            isFirst = false;
            await agree(officer, { verdict: 'objects', reason: '等一下' });
          }
          return await (real.findOneAndUpdate as (...of: unknown[]) => unknown).apply(real, call);
        };
        return { findOne: (real.findOne as () => unknown).bind(real), findOneAndUpdate } as never;
      },
    };
    await assert.rejects(approveReply({ ...desk, db }, seen(reply), reviewer, now), { code: 'stale-revision' });
    assert.equal((await getReply(desk.db, reply._id)).state, 'draft');
  });

  const refused: [string, string, () => Promise<unknown>][] = [
    ['an objection without a reason', 'invalid-input', () => agree(officer, { verdict: 'objects' })],
    ['the word of a unit that does not handle it', 'wrong-state', () => agree(responder, { unit: 'health' })],
    [
      'a unit speaking for another',
      'no-right',
      () => agree({ ...officer, roles: ['responder'] }, { unit: 'education' }),
    ],
    ['somebody without unit and right', 'no-right', () => agree(reviewer, { unit: 'education' })],
    ['a word on an older text', 'stale-revision', () => agree(teacher, { revision: 7 })],
  ];
  for (const [what, code, operation] of refused) it(`refuses ${what}`, () => desk.refusesCleanly(code, operation));
});
