/** What is frozen in a delivery for our own site: the page's record and the address it will have. */
import type { Piece } from '../../src/channel/contract.ts';

export interface Payload {
  /** Release id. */
  readonly id: string;
  readonly revision: number;
  readonly url: string;
  readonly article: Readonly<Record<string, unknown>>;
}

/** The payload that render() made. */
export function payloadOf({ payload }: Piece): Payload {
  return payload as unknown as Payload;
}
