/** What a hot list holds, as every source's adapter tells it. */
import type { Ref } from './contract.ts';

/** An entry of a hot list, as it stands when it is read. */
export interface HotTopic {
  /** Names the entry on this list: seen again, it has the same. */
  readonly ref: Ref;
  /** The words people search for or open. */
  readonly title: string;
  /** What the list says beside them; '' for nothing. */
  readonly text: string;
  /** From 1, advertisements not counted; null for what is pinned above the list. */
  readonly rank: number | null;
  /** The source's own measure, comparable only on its own list; null where it tells none. */
  readonly heat: number | null;
  readonly category: string | null;
  /** 热、新、沸 … as the list shows them. */
  readonly labels: readonly string[];
  readonly url: string | null;
  /** Since when it stands on the list, where the source says so. */
  readonly since: Date | null;
  /** As of when the source tells the list, or null: what is read may come out of its cache. */
  readonly asOf: Date | null;
  /** As the source told it, where that is more; see raw-form.ts. */
  readonly raw?: Readonly<Record<string, unknown>>;
}
