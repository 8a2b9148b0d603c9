/** Short words at the edge of the page: done, refused, and how to take it back. */
import { ElMessage, ElNotification } from 'element-plus';
import { h } from 'vue';
import { ApiProblem, wordsOf } from './api/client.ts';

/** How long an undo is offered. */
const UNDO_MS = 15_000;

/** Says that it is done; with `undo` it can be taken back for a quarter of a minute. */
export function tellDone(text: string, undo?: () => Promise<unknown>): void {
  if (!undo) {
    ElMessage({ type: 'success', message: text, grouping: true });
    return;
  }
  const note = ElNotification({
    title: text,
    type: 'success',
    duration: UNDO_MS,
    position: 'bottom-right',
    message: h('button', { class: 'link-button', onClick: () => void takeBack(undo, () => note.close()) }, '撤销'),
  });
}

async function takeBack(undo: () => Promise<unknown>, close: () => void): Promise<void> {
  await attempt(undo, '已撤销');
  close();
}

/** Says what was refused and what to do; fields are named one by one. */
export function tellProblem(error: unknown): void {
  const fields = error instanceof ApiProblem ? error.fields : [];
  const lines = fields.length > 1 ? fields.map(({ problem, remedy }) => `${problem}。${remedy}。`) : [wordsOf(error)];
  const message = h(
    'div',
    { role: 'alert' },
    lines.map((line) => h('p', line)),
  );
  ElMessage({ type: 'error', message, duration: 8000, showClose: true, grouping: true });
}

/** Does it and says how it went. Returns what it gave, or null when it was refused. */
export async function attempt<T>(act: () => Promise<T>, done?: string): Promise<T | null> {
  try {
    const result = await act();
    if (done) tellDone(done);
    return result;
  } catch (error) {
    tellProblem(error);
    return null;
  }
}
