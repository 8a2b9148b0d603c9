/**
 * What Word, WPS and web pages put on the clipboard, made into what a text is: their styles, comments and office tags go, their
 * lists, which are paragraphs with a drawn bullet, become lists. What no text may hold, the editor's own rules drop.
 */

/** Clean HTML for the editor. */
export function cleanPasted(html: string): string {
  const { body } = new DOMParser().parseFromString(withoutOffice(html), 'text/html');
  for (const odd of body.querySelectorAll('script,style,meta,link,title,xml,object,iframe')) odd.remove();
  makeLists(body);
  for (const element of body.querySelectorAll<HTMLElement>('*')) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  dropEmpty(body);
  return body.innerHTML;
}

const KEPT = new Set(['href', 'src', 'alt', 'colspan', 'rowspan', 'start']);

/** Conditional comments and tags of a namespace, which a parser of HTML would leave as text or as boxes. */
function withoutOffice(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<style[\s\S]*?<\/style>/gi, '')
    .replace(/<!\[[^\]]*\]>/g, '')
    .replace(/<\/?[a-z]+:[^>]*>/gi, '')
    .replace(/\sstyle=/gi, ' data-look=');
}

/** Word: <p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>… */
function makeLists(body: HTMLElement): void {
  let list: HTMLElement | null = null;
  for (const paragraph of [...body.querySelectorAll<HTMLElement>('p')]) {
    const look = paragraph.dataset.look ?? '';
    if (!/mso-list:\s*l\d+/i.test(look)) {
      list = null;
      continue;
    }
    const bullet = [...paragraph.querySelectorAll<HTMLElement>('span')].find((one) =>
      /mso-list:\s*ignore/i.test(one.dataset.look ?? ''),
    );
    const isNumbered = /^[\s(（]*[\d一二三四五六七八九十a-z]+[.、)）]/i.test(bullet?.textContent ?? '');
    bullet?.remove();
    const tag = isNumbered ? 'ol' : 'ul';
    if (list === null || list.tagName.toLowerCase() !== tag || list !== paragraph.previousElementSibling) {
      list = document.createElement(tag);
      paragraph.before(list);
    }
    const item = document.createElement('li');
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

/** Word separates paragraphs by empty ones, and indents them by blanks. */
function dropEmpty(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll('p')) {
    const text = (paragraph.textContent ?? '').replace(/[\s\u00a0\u3000]/g, '');
    if (text === '' && !paragraph.querySelector('img')) paragraph.remove();
    else trimStart(paragraph);
  }
}

function trimStart(paragraph: Element): void {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  if (first?.nodeValue) first.nodeValue = first.nodeValue.replace(/^[\s\u00a0\u3000]+/, '');
}
