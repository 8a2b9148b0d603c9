/** The post a person saw on a platform: by the platform's own number, or by the address copied there. */
import type { Channel } from '../channel/contract.ts';
import { invalid } from '../errors.ts';

export interface Seen {
  readonly ref: string | null;
  readonly url: string | null;
}

/** Throws 'invalid-input' where neither says it. */
export function seenPost({ ref, url }: Seen, channel: Channel | null): string {
  if (ref !== null) return ref;
  if (!channel?.refOfAddress) throw invalid('ref', '没有填写平台上的编号', '请填写在平台上看到的编号');
  if (url === null) throw invalid('url', '没有填写文章链接', '请在平台上复制文章链接填入');
  const found = channel.refOfAddress(url);
  if (found) return found;
  throw invalid('url', '不是这个账号所在平台的文章链接', '请在平台的发表记录中打开文章，复制它的链接');
}
