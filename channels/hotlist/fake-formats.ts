/** One list as each source writes it: the site's own side bar, DailyHotApi, newsnow, RSSHub. */

export interface FakeEntry {
  readonly word: string;
  readonly heat: number;
  readonly category: string;
  readonly label: string;
  /** Sold, and so no part of the list. */
  readonly isAd: boolean;
  /** Since when it stands there. */
  readonly since: Date;
}

export interface FakeList {
  readonly entries: readonly FakeEntry[];
  /** As of when. */
  readonly at: Date;
  /** Whether it comes out of the collector's cache. */
  readonly isCached: boolean;
}

export interface Written {
  readonly type: string;
  readonly body: string;
}

const SEARCH = 'https://s.weibo.com/weibo?q=';
const JSON_TYPE = 'application/json; charset=utf-8';

export function writeWeibo({ entries }: FakeList): Written {
  let place = 0;
  const realtime = entries.map((entry, rank) => {
    const { word, heat, category, label, isAd, since } = entry;
    if (isAd) return { word, note: word, rank, is_ad: 1, ad_info: '', topic_flag: 1, icon_desc: '商' };
    place += 1;
    const told = {
      word,
      word_scheme: `#${word}#`,
      note: word,
      num: heat,
      raw_hot: heat,
      rank,
      realpos: place,
      category,
    };
    return { ...told, label_name: label, icon_desc: label, flag: 0, onboard_time: Math.floor(since.getTime() / 1000) };
  });
  const hotgov = {
    word: '#全国政务要闻#',
    note: '#全国政务要闻#',
    url: `${SEARCH}%23x%23`,
    is_gov: 1,
    icon_desc: '热',
  };
  return { type: JSON_TYPE, body: JSON.stringify({ ok: 1, data: { hotgov, hotgovs: [hotgov], realtime } }) };
}

export function writeDailyHot({ entries, at, isCached }: FakeList): Written {
  const shown = entries.filter(({ isAd }) => !isAd);
  const data = shown.map(({ word, heat, since }) => {
    const url = `${SEARCH}${encodeURIComponent(word)}`;
    return { id: word, title: word, desc: `#${word}#`, timestamp: since.getTime(), hot: heat, url, mobileUrl: url };
  });
  const about = { name: 'weibo', title: '微博', type: '热搜榜', link: 'https://s.weibo.com/top/summary/' };
  const told = { code: 200, ...about, total: data.length, fromCache: isCached, updateTime: at.toISOString(), data };
  return { type: JSON_TYPE, body: JSON.stringify(told) };
}

export function writeNewsnow({ entries, at, isCached }: FakeList): Written {
  const shown = entries.filter(({ isAd }) => !isAd).slice(0, 30);
  const items = shown.map(({ word, heat }) => {
    const url = `${SEARCH}${encodeURIComponent(word)}`;
    return {
      id: word,
      title: word,
      url,
      mobileUrl: url,
      extra: { info: `${(heat / 10_000).toFixed(1)}万`, icon: false },
    };
  });
  const told = { status: isCached ? 'cache' : 'success', id: 'weibo', updatedTime: at.getTime(), items };
  return { type: JSON_TYPE, body: JSON.stringify(told) };
}

export function writeRss({ entries, at }: FakeList): Written {
  const items = entries
    .filter(({ isAd }) => !isAd)
    .map(({ word, since }) => {
      const link = `${SEARCH}${encodeURIComponent(word)}&amp;Refer=top`;
      const about = `<description><![CDATA[<p>${word}</p>]]></description>`;
      return `<item><title>${word}</title>${about}<link>${link}</link><guid>${link}</guid><pubDate>${since.toUTCString()}</pubDate></item>`;
    });
  const head = `<title>微博热搜榜</title><link>https://s.weibo.com/top/summary</link><lastBuildDate>${at.toUTCString()}</lastBuildDate>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>${head}${items.join('')}</channel></rss>`;
  return { type: 'application/xml; charset=utf-8', body };
}
