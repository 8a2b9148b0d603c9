/** Text as XML takes it. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes markup and drops what XML 1.0 forbids even when escaped (w3.org/TR/xml/#charsets). */
export function escapeXml(text: string): string {
  const allowed = text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '');
  return allowed.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
