/** Several articles in one draft: the first leads, the others stand below it in the followers' list. */
import type { Piece, Rendered } from '../../src/channel/contract.ts';
import { ARTICLES } from './limits.ts';
import { readPayload } from './payload.ts';

/** Throws ChannelFailure 'refused' when a piece was made by something else. */
export function join(lead: Piece, riders: readonly Piece[]): Rendered {
  if (riders.length >= ARTICLES) {
    const problem = `头条和次条共 ${riders.length + 1} 篇，公众号一次最多 ${ARTICLES} 篇`;
    return { fits: false, misfits: [{ field: 'riders', problem, remedy: '请减少次条' }] };
  }
  const more = riders.map((piece) => {
    const { more: _, ...article } = readPayload(piece);
    return article;
  });
  const titles = more.map(({ title }, at) => `次条 ${at + 1}：${title}`);
  const preview = { ...lead.preview, notes: [...lead.preview.notes, ...titles] };
  return { fits: true, piece: { ...lead, preview, payload: { ...lead.payload, more } } };
}
