/** The post as staff see it beside the editor. */
import { ANY_LINK } from './without-links.ts';

/** Escaped text with its links marked, and the picture from our own site. */
export function toPreviewHtml(text: string, picture: string | null): string {
  const words = escapeHtml(text).replace(ANY_LINK, (link) => `<a href="${link}" rel="noreferrer">${link}</a>`);
  const image = picture ? `<p><img src="/media/${encodeURIComponent(picture)}" alt=""></p>` : '';
  return `<p>${words}</p>${image}`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
