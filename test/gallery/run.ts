/**
 * `npm run gallery`: the ten documents as an official account's article shows them, as pages and as pictures of a phone's
 * screen, to be looked at. Goes to .cache/gallery.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { render } from '../../channels/wechat/render.ts';
import { type GalleryDocument, readGallery } from './documents.ts';

const FOLDER = resolve(import.meta.dirname, '../../.cache/gallery');
const PHONE = { width: 390, height: 844 };
const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

// What the platform's own style sheet does to an article, as seen in published ones: no margins, tables as wide as the page.
const PLATFORM = `body{margin:0;background:#fff;font-family:"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
article *{max-width:100%;margin:0;padding:0;box-sizing:border-box}
article table{border-collapse:collapse;width:100%!important;max-width:none}article td,article th{word-break:break-all}
article a{color:#576b95;text-decoration:none}article ul,article ol{padding-left:2.2em}article blockquote{border-left:3px solid #dbdbdb}`;

const HOUSE = { id: 'wechat', AUTHOR: '', OPEN_COMMENTS: '1', MASS_SENDS: '1/day' } as const;

function showDocument({ name, announcement, pictures }: GalleryDocument): string {
  const rendered = render(announcement, HOUSE);
  if (!rendered.fits) throw new Error(`${name}: ${JSON.stringify(rendered.misfits)}`);
  for (const { picture, bytes } of pictures) writeFileSync(`${FOLDER}/media/${picture.id}`, bytes);
  const html = rendered.piece.preview.html.replaceAll('src="/media/', 'src="media/');
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title>`;
  return `<!doctype html><html lang="zh-CN"><head>${head}<style>${PLATFORM}</style></head><body>${html}</body></html>`;
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(`${FOLDER}/media`, { recursive: true });
const documents = await readGallery();
for (const document of documents) writeFileSync(`${FOLDER}/${document.name}.html`, showDocument(document));
console.log(`${documents.length} pages in ${FOLDER}`);
if (!EXECUTABLE) throw new Error('no pictures: install Chromium (apt-get install chromium)');
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: PHONE });
for (const { name } of documents) {
  await page.goto(pathToFileURL(`${FOLDER}/${name}.html`).href);
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
}
await browser.close();
