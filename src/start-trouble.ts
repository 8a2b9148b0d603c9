/** What keeps a start from succeeding, in words a person can act on; anything else keeps its stack. */
import { ConfigProblems } from '../config/read-config.ts';
import { AccountProblems } from './channel/registry.ts';

/** The text for stderr. */
export function tellStartTrouble(error: unknown): string {
  if (error instanceof ConfigProblems || error instanceof AccountProblems) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as Error & { code?: unknown; port?: unknown };
  switch (code) {
    case 'EADDRINUSE':
      return `端口 ${port} 已被占用，可能服务已在运行。请先停止它，或用 SANWEI_PORT 换一个端口（演练时其后几个端口也要空闲）。`;
    case 'EACCES':
      return `没有权限使用端口 ${port ?? ''} 或数据目录。请换用 1024 以上的端口，或检查目录权限。`;
  }
  if (error.name === 'MongoServerSelectionError') {
    return '连接不上数据库。请检查 SANWEI_STORE 指向的 MongoDB 是否在运行、地址和网络是否可达。';
  }
  // Errors of the store's own say what to do themselves.
  if (error.name === 'StoreFileError') return error.message;
  return error.stack ?? error.message;
}
