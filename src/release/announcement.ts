/**
 * What is said, before any channel shapes it. A frozen copy of an approved revision: channels render it, nobody edits it.
 * How it comes to be (draft, review, approval) is in release.ts.
 */

import type { CatalogueInput } from './catalogue.ts';

/** 公开属性 (国办发〔2016〕80号: fixed when the text is drafted). Only 主动公开 may be published. */
export const disclosures = ['主动公开', '依申请公开', '不予公开'] as const;

export type Disclosure = (typeof disclosures)[number];

/** 公告 · 解读 · 回应关切. */
export type AnnouncementKind = 'announcement' | 'interpretation' | 'response';

/** A picture of the body, kept under the SHA-256 of its bytes; its bytes are read through Media. */
export interface Picture {
  /** `<64 hex>.<jpg|png|gif|webp>`: also the last part of its address on the site, /media/<id>. */
  readonly id: string;
  readonly type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** A document that goes along with the text, kept like a picture: its bytes are at /media/<media>. */
export interface Attachment {
  /** `<64 hex>.<extension>` */
  readonly media: string;
  /** As readers see it, with its ending. */
  readonly name: string;
}

/** What staff chose of what one account offers (Channel.choices), by name. */
export type Choices = Readonly<Record<string, string>>;

export interface Announcement {
  /** Id of the release it belongs to. */
  readonly release: string;
  /** Rises with every saved change of the text; the channel refuses to go back. */
  readonly revision: number;
  readonly kind: AnnouncementKind;
  readonly title: string;
  /** Sanitised HTML; every picture is `<img src="/media/<picture id>" alt="…">`. */
  readonly body: string;
  /** One or two sentences; '' lets each channel cut its own from the body. */
  readonly summary: string;
  /** Column id, see release/columns.ts. */
  readonly column: string;
  readonly disclosure: Disclosure;
  /** 发文字号, or ''. */
  readonly number: string;
  /** 来源: publishing unit or source of a reprint. */
  readonly source: string;
  /** Shown as author where a channel has one, or ''. */
  readonly author: string;
  /** 成文日期 'YYYY-MM-DD', or null. */
  readonly writtenOn: string | null;
  readonly pictures: readonly Picture[];
  /** Absent on texts written before there were any. */
  readonly attachments?: readonly Attachment[];
  /** Release id of the document this interprets, or null. */
  readonly interprets: string | null;
  /** Topic id this answers, or null. */
  readonly respondsTo: string | null;
  /** The canonical page on our own site, absolute. Stands in every post, so that a post can be recognised. */
  readonly url: string;
  /** When the first revision was approved for publication. */
  readonly publishedAt: Date;
  /** What was corrected, when this revision corrects a published one; shown to the public. */
  readonly correction: { readonly note: string; readonly at: Date } | null;
  /** What was said of it for the catalogue, see catalogue.ts; absent on texts older than that. */
  readonly catalogue?: CatalogueInput;
  /** By account id; an account that is not here is left to its own defaults. */
  readonly choices: Readonly<Record<string, Choices>>;
}
