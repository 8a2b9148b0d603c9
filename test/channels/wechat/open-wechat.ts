/** The adapter on its own playback, for each test of the describe block that calls it; closed afterwards. */
import assert from 'node:assert/strict';
import startFake, { type WechatFake } from '../../../channels/wechat/fake.ts';
import wechat from '../../../channels/wechat/index.ts';
import type { Attempt, Channel, Piece, Ref, Sighting, Trace } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { FakeOptions } from '../../../src/channel/fake.ts';
import type { Tools } from '../../../src/channel/kind.ts';
import type { Announcement } from '../../../src/release/announcement.ts';
import {
  aClock,
  anAccount,
  anAnnouncement,
  anAttempt,
  aTools,
  type SetClock,
  SITE_URL,
} from '../../support/channel-tools.ts';

export interface Wechat {
  readonly clock: SetClock;
  readonly fake: WechatFake;
  readonly channel: Channel;
  /** An attempt at the clock's time. */
  attempt(changes?: Partial<Attempt>): Attempt;
  /** Another channel on the same fake. */
  open(settings?: Readonly<Record<string, string>>, tools?: Partial<Tools>): Channel;
}

export interface Opening {
  readonly settings?: Readonly<Record<string, string>>;
  readonly tools?: Partial<Tools>;
  readonly fake?: Partial<FakeOptions>;
  /** Where the playback pushes, known when the test begins. */
  readonly pushTo?: () => string;
}

export function openWechat(opening: Opening = {}): () => Wechat {
  let world: Wechat;
  let channels: Channel[] = [];
  beforeEach(async () => {
    const clock = aClock();
    const fake = await startFake({
      port: 0,
      clock,
      file: null,
      pushTo: opening.pushTo?.() ?? null,
      siteUrl: SITE_URL,
      ...opening.fake,
    });
    const open: Wechat['open'] = (settings = {}, tools = {}) => {
      const given = wechat.settings.parse({ ...fake.settings, ...opening.settings, ...settings });
      const account = anAccount({ id: 'wechat', kind: 'wechat' });
      const channel = wechat.open(account, given, aTools({ ...opening.tools, ...tools }));
      channels.push(channel);
      return channel;
    };
    world = { clock, fake, channel: open(), attempt: (changes) => anAttempt({ now: clock.now(), ...changes }), open };
  });
  afterEach(async () => {
    for (const channel of channels) await channel.close?.();
    channels = [];
    await world.fake.close();
  });
  return () => world;
}

export function pieceOf(channel: Channel, changes: Partial<Announcement> = {}): Piece {
  const rendered = channel.render(anAnnouncement(changes));
  return rendered.fits ? rendered.piece : assert.fail(`does not fit: ${JSON.stringify(rendered.misfits)}`);
}

/** Publishes and looks until the article stands. */
export async function publishDone({ channel, attempt }: Wechat, changes: Partial<Announcement> = {}) {
  const piece = pieceOf(channel, changes);
  const receipt = await channel.publish(piece, attempt());
  assert.equal(receipt.state, 'accepted');
  const ticket = receipt.state === 'accepted' ? receipt.ticket : '';
  const seen = await channel.find(traceOf(piece, { ticket }), attempt());
  assert.equal(seen.seen, 'done');
  return seen as Extract<Sighting, { seen: 'done' }> & { readonly ref: Ref };
}

export function traceOf(piece: Piece, changes: Partial<Trace> = {}): Trace {
  const at = new Date('2026-03-02T09:00:00+08:00');
  return {
    order: { action: 'publish', piece },
    firstTriedAt: at,
    lastTriedAt: at,
    ticket: null,
    steps: {},
    known: [],
    before: null,
    ...changes,
  };
}

/** Steps that outlive a try, as a delivery keeps them. */
export function keptSteps() {
  const steps: Record<string, string | number | boolean | null> = {};
  const step: Attempt['step'] = async (name, make) => {
    const known = steps[name];
    if (known !== undefined) return known as Awaited<ReturnType<typeof make>>;
    const made = await make();
    steps[name] = made;
    return made;
  };
  return { steps, step };
}

export async function failureOf(doing: Promise<unknown>): Promise<ChannelFailure> {
  const error = await doing.then(
    () => assert.fail('expected a failure'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ChannelFailure, String(error));
  return error;
}
