/**
 * 热榜: one list of one source, read and never written to. How each source writes its list is in read-*.ts; all of them are
 * played back in fake.ts.
 */
import type { Attempt, Doorway, Finding } from '../../src/channel/contract.ts';
import { toFailure } from '../../src/channel/failure.ts';
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import type { Kind } from '../../src/channel/kind.ts';
import { fetchList } from './fetch-list.ts';
import { readDailyHot } from './read-dailyhot.ts';
import { readNewsnow } from './read-newsnow.ts';
import { readRss } from './read-rss.ts';
import { readWeibo } from './read-weibo.ts';
import { type HotlistSettings, hotlistSettings } from './settings.ts';

const READERS: Readonly<Record<HotlistSettings['SOURCE'], (body: string) => readonly HotTopic[]>> = {
  weibo: readWeibo,
  dailyhot: readDailyHot,
  newsnow: readNewsnow,
  rss: readRss,
};

const hotlist: Kind<Doorway> = {
  kind: 'hotlist',
  name: '热榜',
  settings: hotlistSettings,
  open({ id }, given): Doorway {
    const settings = hotlistSettings.parse(given);
    const read = async (attempt: Attempt) => READERS[settings.SOURCE](await fetchList(settings, attempt));
    return { id, pullHotTopics: read, check: (attempt) => check(() => read(attempt)) };
  },
};

async function check(read: () => Promise<readonly HotTopic[]>): Promise<readonly Finding[]> {
  const what = '读取热榜';
  try {
    return [{ what: `${what}（${(await read()).length} 条）`, ok: true, remedy: null }];
  } catch (error) {
    return [{ what, ok: false, remedy: toFailure(error).message }];
  }
}

export default hotlist;
