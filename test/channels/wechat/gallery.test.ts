import assert from 'node:assert/strict';
import { load } from 'cheerio';
import fc from 'fast-check';
import { toArticleBody } from '../../../channels/wechat/article-html.ts';
import { render } from '../../../channels/wechat/render.ts';
import { type GalleryDocument, readGallery } from '../../gallery/documents.ts';

const TAGS = new Set(
  'section p h1 h2 h3 h4 h5 h6 strong b em i u s del sub sup br hr ul ol li blockquote pre code span table caption thead tbody tfoot tr th td img a'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(['style', 'colspan', 'rowspan', 'src', 'alt', 'href', 'border', 'cellpadding']);
// Properties that hold in published articles; position, float, transform and whatever loads something do not.
const PROPERTIES =
  /^(margin|padding(-left)?|text-(indent|align)|font-(size|weight)|line-height|color|background-color|border(-left|-top|-bottom|-collapse)?|width|min-width|max-width|height|overflow-x|white-space|word-break|list-style-type)$/;

/** Everything in an article that the editor would take away. */
function stripped(html: string): string[] {
  const found: string[] = [];
  for (const element of load(html, null, false).root().find('*').toArray()) {
    if (!TAGS.has(element.tagName)) found.push(`<${element.tagName}>`);
    for (const [name, value] of Object.entries(element.attribs)) {
      if (!ATTRIBUTES.has(name)) found.push(`${element.tagName}[${name}]`);
      if (name === 'href' && !/^https?:\/\/mp\.weixin\.qq\.com\//.test(value)) found.push(`link ${value}`);
      if (name === 'src' && !value.startsWith('sanwei-picture:')) found.push(`picture ${value}`);
      if (name === 'style') found.push(...strippedStyles(value));
    }
  }
  return found;
}

function strippedStyles(style: string): string[] {
  const properties = style.split(';').map((one) => one.slice(0, one.indexOf(':')));
  const wrong = properties.filter((property) => !PROPERTIES.test(property));
  return /url\(|expression|!important/i.test(style) ? [...wrong, style] : wrong;
}

const squeezed = (text: string) => text.replace(/[\s\u3000\u00a0]+/g, '');

/** The words of each line, cell and item of a body. */
function linesOf(body: string): string[] {
  const $ = load(body, null, false);
  $('br').replaceWith('\n');
  const boxes = $('p,h2,h3,h4,li,td,th,caption,figcaption,blockquote,pre').toArray();
  const own = boxes.flatMap((box) => {
    const copy = $(box).clone();
    copy.find('p,ul,ol,table,blockquote').replaceWith('\n');
    return copy.text().split('\n');
  });
  return own.map(squeezed).filter((line) => line !== '');
}

const withoutMarks = (html: string) => html.replace(/<sup style="[^"]*">\[(链接)?\d+\]<\/sup>/g, '');

const HOUSE = { id: 'wechat', AUTHOR: '', OPEN_COMMENTS: '1', MASS_SENDS: '1/day' } as const;

describe('the gallery of documents', () => {
  let gallery: readonly GalleryDocument[];
  before(async () => {
    gallery = await readGallery();
  });

  const contentOf = ({ name, announcement }: GalleryDocument): string => {
    const rendered = render(announcement, HOUSE);
    if (!rendered.fits) assert.fail(`${name}: ${JSON.stringify(rendered.misfits)}`);
    return rendered.piece.payload.content as string;
  };

  it('is ten documents, and each fits', () => {
    assert.equal(gallery.map(contentOf).length, 10);
  });

  it('holds nothing that the editor takes away', () => {
    for (const document of gallery) assert.deepEqual(stripped(contentOf(document)), [], document.name);
  });

  it('keeps every line, cell and item of every document', () => {
    for (const document of gallery) {
      const shown = squeezed(load(withoutMarks(contentOf(document)), null, false).text());
      const lines = linesOf(document.announcement.body.replace(/\[1\]/g, ''));
      assert.ok(lines.length >= 5, document.name);
      for (const line of lines) assert.ok(shown.includes(line), `${document.name}: ${line}`);
    }
  });

  it('keeps every picture and every address', () => {
    for (const document of gallery) {
      const shown = contentOf(document);
      const $ = load(document.announcement.body, null, false);
      const base = document.announcement.url;
      for (const { picture } of document.pictures) assert.ok(shown.includes(picture.id), document.name);
      for (const link of $('a').toArray()) {
        const { href, protocol, pathname } = new URL(link.attribs.href ?? '', base);
        const address = protocol === 'mailto:' ? pathname : href;
        assert.ok(shown.includes(address.replaceAll('&', '&amp;')), `${document.name}: ${address}`);
      }
    }
  });
});

describe('an article of any body', () => {
  const names =
    'p div h2 ul ol li table tr td th blockquote a strong span font style script figure form pre custom-tag'.split(' ');
  const attribute = fc.constantFrom(
    'class="x"',
    'id="y"',
    'onclick="z()"',
    'style="position:fixed;background:url(//a.example/b)"',
    'style="text-align:center"',
    'href="javascript:alert(1)"',
    'href="https://a.example/?a=1&b=2"',
    'data-id="1"',
    'start="3"',
    'colspan="2"',
    'align="right"',
  );
  const { html } = fc.letrec<{ html: string; tag: string }>((tie) => ({
    html: fc
      .array(
        fc.oneof(
          { depthSize: 'small' },
          fc.constantFrom('一、总则', '2026年3月1日', '附件：1.表', '<!--x-->'),
          tie('tag'),
        ),
        { maxLength: 4 },
      )
      .map((parts) => parts.join('')),
    tag: fc
      .tuple(fc.constantFrom(...names), fc.array(attribute, { maxLength: 2 }), tie('html'))
      .map(([name, attributes, inner]) => `<${[name, ...attributes].join(' ')}>${inner}</${name}>`),
  }));

  for (const styles of ['full', 'lean', 'plain'] as const) {
    it(`holds nothing that the editor takes away (${styles})`, () => {
      fc.assert(
        fc.property(html, (body) => {
          assert.deepEqual(stripped(toArticleBody(body, { styles, base: 'https://www.luodian.example/' }).html), []);
        }),
        { numRuns: 300 },
      );
    });
  }
});
