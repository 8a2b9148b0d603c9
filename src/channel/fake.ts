/**
 * A platform played back on a local port, with switchable trouble: tests, rehearsal and demos share it. Each kind's own is
 * channels/<kind>/fake.ts. It must behave as the platform's documents say, not as our adapter hopes.
 */
import { type Clock, minutes } from '../clock.ts';
import { type Action, actions, type Ref } from './contract.ts';
import type { Site } from './kind.ts';

/** What can go wrong with one order. */
interface Effect {
  /** 界面和文档上的名称. */
  readonly name: string;
  /** Whether the platform does what it was asked, whatever it answers. */
  readonly carriedOut: boolean;
}

/**
 * lost-answer         the order is carried out, then the connection is closed
 * reset-after         the order is carried out, then the connection is reset
 * reset               the order is read and not carried out, then the connection is reset
 * hang-after          the order is carried out and no answer comes
 * hang                the order is not carried out and no answer comes
 * slow-body           the order is carried out; the answer begins, drips and does not end
 * bad-gateway         the order is carried out, the answer is an HTML page with HTTP 502
 * bad-gateway-before  the order is not carried out, the answer is the same page
 * no-route            the platform cannot be reached at all
 * limit               over a quota or rate
 * bad-login           token or secret not accepted
 * refuse              the platform says no to the content
 * false-duplicate     the platform says that this was done before, which is not so, and does nothing
 * event-never         the push that tells of a finished job gets lost
 * event-once          it comes once: how it should be
 * event-thrice        it comes three times, side by side
 * event-early         it comes before the answer to the call that began the job
 * clock-ahead         the platform's clock is two minutes ahead of ours, from now on
 * clock-behind        two minutes behind
 */
export const TROUBLES = {
  'lost-answer': { name: '已办，答复丢失', carriedOut: true },
  'reset-after': { name: '已办，连接被重置', carriedOut: true },
  reset: { name: '收下未办，连接被重置', carriedOut: false },
  'hang-after': { name: '已办，一直不答复', carriedOut: true },
  hang: { name: '未办，一直不答复', carriedOut: false },
  'slow-body': { name: '已办，答复极慢、读不完', carriedOut: true },
  'bad-gateway': { name: '已办，网关报 502', carriedOut: true },
  'bad-gateway-before': { name: '未办，网关报 502', carriedOut: false },
  'no-route': { name: '连接不上', carriedOut: false },
  limit: { name: '超出额度或频率', carriedOut: false },
  'bad-login': { name: '令牌或密钥失效', carriedOut: false },
  refuse: { name: '平台拒绝', carriedOut: false },
  'false-duplicate': { name: '误报“已办过”', carriedOut: false },
  'event-never': { name: '结果推送丢失', carriedOut: true },
  'event-once': { name: '结果推送一次（正常）', carriedOut: true },
  'event-thrice': { name: '结果推送三次', carriedOut: true },
  'event-early': { name: '结果推送早于答复', carriedOut: true },
  'clock-ahead': { name: '平台时钟快两分钟', carriedOut: true },
  'clock-behind': { name: '平台时钟慢两分钟', carriedOut: true },
} as const satisfies Readonly<Record<string, Effect>>;

export type Trouble = keyof typeof TROUBLES;

/** Every trouble, in the order of TROUBLES. */
export const troubles = Object.keys(TROUBLES) as readonly Trouble[];

const SKEWS: Readonly<Partial<Record<Trouble, number>>> = { 'clock-ahead': minutes(2), 'clock-behind': -minutes(2) };

/** A platform's own clock: ours, until a trouble sets it off. */
export interface FakeClock extends Clock {
  /** Meets the trouble if it is one of clocks; false for any other. */
  meet(trouble: Trouble): boolean;
  mend(): void;
}

export function openFakeClock(clock: Clock): FakeClock {
  let skew = 0;
  return {
    now: () => new Date(clock.now().getTime() + skew),
    meet(trouble) {
      skew = SKEWS[trouble] ?? skew;
      return trouble in SKEWS;
    },
    mend() {
      skew = 0;
    },
  };
}

/** A post as the public sees it. */
export interface FakePost {
  readonly ref: Ref;
  readonly url: string;
  readonly title: string;
  readonly text: string;
  /** The address of our canonical page that the post carries, without query; '' when it carries none. */
  readonly links: string;
  readonly at: Date;
  readonly gone: boolean;
}

export interface FakeComment {
  readonly ref: Ref;
  readonly post: Ref;
  readonly author: string;
  readonly text: string;
  readonly replies: readonly string[];
}

export interface Fake {
  readonly kind: string;
  /** Where its pages and its API are, such as http://127.0.0.1:4302. */
  readonly url: string;
  /** The account's variables without prefix that make our adapter talk to it. */
  readonly settings: Readonly<Record<string, string>>;
  /** The website's own: what its adapter is given in place of the real site; absent on platforms that answer over HTTP. */
  readonly site?: Site;
  /** Every post ever taken, oldest first, withdrawn ones marked gone. */
  posts(): readonly FakePost[];
  comments(): readonly FakeComment[];
  /** Comments as a member of the public. */
  comment(post: Ref, author: string, text: string): Ref;
  /**
   * The next call that carries out an action (publish, revise, withdraw, reply, report) meets this trouble, once; a clock goes
   * wrong at once and stays so until mend(). Throws on a trouble that it cannot play with any action.
   */
  spoilNext(trouble: Trouble): void;
  /** Why this platform cannot have this trouble with this action, in Chinese; null when it can. */
  cannotPlay(trouble: Trouble, action: Action): string | null;
  /** Ends what lasts: a wrong clock. */
  mend(): void;
  /** Every call that was to carry out an action, as it arrived, spoiled or not. */
  arrived(): readonly Action[];
  /** Troubles ordered and not yet met; a test that leaves one fails. */
  troubles(): readonly Trouble[];
  close(): Promise<void>;
}

export interface FakeOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly clock: Clock;
  /** Where to keep state over a restart (JSON, written before each answer), or null to keep none. */
  readonly file: string | null;
  /** Address the platform pushes to (http://127.0.0.1:…/push/<account>), or null: then nothing is pushed. */
  readonly pushTo: string | null;
  /** Our site's address, which the platform's settings approve. */
  readonly siteUrl: string;
}

/** Throws when a platform cannot have this trouble with any action, so that no test believes it was played. */
export function requirePlayable(trouble: Trouble, cannotPlay: Fake['cannotPlay']): void {
  const why = actions.map((action) => cannotPlay(trouble, action));
  if (why.every((reason) => reason !== null)) throw new Error(`${trouble} cannot be played: ${why[0]}`);
}

export type StartFake = (options: FakeOptions) => Promise<Fake>;
