/** The fake's pages for people: the account, an article, a conversation; forms to comment and to write to the account. */
import type { ServerResponse } from 'node:http';
import { SWITCH_PAGE, type SwitchBoard, showSwitchPage, takeSwitchForm } from '../../src/channel/fake-switch-page.ts';
import type { FakeCall } from './fake-call.ts';
import { addRemark } from './fake-comment.ts';
import { showAccount, showArticlePage, showConversation, showMissing } from './fake-page.ts';
import { articleUrl } from './fake-publish.ts';
import type { FakePlatform } from './fake-state.ts';

export interface FakeSite {
  readonly platform: FakePlatform;
  /** A follower writes to the account. */
  say(name: string, text: string): void;
  readonly board: SwitchBoard;
}

interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export function answerPage(site: FakeSite, call: FakeCall, response: ServerResponse): void {
  const { status, headers, body } = call.method === 'POST' ? takeForm(site, call) : findPage(site, call);
  response.writeHead(status, headers).end(body);
}

function findPage({ platform, board }: FakeSite, { path, query }: FakeCall): Page {
  if (path === SWITCH_PAGE) return html(200, showSwitchPage(board));
  if (path === '/') return html(200, showAccount(platform));
  if (path === '/messages') return conversation(platform, query.get('name') ?? '');
  const picture = /^\/mmbiz_\w+\/([0-9a-f]{40})\/0$/.exec(path)?.[1];
  if (picture) return pictureOf(platform, picture);
  const [mid, idx] = [Number(query.get('mid')), Number(query.get('idx') ?? 1)];
  const publication = path === '/s' && platform.state.publications.find(({ msg_data_id }) => msg_data_id === mid);
  if (!publication || !(publication.items.length >= idx)) return html(404, showMissing());
  const remarks = platform.state.remarks.filter((one) => one.msg_data_id === mid && one.index === idx - 1 && !one.gone);
  return html(200, showArticlePage({ publication, index: idx - 1, remarks }));
}

function conversation({ state }: FakePlatform, name: string): Page {
  const messages = state.messages.filter((one) => one.name === name);
  return html(200, showConversation(name, messages));
}

function pictureOf(platform: FakePlatform, key: string): Page {
  const body = platform.readPicture(key);
  if (!body) return html(404, showMissing());
  const type = `image/${platform.state.pictures[key]?.type ?? 'png'}`;
  return { status: 200, headers: { 'content-type': type, 'x-content-type-options': 'nosniff' }, body };
}

function takeForm({ platform, say, board }: FakeSite, { path, raw }: FakeCall): Page {
  const form = new URLSearchParams(raw.toString('utf8'));
  if (path === SWITCH_PAGE) return takeSwitchForm(board, form) ? moveOn(SWITCH_PAGE) : html(400, showMissing());
  const text = (form.get('text') ?? '').trim().slice(0, 600);
  const name = (form.get('name') ?? form.get('author') ?? '').trim().slice(0, 20);
  if (text === '' || name === '') return html(400, showMissing());
  if (path === '/message') {
    say(name, text);
    return moveOn(`/messages?name=${encodeURIComponent(name)}`);
  }
  if (path !== '/comment') return html(404, showMissing());
  const place = { msg_data_id: Number(form.get('mid')), index: Number(form.get('idx')) - 1 };
  try {
    addRemark(platform, place, { author: name, content: text });
  } catch {
    return html(409, showMissing());
  }
  platform.save();
  return moveOn(articleUrl(platform, place.msg_data_id, place.index));
}

function moveOn(location: string): Page {
  return { status: 303, headers: { location }, body: '' };
}

function html(status: number, body: string): Page {
  const policy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body };
}
