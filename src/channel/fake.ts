/**
 * A platform played back on a local port, with switchable trouble: tests, rehearsal and demos share it. Each kind's own is
 * channels/<kind>/fake.ts. It must behave as the platform's documents say, not as our adapter hopes.
 */
import type { Clock } from '../clock.ts';

import type { Ref } from './contract.ts';
import type { Site } from './kind.ts';

/**
 * lost-answer  the order is carried out, then the connection dies
 * no-route     the platform cannot be reached at all
 * refuse       the platform says no to the content
 * bad-login    token or secret not accepted
 * limit        over a quota or rate
 * hang         the order is not carried out and no answer comes
 * hang-after   the order is carried out and no answer comes
 * bad-gateway  the order is carried out, the answer is an HTML page with HTTP 502
 */
export type Trouble =
  | 'lost-answer'
  | 'no-route'
  | 'refuse'
  | 'bad-login'
  | 'limit'
  | 'hang'
  | 'hang-after'
  | 'bad-gateway';

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
  /** The next call that carries out an action (publish, revise, withdraw, reply) meets this trouble, once. */
  spoilNext(trouble: Trouble): void;
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

export type StartFake = (options: FakeOptions) => Promise<Fake>;
