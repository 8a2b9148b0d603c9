/** Whether everything is paused, for the lanes: they ask before every delivery. */
import type { Database } from '../store/collection.ts';
import { type Remembered, remember } from '../store/remember.ts';
import { currentPause, type Pause } from './pause.ts';

export type PauseWatch = Remembered<Pause | null>;

export function watchPause(db: Database): PauseWatch {
  return remember(() => currentPause(db));
}
