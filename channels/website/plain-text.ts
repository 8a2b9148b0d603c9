/** The words of a sanitised body, for the preview and for telling an empty body from a full one. */

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** One line per paragraph. Sanitised HTML escapes < and > inside attributes, so a tag ends at its first >. */
export function toPlainText(html: string): string {
  const text = html.replace(/<\/(?:p|h[2-4]|li|tr|caption|figcaption|pre)>|<br[^>]*>/g, '\n').replace(/<[^>]*>/g, ' ');
  const lines = text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ENTITIES[name] ?? '').split('\n');
  return lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
