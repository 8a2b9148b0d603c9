/** Ten made-up documents as a county government publishes them, each read as the service reads what staff paste. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'cheerio';
import type { Announcement } from '../../src/release/announcement.ts';
import { readBody } from '../../src/release/read-body.ts';
import { anAnnouncement, aPicture, type StoredPicture } from '../support/channel-tools.ts';

const FOLDER = new URL('./documents/', import.meta.url);

export interface GalleryDocument {
  /** Such as 01-公告. */
  readonly name: string;
  readonly announcement: Announcement;
  readonly pictures: readonly StoredPicture[];
}

export function readGallery(): Promise<readonly GalleryDocument[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.html'));
  return Promise.all(files.sort().map((file) => readDocument(file.replace('.html', ''))));
}

async function readDocument(name: string): Promise<GalleryDocument> {
  const pictures: StoredPicture[] = [];
  const text = readFileSync(new URL(`${encodeURIComponent(name)}.html`, FOLDER), 'utf8');
  // `picture:640x360` stands for a picture of that size.
  const pasted = text.replace(/picture:(\d+)x(\d+)/g, (_, width: string, height: string) => {
    const made = aPicture({ width: Number(width), height: Number(height) });
    pictures.push(made);
    return `/media/${made.picture.id}`;
  });
  const $ = load(pasted);
  const meta = (key: string) => $(`meta[name="${key}"]`).attr('content') ?? '';
  const title = $('title').text();
  const { html: body, problems } = await readBody(pasted.replace(/^<(title|meta).*$/gm, ''), async () => true);
  if (problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  const release = name.slice(0, 2);
  const fields = { number: meta('number'), source: meta('source'), author: meta('author'), summary: '' };
  const kept = pictures.map(({ picture }) => picture);
  const announcement = anAnnouncement({
    release,
    title,
    body,
    ...fields,
    writtenOn: meta('writtenOn'),
    pictures: kept,
  });
  return { name, announcement, pictures };
}
