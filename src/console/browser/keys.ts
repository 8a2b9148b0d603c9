/** Keys: what a page offers stands in a list, and `?` shows the list. Not while somebody types. */
import { onScopeDispose, shallowReactive } from 'vue';

export interface Key {
  /** As KeyboardEvent.key, or two in a row: 'g t'. */
  readonly key: string;
  readonly words: string;
  act(event: KeyboardEvent): void;
}

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly Key[];
}

/** What can be pressed now, the page's own last. */
export const keyGroups = shallowReactive<KeyGroup[]>([]);

/** Offers keys while the calling component lives. Call it in setup. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const group = { title, keys };
  keyGroups.push(group);
  onScopeDispose(() => {
    keyGroups.splice(keyGroups.indexOf(group), 1);
  });
}

let first = '';

/** Hangs on the window; the frame does it once. */
export function pressKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
  const pressed = first ? `${first} ${event.key}` : event.key;
  // The page's own keys go before the frame's.
  const found = keyGroups
    .toReversed()
    .flatMap(({ keys }) => keys)
    .find(({ key }) => key === pressed);
  first = !first && startsPair(event.key) && !found ? event.key : '';
  if (!found) return;
  event.preventDefault();
  found.act(event);
}

function startsPair(key: string): boolean {
  return keyGroups.some(({ keys }) => keys.some((one) => one.key.startsWith(`${key} `)));
}

/** Somebody types, answers a dialog, or presses a button: the key is meant for that. */
function isTaken({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role=dialog]')) return true;
  if (key === 'Enter' && target.closest('a, button')) return true;
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return false;
  return ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
