/** What staff have in hand in a scenario: batch after batch of errands, each going on through every death. */
import { type Acknowledged, type Errand, type Office, run } from './errands.ts';
import { isOver } from './is-over.ts';
import type { Scenario } from './scenario.ts';
import type { Staff } from './staff.ts';

export class Work {
  /** What the service acknowledged. */
  readonly acknowledged: Acknowledged[] = [];
  /** The release or reply of each errand that is done. */
  readonly subjects = new Map<Errand, string>();
  readonly #scenario: Scenario;
  readonly #staff: Staff;
  readonly #batches: (readonly Errand[])[];
  readonly #begun: Promise<void>[] = [];
  readonly #troubles: unknown[] = [];
  #isOff = false;

  constructor(scenario: Scenario, staff: Staff) {
    this.#scenario = scenario;
    this.#staff = staff;
    this.#batches = [...scenario.batches];
  }

  /** Begins the next batch; false when there is none. */
  begin(): boolean {
    const office: Office = { staff: this.#staff, acknowledged: this.acknowledged, isOff: () => this.#isOff };
    const batch = this.#batches.shift();
    for (const errand of batch ?? []) {
      const done = run(errand, office).then((subject) => void this.subjects.set(errand, subject));
      this.#begun.push(done.catch((error: unknown) => void this.#troubles.push(error)));
    }
    return batch !== undefined;
  }

  /** Whether everything begun is done, and all that followed from it. Throws what an errand could not cope with. */
  async isQuiet(): Promise<boolean> {
    if (this.#troubles.length > 0) throw this.#troubles[0];
    if (this.subjects.size < this.#begun.length) return false;
    // The service may die under the question.
    return await isOver(this.#scenario, this.subjects, this.#staff).catch(() => false);
  }

  /** Nobody insists any longer. */
  async end(): Promise<void> {
    this.#isOff = true;
    await Promise.all(this.#begun);
  }
}
