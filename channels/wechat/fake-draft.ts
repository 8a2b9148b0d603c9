/** The draft box. A draft leaves it when it is published (fake-publish.ts). */
import { randomBytes } from 'node:crypto';
import { load } from 'cheerio';
import { type FakeBody, type FakeHandler, FakeRefusal, numberIn, OK, pageOf, textIn } from './fake-call.ts';
import { pictureKey } from './fake-material.ts';
import type { FakeArticle, FakePlatform } from './fake-state.ts';

export const draftHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/draft/add': post((platform, body) => {
    const given = Array.isArray(body.articles) ? (body.articles as FakeBody[]) : [];
    if (given.length < 1 || given.length > 8) throw new FakeRefusal(40002, 'invalid articles');
    const articles = given.map((article) => readArticle(platform, article));
    const media_id = randomBytes(48).toString('base64url');
    platform.state.drafts.push({ media_id, articles, at: platform.clock.now().getTime() });
    return { media_id };
  }),
  '/cgi-bin/draft/update': post((platform, body) => {
    const draft = getDraft(platform, body);
    const index = numberIn(body, 'index', 0);
    if (!draft.articles[index]) throw new FakeRefusal(40114, 'invalid index');
    draft.articles[index] = readArticle(platform, (body.articles ?? {}) as FakeBody);
    draft.at = platform.clock.now().getTime();
    return OK;
  }),
  '/cgi-bin/draft/get': post((platform, body) => {
    const { articles, media_id } = getDraft(platform, body);
    return { news_item: articles.map((article) => showArticle(article, `${platform.url}/draft/${media_id}`)) };
  }),
  '/cgi-bin/draft/batchget': post(({ state, url }, body) => {
    const item = pageOf(state.drafts, body).map(({ media_id, articles, at }) => {
      const news_item = articles.map((article) =>
        withoutContent(showArticle(article, `${url}/draft/${media_id}`), body),
      );
      return { media_id, content: { news_item }, update_time: Math.floor(at / 1000) };
    });
    return { total_count: state.drafts.length, item_count: item.length, item };
  }),
  '/cgi-bin/draft/count': {
    method: 'GET',
    takes: 'nothing',
    handle: ({ state }) => ({ total_count: state.drafts.length }),
  },
  '/cgi-bin/draft/delete': post(({ state }, body) => {
    const at = state.drafts.findIndex(({ media_id }) => media_id === textIn(body, 'media_id'));
    if (at >= 0) state.drafts.splice(at, 1);
    return OK; // deleting twice is answered alike
  }),
  '/cgi-bin/draft/switch': { method: 'POST', takes: 'nothing', handle: () => ({ ...OK, is_open: 1 }) },
};

/** A handler of the usual shape: POST with JSON. */
export function post(handle: (platform: FakePlatform, body: FakeBody) => FakeBody): FakeHandler {
  return { method: 'POST', takes: 'json', handle: (platform, { body }) => handle(platform, body) };
}

function getDraft({ state }: FakePlatform, body: FakeBody) {
  const draft = state.drafts.find(({ media_id }) => media_id === textIn(body, 'media_id'));
  if (!draft) throw new FakeRefusal(40007, 'invalid media_id');
  return draft;
}

function readArticle(platform: FakePlatform, given: FakeBody): FakeArticle {
  const article: FakeArticle = {
    title: textIn(given, 'title'),
    author: textIn(given, 'author'),
    digest: textIn(given, 'digest'),
    content: textIn(given, 'content'),
    content_source_url: textIn(given, 'content_source_url'),
    thumb_media_id: textIn(given, 'thumb_media_id'),
    need_open_comment: numberIn(given, 'need_open_comment', 0),
    only_fans_can_comment: numberIn(given, 'only_fans_can_comment', 0),
  };
  checkArticle(platform, article);
  const content = clean(platform, article.content);
  const digest = article.digest || [...load(content, null, false).text().trim()].slice(0, 54).join('');
  return { ...article, content, digest };
}

function checkArticle({ state, knobs }: FakePlatform, article: FakeArticle): void {
  const count = (text: string) => [...text].length;
  if (article.title.trim() === '') throw new FakeRefusal(40002, 'title missing');
  if (count(article.title) > 32) throw new FakeRefusal(45003, 'title size out of limit');
  if (count(article.author) > 16) throw new FakeRefusal(45110, 'author size out of limit');
  if (count(article.digest) > 128) throw new FakeRefusal(45004, 'description size out of limit');
  if (article.content === '' || count(article.content) >= 20_000 || Buffer.byteLength(article.content) >= 1024 * 1024) {
    throw new FakeRefusal(45166, 'invalid content');
  }
  const source = article.content_source_url;
  if (Buffer.byteLength(source) > 1024 || (source !== '' && !URL.canParse(source))) {
    throw new FakeRefusal(41039, 'invalid content_source_url');
  }
  if (!state.materials.some(({ media_id }) => media_id === article.thumb_media_id)) {
    throw new FakeRefusal(40007, 'invalid media_id');
  }
  if (article.need_open_comment === 1 && !knobs.rights.comment)
    throw new FakeRefusal(88000, 'without comment privilege');
}

/** Scripts go, and pictures that were not uploaded here. */
function clean(platform: FakePlatform, content: string): string {
  const $ = load(content, null, false);
  $('script,iframe,object,embed,form').remove();
  for (const element of $('*').toArray()) {
    if (!('attribs' in element)) continue;
    for (const name of Object.keys(element.attribs)) if (/^on/i.test(name)) $(element).removeAttr(name);
  }
  for (const element of $('img').toArray()) {
    if (pictureKey(platform, $(element).attr('src') ?? '') === null) $(element).remove();
  }
  return $.html() ?? '';
}

/** An article as get and batchget tell it. */
export function showArticle(article: FakeArticle, url: string): FakeBody {
  return { article_type: 'news', ...article, show_cover_pic: 0, url };
}

export function withoutContent(shown: FakeBody, { no_content }: FakeBody): FakeBody {
  if (no_content !== 1) return shown;
  const { content: _content, ...rest } = shown;
  return rest;
}
