/** A picture of a text: its file, what it shows for those who cannot see it, and a caption below. */
import { mergeAttributes, Node } from '@tiptap/core';

/** A picture is a block here: one that stands alone in a paragraph leaves no empty one behind. */
export function liftPictures(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const paragraph of body.querySelectorAll('p')) {
    const isAlone = paragraph.querySelector('img') && (paragraph.textContent ?? '').trim() === '';
    if (isAlone) paragraph.replaceWith(...paragraph.querySelectorAll('img'));
  }
  return body.innerHTML;
}

export const Figure = Node.create({
  name: 'figure',
  group: 'block',
  content: 'inline*',
  draggable: true,
  isolating: true,
  addAttributes() {
    return { src: { default: '' }, alt: { default: '' } };
  },
  parseHTML() {
    const attributesOf = (picture: Element | null) => {
      const src = picture?.getAttribute('src');
      return src ? { src, alt: picture?.getAttribute('alt') ?? '' } : false;
    };
    return [
      {
        tag: 'figure',
        contentElement: (figure) => (figure as HTMLElement).querySelector('figcaption') ?? document.createElement('p'),
        getAttrs: (figure) => attributesOf((figure as HTMLElement).querySelector('img')),
      },
      { tag: 'img[src]', getAttrs: (picture) => attributesOf(picture as HTMLElement) },
    ];
  },
  renderHTML({ node, HTMLAttributes }) {
    const { src, alt } = node.attrs;
    return [
      'figure',
      mergeAttributes(HTMLAttributes, { src: null, alt: null }),
      ['img', { src, alt }],
      ['figcaption', 0],
    ];
  },
});
