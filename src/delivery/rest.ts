/**
 * When a lane looks again by itself. In a flood it is asked again at once anyway, so when the next delivery is due is looked
 * up only after it has been quiet for a moment.
 */
import type { Clock } from '../clock.ts';

/** Longest sleep, so that a moved clock or another process's work is noticed. */
const LONGEST_SLEEP_MS = 30_000;

/** How long nothing may come before what is due later is looked up. */
const QUIET_MS = 5;

export interface RestNeeds {
  readonly clock: Clock;
  /** When something may be due after `since`, or null. */
  nextLook(since: Date): Promise<Date | null>;
  wake(): void;
}

export class Rest {
  readonly #needs: RestNeeds;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(needs: RestNeeds) {
    this.#needs = needs;
  }

  /** A look begins. */
  disturb(): void {
    clearTimeout(this.#timer);
  }

  /** A look that began at `since` found nothing more to do. */
  from(since: Date): void {
    this.#in(QUIET_MS, () => void this.#fallAsleep(since));
  }

  /** Sleeps until then; null for as long as a lane may sleep at all. */
  until(dueAt: Date | null): void {
    const ms = dueAt ? dueAt.getTime() - this.#needs.clock.now().getTime() : LONGEST_SLEEP_MS;
    this.#in(Math.max(1, Math.min(ms, LONGEST_SLEEP_MS)), () => this.#needs.wake());
  }

  /** No more looks. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #fallAsleep(since: Date): Promise<void> {
    const timer = this.#timer;
    try {
      const next = await this.#needs.nextLook(since);
      // A look that came in between knows better.
      if (this.#timer === timer) this.until(next);
    } catch {
      // The look that follows says what is wrong.
      this.#needs.wake();
    }
  }

  #in(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    this.#timer = setTimeout(act, ms);
    this.#timer.unref();
  }
}
