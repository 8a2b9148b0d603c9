/** Jobs run for a moment and end: a publication stands, or does not. */
import type { FakeJob, FakePlatform } from './fake-state.ts';

const JOB_TAKES = 1000; // ms by the fake's clock; by the machine's, a job ends sooner (fake.ts)
const ADMIN_WAITS = 30 * 60_000; // then an administrator who said nothing has refused

/** Ends a running job. Returns whether it was running. */
export function finishJob(platform: FakePlatform, job: FakeJob): boolean {
  const { state, knobs, clock } = platform;
  if (job.status !== 1 || waitsForAdmin(platform, job)) return false;
  job.status = job.mass ? endMass(platform, job) : knobs.nextStatus;
  if (!job.mass) knobs.nextStatus = 0;
  if (job.status !== 0) return true;
  const { article_id, msg_data_id, articles } = job;
  const items = articles.map((article) => ({ article, gone: false, commentsOpen: article.need_open_comment === 1 }));
  state.publications.push({ article_id, msg_data_id, at: clock.now().getTime(), items });
  return true;
}

/** Jobs that are running and over by the fake's clock. */
export function overdueJobs({ state, knobs, clock }: FakePlatform): readonly FakeJob[] {
  if (knobs.holdJobs) return [];
  const now = clock.now().getTime();
  return state.jobs.filter(({ status, submittedAt }) => status === 1 && submittedAt + JOB_TAKES <= now);
}

/** Whether the job still waits for the administrator: who answers as the knob says, or not within 30 minutes. */
function waitsForAdmin({ knobs, clock }: FakePlatform, { mass, submittedAt }: FakeJob): boolean {
  return mass?.waits === true && knobs.admin === 'silent' && clock.now().getTime() < submittedAt + ADMIN_WAITS;
}

/** As the event will say it. What could not be sent keeps its draft. */
function endMass(platform: FakePlatform, { mass }: FakeJob): number {
  if (!mass) return 0;
  const { state } = platform;
  mass.says = massResult(platform, mass.waits);
  if (mass.says !== 'send success') return 3;
  const at = state.drafts.findIndex(({ media_id }) => media_id === mass.draft);
  if (at >= 0) state.drafts.splice(at, 1);
  return 0;
}

function massResult({ knobs }: FakePlatform, waits: boolean): string {
  if (waits && knobs.admin === 'refuses') return 'err(40001)';
  if (waits && knobs.admin === 'silent') return 'err(40002)';
  return knobs.massSays;
}
