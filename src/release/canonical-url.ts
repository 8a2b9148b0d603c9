/**
 * The address of a release on our own site: known before the page exists, since every post on other channels carries it and
 * is recognised by it. The page behind it is served by src/site.
 */

/** `https://www.example.gov.cn` and a release id make `https://www.example.gov.cn/p/<id>.html`. */
export function canonicalUrl(siteUrl: string, release: string): string {
  return `${siteUrl}${articlePath(release)}`;
}

/** The same without the host. */
export function articlePath(release: string): string {
  return `/p/${encodeURIComponent(release)}.html`;
}
