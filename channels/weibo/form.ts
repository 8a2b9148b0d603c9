/** Ordinary form encoding, once; multipart only with a picture (open.weibo.com/wiki/2/statuses/share). */

export type Fields = Readonly<Record<string, string>>;

export interface Upload {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export async function toForm(fields: Fields, pic?: Upload): Promise<{ type: string; body: Uint8Array }> {
  if (!pic) {
    return {
      type: 'application/x-www-form-urlencoded; charset=utf-8',
      body: Buffer.from(new URLSearchParams(fields).toString()),
    };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('pic', new Blob([new Uint8Array(pic.bytes)], { type: pic.type }), pic.name);
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type') ?? '', body: await encoded.bytes() };
}
