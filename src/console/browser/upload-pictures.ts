/** Pictures that came inside a text (from a Word file or the clipboard) are uploaded, and the text names them. */
import { mediaApi } from './api/releases.ts';

/** HTML whose pictures are all ours; those that could not be taken are left out and counted. */
export async function uploadPictures(html: string): Promise<{ readonly html: string; readonly lost: number }> {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  let lost = 0;
  for (const picture of body.querySelectorAll('img')) {
    const src = picture.getAttribute('src') ?? '';
    if (src.startsWith('/media/')) continue;
    const file = src.startsWith('data:') ? toBlob(src) : null;
    const kept = file && (await mediaApi.picture(file).catch(() => null));
    if (kept) picture.setAttribute('src', kept.url);
    else {
      picture.remove();
      lost += 1;
    }
  }
  return { html: body.innerHTML, lost };
}

function toBlob(src: string): Blob | null {
  const [, type = '', base64 = ''] = /^data:([^;,]+);base64,([\s\S]+)$/.exec(src) ?? [];
  if (!base64) return null;
  const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0));
  return new Blob([bytes], { type });
}
