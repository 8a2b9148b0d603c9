import assert from 'node:assert/strict';
import { failureOf, openWechat, publishDone } from './open-wechat.ts';

describe('moderate', () => {
  const world = openWechat();
  const moderate = (ref: string, act: 'elect' | 'unelect' | 'delete', channel = world().channel) =>
    channel.moderate!(ref, act, world().attempt());
  async function said() {
    const { ref } = await publishDone(world());
    return world().fake.comment(ref, '王小明', '几点来水？');
  }
  const shown = async () => await (await fetch(world().fake.posts()[0]!.url)).text();

  it('elects, un-elects and deletes, each as often as one likes', async () => {
    const comment = await said();
    for (const act of ['elect', 'elect', 'unelect', 'unelect', 'delete', 'delete'] as const)
      await moderate(comment, act);
    assert.deepEqual(world().fake.comments(), []);
    assert.ok(!(await shown()).includes('几点来水'));
  });

  it('says that the platform takes no more elected ones, or that the reader took the comment back', async () => {
    const comment = await said();
    world().fake.knobs.mostElected = 0;
    const full = await failureOf(moderate(comment, 'elect'));
    assert.deepEqual([full.kind, full.code], ['refused', '88003']);
    world().fake.deleteComment(comment);
    const gone = await failureOf(moderate(comment, 'elect'));
    assert.deepEqual([gone.kind, gone.code], ['refused', '88004']);
    assert.match(gone.message, /已被删除.*不能再改动精选/);
  });

  it('takes a comment for deleted that was deleted before', async () => {
    const comment = await said();
    const deleted = { status: 200, body: '{"errcode":88008,"errmsg":"comment is deleted"}' };
    world().fake.answerNext('/cgi-bin/comment/delete', deleted);
    await moderate(comment, 'delete');
    world().fake.answerNext('/cgi-bin/comment/unmarkelect', deleted);
    const gone = await failureOf(moderate(comment, 'unelect'));
    assert.deepEqual([gone.kind, gone.code], ['refused', '88008']);
  });

  it('is uncertain when the answer is lost, and done when it is repeated', async () => {
    const comment = await said();
    const hasty = world().open({ ANSWER_TIMEOUT_MS: '200' });
    for (const trouble of ['reset-after', 'hang-after', 'bad-gateway', 'slow-body'] as const) {
      world().fake.answerNext('/cgi-bin/comment/markelect', { trouble });
      assert.equal((await failureOf(moderate(comment, 'elect', hasty))).kind, 'uncertain');
    }
    await moderate(comment, 'elect');
  });

  it('leaves messages alone', async () => {
    assert.equal((await failureOf(moderate('message|o1|1', 'delete'))).kind, 'refused');
  });
});
