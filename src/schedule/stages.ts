/**
 * Runs the stages that pull (plan, replies, sorting, posting lines) whenever there may be something for them. A nudge never
 * waits and never runs a stage twice at once; a stage that fails is logged and tried again at the next nudge or pulse.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Logger, wordsOf } from '../log.ts';
import { levelOf } from '../store/is-unavailable.ts';

/** One stage: does all it finds and says how much that was; more than 0 lets the stages look once more. */
export interface Stage {
  readonly name: string;
  pull(): Promise<number>;
}

export interface Stages {
  nudge(): void;
  /** Resolves when no stage finds anything. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Between two rounds: in a flood of nudges one round serves many. */
const BREATH_MS = 5;

export function openStages(stages: readonly Stage[], log: Logger): Stages {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let isAwaited = false;

  async function round(): Promise<void> {
    while (again && !stopped) {
      again = false;
      // The embedded store answers without leaving the event loop: calls and timers must get their turn in between.
      await setImmediate();
      for (const stage of stages) {
        if ((await pullFrom(stage, log)) > 0) again = true;
      }
      if (!isAwaited && !stopped) await setTimeout(BREATH_MS);
    }
  }

  function nudge(): void {
    if (stopped) return;
    again = true;
    running ??= round().finally(() => {
      running = null;
      if (again) nudge();
    });
  }

  const ended = async () => {
    while (running) await running;
  };
  return {
    nudge,
    idle: async () => {
      isAwaited = true;
      nudge();
      await ended();
      isAwaited = false;
    },
    stop: () => {
      stopped = true;
      return ended();
    },
  };
}

async function pullFrom({ name, pull }: Stage, log: Logger): Promise<number> {
  try {
    return await pull();
  } catch (error) {
    // When it was the database, a nudge comes as soon as that is back.
    log[levelOf(error)]({ stage: name, err: wordsOf(error) }, 'stage failed');
    return 0;
  }
}
