/**
 * What every kind of platform promises, held against its own playback. Folders of channels/ are found by themselves; a
 * missing ability shows as pending, never as passed.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { carryOut } from '../../src/channel/carry-out.ts';
import type {
  Action,
  Attempt,
  Channel,
  Order,
  Piece,
  Receipt,
  Ref,
  Sighting,
  Trace,
} from '../../src/channel/contract.ts';
import { ChannelFailure, type FailureKind } from '../../src/channel/failure.ts';
import type { Fake, StartFake, Trouble } from '../../src/channel/fake.ts';
import type { Kind } from '../../src/channel/kind.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import {
  aClock,
  anAccount,
  anAnnouncement,
  anAttempt,
  aPicture,
  aTools,
  mediaOf,
  memoryLog,
  recordingVault,
  type SetClock,
  SITE_URL,
} from '../support/channel-tools.ts';

const CHANNELS = new URL('../../channels/', import.meta.url);
/** A call that gets no answer is ended after this time, as a lease would end it. */
const PATIENCE_MS = 500;
const LOOKS = 40;

interface World {
  readonly clock: SetClock;
  readonly fake: Fake;
  readonly channel: Channel;
  /** Everything that must not show: settings that are secrets, and what was put into the vault. */
  readonly secrets: () => readonly string[];
  readonly logged: readonly string[];
}

const picture = aPicture();

async function openWorld(name: string): Promise<World> {
  const { default: kind } = (await import(new URL(`${name}/index.ts`, CHANNELS).href)) as { default: Kind };
  const { default: start } = (await import(new URL(`${name}/fake.ts`, CHANNELS).href)) as { default: StartFake };
  const clock = aClock();
  const fake = await start({ port: 0, clock, file: null, pushTo: null, siteUrl: SITE_URL });
  const { log, lines } = memoryLog();
  const { vault, put } = recordingVault();
  const site = fake.site ? { site: fake.site } : {};
  const tools = aTools({ media: mediaOf(picture), log, vault, ...site });
  const account = anAccount({ id: name, kind: name, name: kind.name, canonical: fake.site !== undefined });
  const channel = kind.open(account, kind.settings.parse(fake.settings), tools);
  const secret = Object.entries(fake.settings).filter(([variable]) => /TOKEN|SECRET|KEY|PASSWORD/.test(variable));
  return { clock, fake, channel, logged: lines, secrets: () => [...secret.map(([, value]) => value), ...put] };
}

/** One order with its tries, as a delivery would keep them. */
class Errand {
  readonly order: Order;
  readonly world: World;
  readonly #steps = new Map<string, string | number | boolean | null>();
  readonly #triedAt: Date[] = [];
  #ticket: string | null = null;

  constructor(order: Order, world: World) {
    this.order = order;
    this.world = world;
  }

  attempt(changes: Partial<Attempt> = {}): Attempt {
    const steps = this.#steps;
    return anAttempt({
      key: `r1:1:${this.world.channel.id}:${this.order.action}`,
      number: this.#triedAt.length,
      now: this.world.clock.now(),
      signal: AbortSignal.timeout(20_000),
      async step(name, make) {
        const known = steps.get(name);
        if (known !== undefined) return known as Awaited<ReturnType<typeof make>>;
        const made = await make();
        steps.set(name, made);
        return made;
      },
      ...changes,
    });
  }

  async try(changes: Partial<Attempt> = {}): Promise<Receipt> {
    this.#triedAt.push(this.world.clock.now());
    const receipt = await carryOut(this.world.channel, this.order, this.attempt(changes));
    if (receipt.state === 'accepted') this.#ticket = receipt.ticket;
    return receipt;
  }

  /** The failure of a try; a try that succeeds fails the test. */
  async fails(changes: Partial<Attempt> = {}): Promise<ChannelFailure> {
    const failed = await this.try(changes).then(
      (receipt) => assert.fail(`expected a failure, not ${receipt.state}`),
      (error: unknown) => error,
    );
    assert.ok(failed instanceof ChannelFailure, `not a ChannelFailure: ${inspect(failed)}`);
    return failed;
  }

