/** A crew of processes for the describe block that calls this; skipped, aloud, where there is no server for it. */
import { FIRST_START_LIMIT_MS, whyNoMongoServer } from '../support/mongo-server.ts';
import { type Crew, openCrew } from './open-crew.ts';

/** Call it at the top of a describe block, its answer inside tests. */
export function withCrew(size: number): () => Crew {
  let crew: Crew | null = null;
  before(async function () {
    this.timeout(FIRST_START_LIMIT_MS);
    const reason = whyNoMongoServer();
    if (reason) {
      console.warn(reason);
      this.skip();
    }
    crew = await openCrew(size);
  });
  afterEach(function () {
    if (this.currentTest?.state !== 'failed') return;
    for (const one of crew?.members ?? []) console.error(one.logged().slice(-3000));
  });
  after(() => crew?.close());
  return () => {
    if (!crew) throw new Error('the crew is not there yet');
    return crew;
  };
}
