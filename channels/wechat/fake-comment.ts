/** Comments under articles. The list is in no order of time, and an answer of the author moves its comment to the front. */
import { type FakeBody, type FakeHandler, FakeRefusal, numberIn, OK, textIn } from './fake-call.ts';
import { post } from './fake-draft.ts';
import type { FakePlatform, FakePublication, FakeRemark } from './fake-state.ts';

const LONGEST_REPLY = 600; // characters; the platform publishes no number

export const commentHandlers: Readonly<Record<string, FakeHandler>> = {
  '/cgi-bin/comment/open': privileged((platform, body) => setOpen(platform, body, { open: true })),
  '/cgi-bin/comment/close': privileged((platform, body) => setOpen(platform, body, { open: false })),
  '/cgi-bin/comment/list': privileged((platform, body) => {
    const { index, publication } = getPlace(platform, body);
    if (!publication.items[index]?.commentsOpen) throw new FakeRefusal(88000, 'without comment privilege');
    const [begin, count] = [numberIn(body, 'begin'), numberIn(body, 'count')];
    if (!(begin >= 0) || !(count > 0 && count < 50)) throw new FakeRefusal(88010, 'count range error');
    const all = listRemarks(platform, { msg_data_id: publication.msg_data_id, index }, numberIn(body, 'type', 0));
    const counted = platform.knobs.countsComments || (all.length === 0 && body.type === 2);
    const total = counted ? { comment_cnt: all.length } : { total: all.length };
    return { ...OK, ...total, comment: all.slice(begin, begin + count).map(showRemark) };
  }),
  '/cgi-bin/comment/markelect': privileged((platform, body) => {
    const remark = getRemark(platform, body);
    const { remarks } = platform.state;
    const elected = remarks.filter((one) => one.elected && isBeside(one, remark)).length;
    if (elected >= platform.knobs.mostElected) throw new FakeRefusal(88003, 'elected comment upper limit');
    remark.elected = true;
    return OK;
  }),
  '/cgi-bin/comment/unmarkelect': privileged((platform, body) => {
    getRemark(platform, body).elected = false;
    return OK;
  }),
  '/cgi-bin/comment/delete': privileged((platform, body) => {
    getRemark(platform, body).gone = true;
    return OK;
  }),
  '/cgi-bin/comment/reply/add': privileged((platform, body) => {
    const remark = getRemark(platform, body);
    const content = textIn(body, 'content');
    if (remark.reply) throw new FakeRefusal(88005, 'already reply');
    if (content.trim() === '' || [...content].length > LONGEST_REPLY) {
      throw new FakeRefusal(88007, 'reply content beyond max len or content len is zero');
    }
    remark.reply = { content, at: platform.clock.now().getTime() };
    return OK;
  }),
  '/cgi-bin/comment/reply/delete': privileged((platform, body) => {
    const remark = getRemark(platform, body);
    if (!remark.reply) throw new FakeRefusal(88009, 'reply is not exists');
    remark.reply = null;
    return OK;
  }),
};

function privileged(handle: (platform: FakePlatform, body: FakeBody) => FakeBody): FakeHandler {
  return post((platform, body) => {
    if (!platform.knobs.rights.comment) throw new FakeRefusal(48001, 'api unauthorized');
    return handle(platform, body);
  });
}

function getPlace({ state }: FakePlatform, body: FakeBody): { publication: FakePublication; index: number } {
  const id = numberIn(body, 'msg_data_id');
  const index = numberIn(body, 'index', 0);
  const publication = state.publications.find(({ msg_data_id }) => msg_data_id === id);
  if (!publication?.items[index] || publication.items[index].gone)
    throw new FakeRefusal(88001, 'msg_data is not exists');
  return { publication, index };
}

function setOpen(platform: FakePlatform, body: FakeBody, { open }: { open: boolean }): FakeBody {
  const { publication, index } = getPlace(platform, body);
  const item = publication.items[index];
  if (item) item.commentsOpen = open;
  return OK;
}

function getRemark(platform: FakePlatform, body: FakeBody): FakeRemark {
  const { publication, index } = getPlace(platform, body);
  const id = numberIn(body, 'user_comment_id');
  const found = platform.state.remarks.find((one) => {
    return one.msg_data_id === publication.msg_data_id && one.index === index && one.user_comment_id === id;
  });
  if (!found) throw new FakeRefusal(88008, 'comment is not exists');
  if (found.gone) throw new FakeRefusal(88004, 'comment was deleted by user');
  return found;
}

function isBeside(one: FakeRemark, other: FakeRemark): boolean {
  return one !== other && one.msg_data_id === other.msg_data_id && one.index === other.index;
}

interface Place {
  readonly msg_data_id: number;
  readonly index: number;
}

function listRemarks({ state }: FakePlatform, { msg_data_id, index }: Place, type: number): readonly FakeRemark[] {
  const here = state.remarks.filter((one) => one.msg_data_id === msg_data_id && one.index === index && !one.gone);
  const wanted = here.filter(({ elected }) => type === 0 || elected === (type === 2));
  const lastTouched = ({ reply, at }: FakeRemark) => reply?.at ?? at;
  return wanted.sort((one, other) => {
    return lastTouched(other) - lastTouched(one) || (one.user_comment_id % 7) - (other.user_comment_id % 7);
  });
}

function showRemark({ user_comment_id, author, content, at, elected, reply }: FakeRemark): FakeBody {
  return {
    user_comment_id,
    // A reader who comments under another identity than WeChat's has no openid.
    ...(author.startsWith('匿名') ? {} : { openid: openidOf(author) }),
    create_time: Math.floor(at / 1000),
    content,
    comment_type: elected ? 1 : 0,
    ...(reply ? { reply: { content: reply.content, create_time: Math.floor(reply.at / 1000) } } : {}),
  };
}

/** The same reader has the same openid: 28 characters that say nothing of the name. */
export function openidOf(name: string): string {
  const mixed = [...Buffer.from(name, 'utf8')].reduce((sum, byte) => (sum * 257n + BigInt(byte)) % (1n << 155n), 7n);
  return `o${mixed.toString(36).padStart(27, 'A').slice(-27)}`;
}

/** A comment by the public. Throws when the article takes none. */
export function addRemark(platform: FakePlatform, place: Place, said: { author: string; content: string }): FakeRemark {
  const { state, clock } = platform;
  const publication = state.publications.find(({ msg_data_id }) => msg_data_id === place.msg_data_id);
  const item = publication?.items[place.index];
  if (!item || item.gone || !item.commentsOpen) throw new Error('this article takes no comments');
  const remark: FakeRemark = {
    ...place,
    ...said,
    user_comment_id: state.next++,
    at: clock.now().getTime(),
    elected: false,
    gone: false,
    reply: null,
  };
  state.remarks.push(remark);
  return remark;
}
