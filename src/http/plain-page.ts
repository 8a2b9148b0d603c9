/** A few lines for a person in a browser: no style and no script, so that they show when all else is broken. */

export interface PlainPage {
  readonly title: string;
  readonly lines: readonly string[];
  /** Where the browser goes by itself, at once; a path of our own. */
  readonly goesOnTo?: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function toText(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}

/** Escapes everything it is given. */
export function plainPage({ title, lines, goesOnTo }: PlainPage): string {
  const refresh = goesOnTo ? `<meta http-equiv="refresh" content="0;url=${toText(goesOnTo)}">` : '';
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}<title>${toText(title)}</title></head>
<body>
<h1>${toText(title)}</h1>
${lines.map((line) => `<p>${toText(line)}</p>`).join('\n')}
<p><a href="/">返回首页</a></p>
</body>
</html>
`;
}
