/** A hot list played back for an office that reads one. */
import startHotlist, { type HotlistFake } from '../../channels/hotlist/fake.ts';
import { type SetClock, SITE_URL } from '../support/channel-tools.ts';

export interface HotList {
  readonly fake: HotlistFake;
  /** What the office is told of it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Read only when the story says so. */
export async function openHotList(clock: SetClock): Promise<HotList> {
  const fake = await startHotlist({ port: 0, clock, file: null, pushTo: null, siteUrl: SITE_URL });
  const settings = Object.entries(fake.settingsFor('newsnow'));
  const variables = Object.fromEntries(settings.map(([name, value]) => [`HOT_WEIBO_${name}`, value] as const));
  return { fake, variables: { ...variables, SANWEI_HOT_CRON: '0 0 1 1 *' } };
}
