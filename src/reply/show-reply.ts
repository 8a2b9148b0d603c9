/** A reply as JSON. */
import type { Agreement } from './agreement.ts';
import { meansNames, type Reply, replyStateNames } from './reply.ts';

/** `agreements`: whose word it needs, for a topic that several units handle. */
export function showReply(reply: Reply, agreements: readonly Agreement[] = []) {
  const { _id, topic, text, means, state, revision, writers, proof, givenAt, approval, returned } = reply;
  return {
    ...{
      id: _id,
      topic,
      text,
      variants: reply.variants ?? {},
      pointsTo: reply.pointsTo ?? null,
      means,
      meansName: meansNames[means],
      state,
      stateName: replyStateNames[state],
      revision,
    },
    ...{
      writers,
      proof,
      proofFiles: reply.proofFiles ?? [],
      givenAt,
      approval,
      returned,
      deliveries: reply.deliveries,
      skipped: reply.skipped,
    },
    agreements,
    createdAt: reply.createdAt,
  };
}
