/**
 * The catalogue fields of a disclosed document (domain of 政府信息公开目录): 主题分类, 体裁, 发布机构, 有效性. Lists are data,
 * config/catalogue.json: themes are those of the State Council's own catalogue, genres the 15 kinds of 《党政机关公文处理工作条例》
 * and what else a county issues. 索引号 is given by the site when a page is first published (site/index-number.ts).
 */
import { z } from 'zod';
import config from '../../config/catalogue.json' with { type: 'json' };

export const themes: readonly { readonly id: string; readonly name: string }[] = config.themes;
export const genres: readonly string[] = config.genres;
export const validities: readonly string[] = config.validities;

/** What staff may say of a document; what is left out follows from it, see catalogueOf(). */
export const catalogueInput = z
  .strictObject({
    theme: z
      .enum(themes.map(({ id }) => id) as [string, ...string[]])
      .optional()
      .describe(`主题分类：${themes.map(({ id, name }) => `${id} ${name}`).join('；')}`),
    genre: z
      .enum(genres as [string, ...string[]])
      .optional()
      .describe('体裁；不填按标题判断'),
    issuer: z.string().trim().min(1).max(60).optional().describe('发布机构；不填为来源'),
    validity: z
      .enum(validities as [string, ...string[]])
      .optional()
      .describe('有效性；不填为现行有效。废止的，更正一次改为已废止'),
  })
  .describe('目录项（政务公开、政府文件等栏目显示）');

export type CatalogueInput = z.infer<typeof catalogueInput>;

export interface Catalogue {
  /** Id of a theme. */
  readonly theme: string;
  readonly genre: string;
  readonly issuer: string;
  readonly validity: string;
}

const FIRST_THEME = themes[0]?.id ?? '';
const STANDING = validities[0] ?? '';
const ANY_GENRE = genres.at(-1) ?? '';

/** All fields, with what was left out worked out from title and source. */
export function catalogueOf(
  { theme = FIRST_THEME, genre, issuer, validity = STANDING }: CatalogueInput,
  { title, source }: { readonly title: string; readonly source: string },
): Catalogue {
  return { theme, genre: genre ?? genreOf(title), issuer: issuer ?? source, validity };
}

/** 《关于印发…办法的通知》 is a notice, whatever it encloses: the last word of the title says what it is. */
export function genreOf(title: string): string {
  const words = title
    .trim()
    .replace(/[（(][^（()）]*[）)]$/, '')
    .replace(/[》”"]+$/, '');
  return genres.find((genre) => words.endsWith(genre.replace(/（.*/, ''))) ?? ANY_GENRE;
}

/** A theme's name; '' for one that is not in the list any more. */
export function themeName(id: string): string {
  return themes.find((theme) => theme.id === id)?.name ?? '';
}
