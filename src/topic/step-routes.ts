/** How one act on a topic stands over HTTP: it names the revision it means and answers the topic as it is then. */
import type { z } from 'zod';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Person } from '../staff/person.ts';
import type { Seen } from './change-topic.ts';
import { showTopicRow } from './show-topic.ts';
import type { Topic } from './topic.ts';
import { stepAnswer } from './topic-answer.ts';
import type { TopicApp } from './topic-routes.ts';
import { revisionNamed, topicParams } from './topic-schemas.ts';

type Params = z.infer<typeof topicParams>;

interface Act<B> {
  readonly name: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  /** Answers the topic to show, with anything to add to it. */
  act(seen: Seen & Omit<B, 'revision'>, by: Person, now: Date): Promise<{ topic: Topic; warning?: string | null }>;
}

export function step<B extends { readonly revision?: number | undefined }>(
  app: TopicApp,
  { name, summary, body, act }: Act<B>,
): Endpoint {
  return staffEndpoint<Params, unknown, B>({
    method: 'POST',
    path: `/api/topics/:id/${name}`,
    summary,
    tag: '事项',
    params: topicParams,
    body,
    answer: stepAnswer,
    handle: async ({ params: { id }, body: { revision, ...input }, ifMatch, person, now }) => {
      const { topic, ...more } = await act({ ...input, id, revision: revisionNamed(revision, ifMatch) }, person, now);
      app.nudge();
      return { ...(await showTopicRow(app, topic, now)), ...more };
    },
  });
}
