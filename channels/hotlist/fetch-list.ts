/**
 * Fetches one list from the configured address: one host, bounded in time and size. A redirect is followed only within that
 * host, so that no source can send us to addresses inside our own network.
 */
import type { Attempt } from '../../src/channel/contract.ts';
import { ledElsewhere, readingFailure, statusFailure, unreadable } from './failures.ts';
import { LONGEST_ANSWER, MOST_REDIRECTS } from './limits.ts';
import type { HotlistSettings } from './settings.ts';

// The side bar of weibo.com is asked by browsers; anything else is answered with a log-in page.
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36';

/** The body as text. Throws ChannelFailure, never 'refused' or 'uncertain'. */
export async function fetchList(settings: HotlistSettings, { signal, now }: Attempt): Promise<string> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(settings.ANSWER_TIMEOUT_MS)]);
  const headers = headersFor(settings);
  try {
    let url = new URL(settings.ADDRESS);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await fetch(url, { headers, redirect: 'manual', signal: patience });
      const next = placeOf(response, url);
      if (next === null) return await readBody(response, now);
      await response.body?.cancel();
      if (next.host !== url.host || next.protocol !== url.protocol) throw ledElsewhere();
      url = next;
    }
    throw unreadable('REDIRECTS', '一再转到别的地址');
  } catch (error) {
    throw readingFailure(error);
  }
}

function headersFor({ SOURCE }: HotlistSettings): Readonly<Record<string, string>> {
  const accept = SOURCE === 'rss' ? 'application/rss+xml, application/xml, text/xml' : 'application/json';
  if (SOURCE !== 'weibo') return { accept, 'user-agent': 'sanwei' };
  return { accept, 'user-agent': BROWSER, referer: 'https://weibo.com/', 'x-requested-with': 'XMLHttpRequest' };
}

function placeOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location');
  if (status < 300 || status >= 400 || location === null) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

async function readBody(response: Response, now: Date): Promise<string> {
  const failure = statusFailure(response.status, response.headers.get('retry-after'), now);
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted as it comes out of any compression, and whether or not a length was announced.
  for await (const chunk of failure ? [] : (response.body ?? [])) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) throw unreadable('TOO-LONG', '返回的内容过大');
    chunks.push(chunk);
  }
  if (!failure)
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  await response.body?.cancel();
  throw failure;
}
