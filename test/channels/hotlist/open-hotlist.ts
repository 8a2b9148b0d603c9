/** A list read from its playback, or from a bare server that answers whatever a test wants. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import startFake, { type HotlistFake } from '../../../channels/hotlist/fake.ts';
import hotlist from '../../../channels/hotlist/index.ts';
import type { HotlistSettings } from '../../../channels/hotlist/settings.ts';
import type { Doorway } from '../../../src/channel/contract.ts';
import { ChannelFailure } from '../../../src/channel/failure.ts';
import type { HotTopic } from '../../../src/channel/hot-topic.ts';
import { aClock, anAccount, anAttempt, aTools, type SetClock, SITE_URL } from '../../support/channel-tools.ts';

export const FORMATS = ['weibo', 'dailyhot', 'newsnow', 'rss'] as const;

const closing: (() => Promise<unknown>)[] = [];

/** Closes what the test opened. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export function openDoorway(settings: Readonly<Record<string, string>>): Doorway {
  return hotlist.open(anAccount({ id: 'hot', kind: 'hotlist' }), hotlist.settings.parse(settings), aTools());
}

export interface Played {
  readonly clock: SetClock;
  readonly fake: HotlistFake;
  pull(format: HotlistSettings['SOURCE']): Promise<readonly HotTopic[]>;
}

export async function openPlayed(settings: Readonly<Record<string, string>> = {}): Promise<Played> {
  const clock = aClock();
  const fake = await startFake({ port: 0, clock, file: null, pushTo: null, siteUrl: SITE_URL });
  closing.push(fake.close);
  const pull: Played['pull'] = async (format) =>
    await openDoorway({ ...fake.settingsFor(format), ...settings }).pullHotTopics!(anAttempt({ now: clock.now() }));
  return { clock, fake, pull };
}

/** A source that is nothing but the given answer; `pull` reads it in the given format. */
export async function openBare(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.shouldKeepAlive = false;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pull = (SOURCE: HotlistSettings['SOURCE'], path = '/list?key=s3cret') =>
    openDoorway({ SOURCE, ADDRESS: url + path, ANSWER_TIMEOUT_MS: '2000' }).pullHotTopics!(anAttempt());
  return { url, asked, pull };
}

/** The failure of a promise that must fail. */
export async function failureOf(promise: Promise<unknown>): Promise<ChannelFailure> {
  const failed = await promise.then(
    () => assert.fail('expected a failure'),
    (error: unknown) => error,
  );
  assert.ok(failed instanceof ChannelFailure, String(failed));
  return failed;
}
