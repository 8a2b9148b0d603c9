/** One kind of platform, opened on its own playback: what every promise is held against. */

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { type Action, type Channel, isChannel, type Piece } from '../../../src/channel/contract.ts';
import type { Fake, StartFake } from '../../../src/channel/fake.ts';
import type { Kind } from '../../../src/channel/kind.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import {
  aClock,
  anAccount,
  anAnnouncement,
  aPicture,
  aTools,
  mediaOf,
  memoryLog,
  recordingVault,
  type SetClock,
  SITE_URL,
} from '../../support/channel-tools.ts';
import { freePort } from '../../support/free-port.ts';

export const CHANNELS = new URL('../../../channels/', import.meta.url);

export interface World {
  readonly clock: SetClock;
  readonly fake: Fake;
  /** Of a kind that only reads it has no more than a doorway: see publishes(). */
  readonly channel: Channel;
  /** Everything that must not show: settings that are secrets, and what was put into the vault. */
  readonly secrets: () => readonly string[];
  readonly logged: readonly string[];
}

const picture = aPicture();

export async function openWorld(name: string): Promise<World> {
  const { default: kind } = (await import(new URL(`${name}/index.ts`, CHANNELS).href)) as { default: Kind };
  const { default: start } = (await import(new URL(`${name}/fake.ts`, CHANNELS).href)) as { default: StartFake };
  const clock = aClock();
  const fake = await start({ port: await freePort(), clock, file: null, pushTo: null, siteUrl: SITE_URL });
  const { log, lines } = memoryLog();
  const { vault, put } = recordingVault();
  const site = fake.site ? { site: fake.site } : {};
  const tools = aTools({ media: mediaOf(picture), log, vault, ...site });
  const account = anAccount({ id: name, kind: name, name: kind.name, canonical: fake.site !== undefined });
  const channel = kind.open(account, kind.settings.parse(fake.settings), tools);
  const secret = Object.entries(fake.settings).filter(([variable]) => /TOKEN|SECRET|KEY|PASSWORD/.test(variable));
  return { clock, fake, channel, logged: lines, secrets: () => [...secret.map(([, value]) => value), ...put] };
}

export function announcement(changes: Partial<Announcement> = {}): Announcement {
  const body = `<p>因检修停水，请提前储水。</p><p><img src="/media/${picture.picture.id}" alt="停水范围"></p>`;
  return anAnnouncement({ body, pictures: [picture.picture], ...changes });
}

export function pieceOf(channel: Channel, changes: Partial<Announcement> = {}): Piece {
  const rendered = channel.render(announcement(changes));
  if (rendered.fits) return rendered.piece;
  return assert.fail(`does not fit: ${inspect(rendered.misfits)}`);
}

/** Whether the kind publishes at all; one that only reads shows every promise about that as pending. */
export const publishes = ({ channel }: World) => isChannel(channel) && !channel.answersOnly;

/** Posts that the public still sees. */
export const standing = ({ fake }: World) => fake.posts().filter(({ gone }) => !gone);

/** Shows the test as pending where the platform lacks the ability. */
export function needs(
  test: Mocha.Context,
  world: World,
  action: Exclude<Action, 'publish'> | 'pullComments' | 'pullHotTopics' | 'pullFigures' | 'check',
): void {
  if (!world.channel[action]) test.skip();
}
