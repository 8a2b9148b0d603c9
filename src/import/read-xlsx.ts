/**
 * Rows of the first sheet of a workbook. A workbook cannot be read piece by piece, so it is read in a thread of its own with a
 * bounded memory: a bomb or a giant ends that thread, and the service goes on answering meanwhile.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { invalid } from '../errors.ts';

const MEMORY_MB = 1024;

export type SheetAnswer = { readonly rows: readonly (readonly string[])[] } | { readonly wrong: string };

/** Throws 'invalid-input'. */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<readonly string[]> {
  const worker = new Worker(new URL('./xlsx-thread.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  try {
    for (;;) {
      worker.postMessage('more');
      const [answer] = (await once(worker, 'message')) as [SheetAnswer];
      if ('wrong' in answer)
        throw invalid('文件', '不是能读取的 Excel 表格', '请用 Excel 或 WPS 另存为 .xlsx 或 CSV 后重新上传');
      if (answer.rows.length === 0) return;
      yield* answer.rows;
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    throw invalid('文件', '表格太大，读取所需的内存超出限度', '请另存为 CSV 后上传，或分成几个文件');
  } finally {
    await worker.terminate();
  }
}
