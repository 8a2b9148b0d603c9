/** A reply as JSON. */
import { meansNames, type Reply, replyStateNames } from './reply.ts';

export function showReply(reply: Reply) {
  const { _id, topic, text, means, state, revision, writers, proof, givenAt, approval, returned } = reply;
  return {
    ...{
      id: _id,
      topic,
      text,
      means,
      meansName: meansNames[means],
      state,
      stateName: replyStateNames[state],
      revision,
    },
    ...{ writers, proof, givenAt, approval, returned, deliveries: reply.deliveries, skipped: reply.skipped },
    createdAt: reply.createdAt,
  };
}
