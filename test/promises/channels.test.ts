/**
 * What every kind of platform promises, held against its own playback. Folders of channels/ are found by themselves; a
 * missing ability shows as pending, never as passed.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { promiseDiscretion } from './channels/discretion.ts';
import { promiseFigures } from './channels/figures.ts';
import { promiseFollowing } from './channels/following.ts';
import { promiseHotTopics } from './channels/hot-topics.ts';
import { CHANNELS, openWorld, publishes, type World } from './channels/open-world.ts';
import { promisePublishing } from './channels/publishing.ts';
import { promisePulling } from './channels/pulling.ts';
import { promiseRendering } from './channels/rendering.ts';

const folders = readdirSync(CHANNELS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name } of folders) {
  const complete = ['index.ts', 'fake.ts'].every((file) => existsSync(new URL(`${name}/${file}`, CHANNELS)));
  describe(`the kind ${name}`, () => {
    if (complete) promises(name);
    else it.skip(`has an adapter and a playback (channels/${name}/index.ts, fake.ts)`);
  });
}

function promises(name: string): void {
  let opened: World;
  const world = () => opened;

  beforeEach(async () => {
    opened = await openWorld(name);
  });

  afterEach(async () => {
    const { channel, fake } = opened;
    const left = fake.troubles();
    await channel.close?.();
    await fake.close();
    assert.deepEqual(left, [], 'a trouble was ordered and not met');
  });

  describe('as a channel', () => {
    beforeEach(function () {
      if (!publishes(opened)) this.skip();
    });

    promiseRendering(world);
    promisePublishing(world);
    promiseFollowing(world);
    promiseDiscretion(world);
  });

  promisePulling(world);
  promiseHotTopics(world);
  promiseFigures(world);
}
