/** What a piece carries for this platform: the words as they go out, and the picture's id. */
import { z } from 'zod';
import type { Piece } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';

const payloadSchema = z.object({
  text: z.string().min(1),
  picture: z.object({ id: z.string(), type: z.string() }).nullable(),
});

export type Payload = Readonly<z.infer<typeof payloadSchema>>;

/** Throws 'refused' on a piece this adapter did not make. */
export function readPayload(piece: Piece): Payload {
  const read = payloadSchema.safeParse(piece.payload);
  if (read.success) return read.data;
  throw new ChannelFailure('refused', '渠道稿不是按微博的格式生成的，请重新生成渠道稿');
}
