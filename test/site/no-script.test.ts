/**
 * Every text that reaches a page, filled with what attackers write: the page must have exactly the elements and attributes it has with
 * harmless words, whatever the words are. Bodies are HTML and have their own corpus (test/release/read-body.test.ts); here only that
 * nothing active comes out of one.
 */
import assert from 'node:assert/strict';
import { load } from 'cheerio';
import { XMLValidator } from 'fast-xml-parser';
import { forms } from '../../src/interaction/forms.ts';
import { askQuestion } from '../../src/interaction/question.ts';
import { showForm } from '../../src/interaction/show-form.ts';
import { showLookUp } from '../../src/interaction/show-receipt.ts';
import type { Announcement } from '../../src/release/announcement.ts';
import { readBody } from '../../src/release/read-body.ts';
import { openPrinter, type Printed } from '../../src/site/print-page.ts';
import { SITE_URL } from '../support/channel-tools.ts';
import { openPublicSite, type PublicSite, siteConfig } from './open-public-site.ts';
import { payloads } from './payloads.ts';

/** Tags with the names of their attributes: all that a browser acts on. */
function skeletonOf(html: string): string {
  const $ = load(html);
  const tags = $('*').map((_, one) => ('attribs' in one ? `${one.name}[${Object.keys(one.attribs).join()}]` : ''));
  return tags.get().join('\n');
}

/** Where addresses lead and what acts. */
function checkAddresses(html: string): void {
  const $ = load(html);
  assert.equal($('script, iframe, object, embed, base, meta[http-equiv], style').length, 0);
  for (const one of $('*').toArray()) {
    for (const [name, value] of Object.entries('attribs' in one ? one.attribs : {})) {
      assert.ok(!name.startsWith('on') && name !== 'style' && name !== 'srcdoc', name);
      if (['href', 'src', 'action', 'formaction'].includes(name))
        assert.match(value, /^(\/(?!\/)|https?:\/\/|#|mailto:|$)/, value);
    }
  }
}

/** A release of which every text is this one. */
function allOf(text: string): Partial<Announcement> {
  return {
    ...{ title: text, summary: text, number: text, source: text, author: text },
    catalogue: { issuer: [...text].slice(0, 60).join('').trim() },
    attachments: [{ media: `${'a'.repeat(64)}.pdf`, name: text }],
  };
}

describe('no text becomes part of a page', () => {
  let site: PublicSite;
  before(async () => {
    site = await openPublicSite();
  });
  after(() => site.close());

  const paths = ['/p/r1.html', '/', '/c/documents/', '/rss.xml', '/feed.xml', '/feed.json', '/sitemap.xml'];
  let revision = 0;

  it('of a release: title, summary, number, source, author, issuer, attachment', async () => {
    const read = async (text: string) => {
      revision += 1;
      await site.publish({ release: 'r1', revision, column: 'documents', ...allOf(text) });
      return await Promise.all(paths.map(async (path) => (await site.get(path)).text));
    };
    const plain = await read('平常的话');
    for (const payload of payloads) {
      for (const [i, text] of (await read(payload)).entries()) {
        const path = paths[i] ?? '';
        if (path.endsWith('.xml')) assert.equal(XMLValidator.validate(text), true, `${path} ${payload}`);
        else if (path.endsWith('.json')) JSON.parse(text);
        else {
          assert.equal(skeletonOf(text), skeletonOf(plain[i] ?? ''), `${path} ${payload}`);
          checkAddresses(text);
        }
      }
    }
  });

  it('of a correction: the note', async () => {
    for (const [i, payload] of payloads.entries()) {
      const correction = { note: payload, at: new Date('2026-03-02T10:00:00+08:00') };
      await site.publish({ release: 'c1', revision: i + 2, correction });
    }
    const { text } = await site.get('/p/c1.html');
    checkAddresses(text);
    assert.equal(load(text)('aside.notice').length, payloads.length);
    assert.equal(load(text)('aside.notice *').not('p, strong, time').length, 0);
  });

  it('of a withdrawal: the reason', async () => {
    for (const [i, payload] of ['平常的话', ...payloads].entries()) {
      await site.publish({ release: `w${i}` });
      await site.site.withdraw(`w${i}`, payload, site.clock.now());
      const { text } = await site.get(`/p/w${i}.html`);
      checkAddresses(text);
      assert.equal(skeletonOf(text), skeletonOf((await site.get('/p/w0.html')).text), payload);
    }
  });

  it('of an address that is asked for', async () => {
    for (const payload of payloads) {
      for (const path of [
        `/${encodeURIComponent(payload)}`,
        `/p/${encodeURIComponent(payload)}.html`,
        `/?q=${encodeURIComponent(payload)}`,
      ]) {
        checkAddresses((await site.get(path)).text);
      }
    }
  });

  it('of any field of any form, shown again or looked up', () => {
    const print = openPrinter(siteConfig, SITE_URL);
    const key = Buffer.alloc(32, 1);
    const question = askQuestion(key, 'letter', new Date('2026-03-02T09:00:00+08:00'));
    for (const form of Object.values(forms)) {
      const page = (text: string): Printed => {
        const problems = form.fields.map(({ name }) => ({ field: name, problem: text, remedy: text }));
        const values = Object.fromEntries(form.fields.map(({ name }) => [name, text]));
        return showForm(
          { ...form, action: '/interact/letter/' },
          { values, problems, question, about: { what: text, title: text, href: '/p/r1.html' } },
        );
      };
      const plain = skeletonOf(print(page('平常的话')));
      for (const payload of payloads) {
        const html = print(page(payload));
        assert.equal(skeletonOf(html), plain, `${form.id} ${payload}`);
        checkAddresses(html);
      }
    }
    const looking = (text: string) => showLookUp({ number: text, problem: text, standing: null });
    const plain = skeletonOf(print(looking('平常的话')));
    for (const payload of payloads) assert.equal(skeletonOf(print(looking(payload))), plain, payload);
  });

  it('of a body that is HTML', async () => {
    for (const payload of payloads) {
      const { html } = await readBody(`<p>一${payload}二</p>`, async () => false);
      await site.publish({ release: 'b1', revision: ++revision, body: html === '' ? '<p>空</p>' : html });
      checkAddresses((await site.get('/p/b1.html')).text);
    }
  });
});