  trace(): Trace {
    const [firstTriedAt = this.world.clock.now()] = this.#triedAt;
    const lastTriedAt = this.#triedAt.at(-1) ?? firstTriedAt;
    const steps = Object.fromEntries(this.#steps);
    return { order: this.order, firstTriedAt, lastTriedAt, ticket: this.#ticket, steps, known: [] };
  }

  /** Looks, waiting as long as it is told to, until there is a word. */
  async look(): Promise<Sighting> {
    const { channel, clock } = this.world;
    for (let looks = 0; looks < LOOKS; looks++) {
      const sighting = await channel.find(this.trace(), this.attempt());
      if (sighting.seen !== 'working') return sighting;
      assert.ok(sighting.lookAt > clock.now(), 'told to look again in the past');
      clock.set(sighting.lookAt);
    }
    return assert.fail(`still working after ${LOOKS} looks`);
  }

  /** Tries and, where the platform only accepted, looks until it is done. */
  async done(): Promise<{ readonly ref: Ref; readonly url: string | null }> {
    const receipt = await this.try();
    if (receipt.state === 'done') return receipt;
    const sighting = await this.look();
    assert.equal(sighting.seen, 'done', inspect(sighting));
    return sighting as Extract<Sighting, { seen: 'done' }>;
  }
}

/** Patience for a call that hangs; every other one has the attempt's own long one. */
const impatient = () => ({ signal: AbortSignal.timeout(PATIENCE_MS) });
const hangs = (trouble: Trouble) => trouble === 'hang' || trouble === 'hang-after';

function announcement(changes: Partial<Announcement> = {}): Announcement {
  const body = `<p>因检修停水，请提前储水。</p><p><img src="/media/${picture.picture.id}" alt="停水范围"></p>`;
  return anAnnouncement({ body, pictures: [picture.picture], ...changes });
}

function pieceOf(channel: Channel, changes: Partial<Announcement> = {}): Piece {
  const rendered = channel.render(announcement(changes));
  if (rendered.fits) return rendered.piece;
  return assert.fail(`does not fit: ${inspect(rendered.misfits)}`);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}

const standing = ({ fake }: World) => fake.posts().filter(({ gone }) => !gone);

function needs(test: Mocha.Context, world: World, action: Exclude<Action, 'publish'> | 'pullComments' | 'check'): void {
  if (!world.channel[action]) test.skip();
}

/** Folders without index.ts and fake.ts are still being built; they show as pending. */
const folders = readdirSync(CHANNELS, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name } of folders) {
  const complete = ['index.ts', 'fake.ts'].every((file) => existsSync(new URL(`${name}/${file}`, CHANNELS)));
  const kind = `the kind ${name}`;
  if (complete) describe(kind, () => promises(name));
  else describe(kind, () => it.skip(`has an adapter and a playback (channels/${name}/index.ts, fake.ts)`));
}

function promises(name: string): void {
  let world: World;
  const publishing = (changes?: Partial<Announcement>) =>
    new Errand({ action: 'publish', piece: pieceOf(world.channel, changes) }, world);
  const withdrawing = (post: Ref) => new Errand({ action: 'withdraw', post, reason: '信息有误' }, world);

  beforeEach(async () => {
    world = await openWorld(name);
  });

  afterEach(async () => {
    const left = world.fake.troubles();
    await world.channel.close?.();
    await world.fake.close();
    assert.deepEqual(left, [], 'a trouble was ordered and not met');
  });

  describe('render', () => {
    it('gives the same piece for the same announcement and changes nothing', () => {
      const told = deepFreeze(announcement());
      assert.deepEqual(world.channel.render(told), world.channel.render(told));
    });

    it('makes plain JSON, so that a signed piece can be kept', () => {
      const rendered = world.channel.render(announcement());
      assert.deepEqual(JSON.parse(JSON.stringify(rendered)), rendered);
    });

    it('says why an over-long title cannot go, or shortens it to what the platform takes', async () => {
      const rendered = world.channel.render(announcement({ title: '关于停水的公告'.repeat(100) }));
      if (!rendered.fits) {
        for (const misfit of rendered.misfits) assert.ok(misfit.field && misfit.problem && misfit.remedy);
        assert.notEqual(rendered.misfits.length, 0);
        return;
      }
      await new Errand({ action: 'publish', piece: rendered.piece }, world).done();
      assert.equal(standing(world).length, 1);
    });

    it('escapes the title in the preview', () => {
      const { preview } = pieceOf(world.channel, { title: '<script>alert(1)</script>公告' });
      assert.ok(!preview.html.includes('<script'), preview.html);
    });
  });

  describe('publish', () => {
    it('puts out one post that carries the canonical link', async () => {
      const { ref } = await publishing().done();
      const posts = standing(world);
      assert.equal(posts.length, 1);
      assert.equal(posts[0]?.ref, ref);
      assert.equal(posts[0]?.links, announcement().url);
    });

    it('tells the address that the public opens', async () => {
      const { url } = await publishing().done();
      assert.equal(url, standing(world)[0]?.url);
    });

    for (const trouble of ['lost-answer', 'hang-after', 'bad-gateway'] as const) {
      it(`is uncertain after ${trouble}, and find sees the one post`, async () => {
        const errand = publishing();
        world.fake.spoilNext(trouble);
        const failure = await errand.fails(hangs(trouble) ? impatient() : {});
        assert.equal(failure.kind, 'uncertain' satisfies FailureKind);
        const sighting = await errand.look();
        assert.equal(sighting.seen, 'done', inspect(sighting));
        const posts = standing(world);
        assert.deepEqual([posts.length, sighting.seen === 'done' && sighting.ref], [1, posts[0]?.ref]);
      });
    }

    it('is uncertain after hang, find proves absence, and trying again makes one post', async () => {
      const errand = publishing();
      world.fake.spoilNext('hang');
      assert.equal((await errand.fails(impatient())).kind, 'uncertain');
      assert.deepEqual(await errand.look(), { seen: 'absent' });
      await errand.done();
      assert.equal(standing(world).length, 1);
    });

    it('is unreachable without a route, leaves no post, and goes out once when the route is back', async () => {
      const errand = publishing();
      world.fake.spoilNext('no-route');
      assert.equal((await errand.fails()).kind, 'unreachable');
      assert.equal(world.fake.posts().length, 0);
      await errand.done();
      assert.equal(standing(world).length, 1);
    });

    for (const [trouble, kind] of [
      ['refuse', 'refused'],
      ['bad-login', 'locked-out'],
      ['limit', 'limited'],
    ] as const) {
      it(`is ${kind} after ${trouble} and leaves no post`, async () => {
        world.fake.spoilNext(trouble);
        const failure = await publishing().fails();
        assert.equal(failure.kind, kind);
        assert.match(failure.message, /\p{Script=Han}/u, 'the reason is for staff');
        assert.equal(standing(world).length, 0);
        if (kind === 'limited') assert.ok(failure.retryAt && failure.retryAt > world.clock.now());
      });
    }

    it('does not take an earlier post with the same words for its own', async () => {
      const earlier = await publishing().done();
      const { channel, fake } = world;
      const errand = publishing({ release: 'r2', url: `${SITE_URL}/p/r2.html` });
      fake.spoilNext('hang');
      await errand.fails(impatient());
      const trace = { ...errand.trace(), known: [earlier.ref] };
      const sighting = await channel.find(trace, errand.attempt());
      assert.notEqual(sighting.seen, 'done');
    });
  });

  describe('revise', () => {
    it('changes the post in place and never makes a second one', async function () {
      needs(this, world, 'revise');
      const { ref: post } = await publishing().done();
      const piece = pieceOf(world.channel, { revision: 2, title: '关于恢复供水的公告' });
      await new Errand({ action: 'revise', post, piece }, world).done();
      const posts = standing(world);
      assert.equal(posts.length, 1);
      assert.ok(`${posts[0]?.title}${posts[0]?.text}`.includes('恢复供水'));
    });
  });

  describe('withdraw', () => {
    it('is done, and done again when it is gone already', async function () {
      needs(this, world, 'withdraw');
      const { ref } = await publishing().done();
      await withdrawing(ref).done();
      assert.equal(standing(world).length, 0);
      await withdrawing(ref).done();
    });

    it('is uncertain after a lost answer, and find sees that the post is gone', async function () {
      needs(this, world, 'withdraw');
      const { ref } = await publishing().done();
      const errand = withdrawing(ref);
      world.fake.spoilNext('lost-answer');
      assert.equal((await errand.fails()).kind, 'uncertain');
      assert.equal((await errand.look()).seen, 'done');
      assert.equal(standing(world).length, 0);
    });
  });

  describe('reply', () => {
    async function askedOnce() {
      const { ref } = await publishing().done();
      const comment = world.fake.comment(ref, '王小明', '建设路几点来水？');
      return new Errand({ action: 'reply', comment, text: '您好，预计今晚18时恢复供水。' }, world);
    }

    const replies = () => world.fake.comments().flatMap((comment) => comment.replies);

    it('answers once, and a second try shows no second answer', async function () {
      needs(this, world, 'reply');
      const errand = await askedOnce();
      await errand.done();
      await errand.try().then(
        (receipt) => assert.equal(receipt.state, 'done'),
        // A platform may call the second one a repetition, which is one more reason to look.
        (failure: ChannelFailure) => assert.ok(['refused', 'uncertain'].includes(failure.kind), failure.kind),
      );
      assert.equal(replies().length, 1);
      assert.ok(replies()[0]?.includes('您好，预计今晚18时恢复供水。'));
    });

    it('is uncertain after a lost answer, and find sees the one answer', async function () {
      needs(this, world, 'reply');
      const errand = await askedOnce();
      world.fake.spoilNext('lost-answer');
      assert.equal((await errand.fails()).kind, 'uncertain');
      const sighting = await errand.look();
      assert.equal(sighting.seen, 'done', inspect(sighting));
      assert.equal(replies().length, 1);
    });
  });

  describe('pullComments', () => {
    const MANY = 120; // more than two pages of any platform

    /** All that a caller gets who goes on from page to page. */
    async function pullAll(cursor: string | null, posts: readonly Ref[]) {
      const items = [];
      for (let calls = 0; calls < 30; calls++) {
        const attempt = anAttempt({ now: world.clock.now() });
        const page = await world.channel.pullComments!({ cursor, posts }, attempt);
        items.push(...page.items);
        cursor = page.cursor;
        if (!page.more) return { items, cursor };
      }
      return assert.fail('never says that there is no more');
    }

    it('gives each comment once, oldest first, across pages, and later only what is new', async function () {
      needs(this, world, 'pullComments');
      const { ref: post } = await publishing().done();
      const written: Ref[] = [];
      for (let nth = 0; nth < MANY; nth++) {
        world.clock.pass(1_000);
        written.push(world.fake.comment(post, `网友${nth}`, `第${nth}条`));
      }
      const first = await pullAll(null, [post]);
      assert.deepEqual(
        first.items.map(({ ref }) => ref),
        written,
      );
      assert.equal((await pullAll(first.cursor, [post])).items.length, 0);
      world.clock.pass(60_000);
      const late = world.fake.comment(post, '王小明', '几点来水？');
      const [found, ...others] = (await pullAll(first.cursor, [post])).items;
      assert.deepEqual([found?.ref, found?.text, found?.post, others.length], [late, '几点来水？', post, 0]);
      assert.equal(found?.writtenAt.getTime(), Math.floor(world.clock.now().getTime() / 1000) * 1000);
    });
  });

  describe('check', () => {
    it('finds nothing wrong with a healthy account', async function () {
      needs(this, world, 'check');
      const findings = await world.channel.check!(anAttempt({ now: world.clock.now() }));
      assert.deepEqual(
        findings.filter(({ ok }) => !ok),
        [],
      );
    });
  });

  describe('stopping', () => {
    it('sends nothing when it has been told to stop', async () => {
      const failure = await publishing().fails({ signal: AbortSignal.abort() });
      assert.ok(['unreachable', 'uncertain'].includes(failure.kind), failure.kind);
      assert.equal(world.fake.posts().length, 0);
    });
  });

  describe('secrets', () => {
    for (const trouble of ['lost-answer', 'no-route', 'bad-login', 'refuse', 'limit', 'hang', 'bad-gateway'] as const) {
      it(`stay out of the failure and the log after ${trouble}`, async () => {
        world.fake.spoilNext(trouble);
        const failure = await publishing().fails(hangs(trouble) ? impatient() : {});
        const told = [inspect(failure, { depth: 10, showHidden: true }), failure.stack ?? '', ...world.logged].join(
          '\n',
        );
        for (const secret of world.secrets()) assert.ok(!told.includes(secret), `a secret in: ${told}`);
      });
    }
  });
}
