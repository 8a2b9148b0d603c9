/** A picture as a multipart upload. In memory, not a stream: a call whose token was refused is sent again as it was. */
import type { RequestOptions } from './exchange.ts';

export interface UploadFile {
  /** Kept by the platform and given back by batchget_material; ASCII. */
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Request options with the file in field `media` (developers.weixin.qq.com, material/add_material). */
export async function multipart({ name, type, bytes }: UploadFile): Promise<RequestOptions> {
  const form = new FormData();
  form.append('media', new Blob([new Uint8Array(bytes)], { type }), name);
  const encoded = new Response(form);
  const headers = { 'Content-Type': encoded.headers.get('content-type') ?? '' };
  const content = Buffer.from(await encoded.arrayBuffer());
  return { type: 'POST', dataType: 'json', content, headers };
}
