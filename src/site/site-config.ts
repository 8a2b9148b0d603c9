/**
 * Who runs the site, as the page tags and the footer must say it (国办发〔2017〕47号, annex on page tags; footer marks are
 * checked quarterly). Kept in config/site.json; placeholders carry the word 待设置.
 */
import { z } from 'zod';

const siteConfigSchema = z.strictObject({
  /** SiteName: the standard name, as filed. */
  name: z.string().min(1),
  /** 网站标识码: ten characters, such as bm01000001. */
  idCode: z.string().regex(/^[0-9a-z]{10}$/, '网站标识码应为 10 位'),
  /** 主办单位. */
  organiser: z.string().min(1),
  description: z.string().min(1),
  /** ICP备案编号. */
  icp: z.string().min(1),
  /** 公安机关备案号. */
  police: z.string().min(1),
  /** 党政机关网站标识: where the body that issued it shows the certificate; '' while there is none. */
  badgeUrl: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).default(''),
  /** “我为政府网站找错”, with the site's code. */
  faultReportUrl: z.url({ protocol: /^https?$/ }),
  /** 联系方式; '' for one that is not shown. */
  contact: z.strictObject({ phone: z.string(), email: z.string(), address: z.string() }),
});

export type SiteConfig = Readonly<z.infer<typeof siteConfigSchema>>;

/** The checked content of config/site.json. Throws one Error that names everything wrong with it. */
export function readSiteConfig(raw: unknown): SiteConfig {
  const { data, error } = siteConfigSchema.safeParse(raw);
  if (data) return data;
  const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`config/site.json: ${wrong.join('; ')}`);
}

/** Fields that still hold a placeholder, for a warning at start. */
export function listUnset({ contact, ...config }: SiteConfig): readonly string[] {
  const fields = Object.entries({ ...config, ...contact });
  const isUnset = ([field, value]: readonly [string, string]) =>
    value.includes('待设置') || /^0{10}$/.test(value) || (field === 'badgeUrl' && value === '');
  return fields.filter(isUnset).map(([field]) => field);
}
