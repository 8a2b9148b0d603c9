import assert from 'node:assert/strict';
import { openStages, type Stages } from '../../src/schedule/stages.ts';
import { counted, silentLog } from '../support/builders.ts';

describe('openStages', () => {
  let stages: Stages;
  afterEach(() => stages.stop());

  /** A stage that finds these numbers, one a pull, then nothing. */
  function aStage(name: string, ...found: number[]) {
    const pull = counted(async () => found.shift() ?? 0);
    return { name, pull };
  }

  it('looks once more as long as a stage finds something', async () => {
    const [plan, post] = [aStage('plan', 1), aStage('post', 0, 2)];
    stages = openStages([plan, post], silentLog);
    await stages.idle();
    assert.deepEqual([plan.pull.calls.length, post.pull.calls.length], [3, 3]);
  });

  it('never runs a stage twice at once, however often it is nudged', async () => {
    let running = 0;
    let most = 0;
    const pull = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 0;
    };
    stages = openStages([{ name: 'plan', pull }], silentLog);
    for (let i = 0; i < 10; i++) stages.nudge();
    await stages.idle();
    assert.equal(most, 1);
  });

  it('looks again after a nudge that came while it looked', async () => {
    const pull = counted(async () => {
      if (pull.calls.length === 1) stages.nudge();
      return 0;
    });
    stages = openStages([{ name: 'plan', pull }], silentLog);
    await stages.idle();
    assert.equal(pull.calls.length, 2);
  });

  it('goes on with the next stage when one fails, and tries that again at the next nudge', async () => {
    const failing = counted(async (): Promise<number> => {
      throw new Error('store gone');
    });
    const post = aStage('post');
    stages = openStages([{ name: 'plan', pull: failing }, post], silentLog);
    await stages.idle();
    await stages.idle();
    assert.deepEqual([failing.calls.length, post.pull.calls.length], [2, 2]);
  });

  it('ends the pull in hand when it stops, and begins no other', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const plan = counted(async () => {
      await held;
      return 1;
    });
    stages = openStages([{ name: 'plan', pull: plan }], silentLog);
    stages.nudge();
    const stopped = stages.stop();
    stages.nudge();
    release();
    await stopped;
    assert.ok(plan.calls.length <= 1);
  });
});
