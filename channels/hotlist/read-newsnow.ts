/**
 * newsnow (github.com/ourongxing/newsnow), GET /api/s?id=<source>: `success` is fresh, `cache` is as of `updatedTime`; both
 * are good answers.
 */
import type { HotTopic } from '../../src/channel/hot-topic.ts';
import { type Found, instantOf, toTopics } from './entry.ts';
import { unreadable } from './failures.ts';
import { type Fields, fieldsOf, listOf, readObject } from './read-json.ts';

/** Throws ChannelFailure. */
export function readNewsnow(body: string): readonly HotTopic[] {
  const { status, items, updatedTime } = readObject(body);
  if (status !== 'success' && status !== 'cache') throw unreadable('STATUS', '报告读取失败');
  return toTopics(listOf(items).map(toFound), instantOf(updatedTime));
}

function toFound(told: Fields): Found {
  const { id, title, url, mobileUrl, pubDate, extra } = told;
  const { info, hover, date } = fieldsOf(extra) ?? {};
  const since = instantOf(pubDate) ?? instantOf(date);
  return { id, title, text: hover, heat: info, url: url || mobileUrl, since, told };
}
