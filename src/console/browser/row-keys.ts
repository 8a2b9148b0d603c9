/** Walking a list by keyboard: j and k put the focus on a row, Enter does what its first link or button does. */
import { type Ref, ref } from 'vue';
import { useKeys } from './keys.ts';

export interface RowKeys {
  /** Ids of the ticked rows, in the order they were ticked. */
  readonly ticked: Ref<readonly string[]>;
  toggle(id: string): void;
}

interface Walk {
  /** Where the rows are: elements with `data-row`, which can be focused. */
  readonly place: Ref<HTMLElement | null>;
  readonly canTick: boolean;
  /** Past the last row. */
  atEnd(): void;
}

const rowsIn = (place: HTMLElement | null) => [...(place?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];

/** The row the focus is in. */
const rowHere = () => document.activeElement?.closest<HTMLElement>('[data-row]') ?? null;

/** Call it in setup. `ticked` is the caller's, so that it can be emptied after an act. */
export function useRowKeys({ place, canTick, atEnd }: Walk, ticked = ref<readonly string[]>([])): RowKeys {
  const move = (by: 1 | -1) => {
    const rows = rowsIn(place.value);
    const here = rowHere();
    const next = here && rows.includes(here) ? rows[rows.indexOf(here) + by] : rows[0];
    if (next) next.focus();
    else if (by === 1) atEnd();
  };
  const toggle = (id: string) => {
    ticked.value = ticked.value.includes(id) ? ticked.value.filter((one) => one !== id) : [...ticked.value, id];
  };
  const tickHere = () => {
    const id = rowHere()?.dataset.row;
    if (id) toggle(id);
  };
  useKeys('列表', [
    { key: 'j', words: '下一行', act: () => move(1) },
    { key: 'k', words: '上一行', act: () => move(-1) },
    { key: 'Enter', words: '打开这一行', act: () => rowHere()?.querySelector<HTMLElement>('a, button')?.click() },
    ...(canTick ? [{ key: 'x', words: '选中或不选这一行', act: tickHere }] : []),
  ]);
  return { ticked, toggle };
}
