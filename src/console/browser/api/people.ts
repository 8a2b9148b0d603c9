/** The staff, asked once and kept: records name them by id. */
import { askOnce } from './ask-once.ts';
import { api } from './client.ts';

interface Colleague {
  readonly id: string;
  readonly displayName: string;
}

const people = askOnce<ReadonlyMap<string, string>>(new Map(), async () => {
  const { items } = await api.get<{ items: readonly Colleague[] }>('/api/staff');
  return new Map(items.map(({ id, displayName }) => [id, displayName]));
});

/** Sees to it that names are there. Call it in setup of a page that shows some. */
export const usePeople = people.use;

/** Asks anew, after somebody was added or renamed. */
export const readPeople = people.read;

/** The name of a member of staff, or of what acts by itself. Reactive. */
export function personName(id: string | null | undefined): string {
  if (!id) return '';
  if (id === 'system') return '系统';
  if (id === 'public') return '公众';
  return people.kept.value.get(id) ?? '已离任人员';
}
