/** What the fake hands to whoever plays with it: the settings that lead to it, and its posts and comments as the public sees them. */
import type { FakeComment, FakePost } from '../../src/channel/fake.ts';
import type { StoredComment, StoredPost } from './fake-book.ts';
import { APPLICATION, type Oauth } from './fake-oauth.ts';
import { type Platform, UID } from './fake-platform.ts';
import { linksIn } from './fake-text.ts';
import { postUrl } from './post-url.ts';

export function settingsFor(url: string, { firstToken }: Oauth): Readonly<Record<string, string>> {
  return {
    ACCESS_TOKEN: firstToken,
    APPKEY: APPLICATION.key,
    APPSECRET: APPLICATION.secret,
    MESSAGES_ENDPOINT: url,
    UID,
    ENDPOINT: url,
    PAGES: url,
    OPERATOR_IP: '127.0.0.1',
    SETTLE_SECONDS: '5',
    ANSWER_TIMEOUT_MS: '3000',
    POSTS_PER_HOUR: '0',
    CALLS_PER_DAY: '0',
  };
}

export function showPost({ id, text, shown, at, gone }: StoredPost, url: string): FakePost {
  const title = /^(?:【更正】)?【(.*?)】 ?/.exec(text)?.[1] ?? '';
  const links = (linksIn(text).at(-1) ?? '').replace(/[?#].*$/, '');
  return { ref: id, url: postUrl(url, UID, id), title, text: shown, links, at: new Date(at), gone };
}

/** Comments of the public, each with our answers. */
export function showComments({ book }: Platform): readonly FakeComment[] {
  const { comments } = book.pages;
  const toComment = ({ id, post, author, text }: StoredComment): FakeComment => {
    const replies = comments.filter(({ answers }) => answers === id).map((answer) => answer.text);
    return { ref: `${post}/${id}`, post, author, text, replies };
  };
  return comments.filter(({ uid }) => uid !== UID).map(toComment);
}
