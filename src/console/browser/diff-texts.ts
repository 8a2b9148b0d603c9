/** Two texts of a release side by side in one: what went, what came. By characters, since Chinese has no blanks between words. */
import { diffChars } from 'diff';

export interface Part {
  readonly words: string;
  readonly kind: 'same' | 'gone' | 'new';
}

/** A line for each paragraph, heading, cell and list entry of the HTML. */
export function toLines(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const picture of body.querySelectorAll('img')) picture.replaceWith(`［图片：${picture.alt || '无说明'}］`);
  for (const block of body.querySelectorAll('p,h2,h3,h4,li,tr,figcaption,blockquote,br')) block.append('\n');
  for (const cell of body.querySelectorAll('td,th')) cell.append('\t');
  return (body.textContent ?? '').replace(/\n{2,}/g, '\n').trim();
}

/** What turned `before` into `after`. Changes closer than two characters are shown as one. */
export function compare(before: string, after: string): readonly Part[] {
  const parts = diffChars(before, after).map(({ value, added, removed }): Part => {
    return { words: value, kind: added ? 'new' : removed ? 'gone' : 'same' };
  });
  return joinNear(parts);
}

function joinNear(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  let gone = '';
  let come = '';
  const flush = () => {
    if (gone) joined.push({ words: gone, kind: 'gone' });
    if (come) joined.push({ words: come, kind: 'new' });
    gone = '';
    come = '';
  };
  for (const { words, kind } of parts) {
    if (kind === 'gone') gone += words;
    else if (kind === 'new') come += words;
    else if ((gone || come) && words.length < 2 && words !== '\n') {
      gone += words;
      come += words;
    } else {
      flush();
      joined.push({ words, kind });
    }
  }
  flush();
  return joined;
}
