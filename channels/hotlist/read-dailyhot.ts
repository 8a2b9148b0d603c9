/** DailyHotApi (github.com/imsyy/DailyHotApi), GET /<route>: `hot` is missing on some routes, `updateTime` tells its cache. */
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import { type Found, instantOf, toTopics } from './entry.ts';
import { unreadable } from './failures.ts';
import { type Fields, listOf, readObject } from './read-json.ts';

/** Throws ChannelFailure. */
export function readDailyHot(body: string): readonly HotTopic[] {
  const { code, data, updateTime } = readObject(body);
  if (Number(code) !== 200) throw unreadable('CODE', '报告读取失败');
  return toTopics(listOf(data).map(toFound), instantOf(updateTime));
}

function toFound(told: Fields): Found {
  const { id, title, desc, hot, timestamp, url, mobileUrl } = told;
  return { id, title, text: desc, heat: hot, url: url || mobileUrl, since: instantOf(timestamp), told };
}
