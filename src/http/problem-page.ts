/**
 * What a refusal looks like on the wire: problem+json (RFC 9457) for programs, a few plain lines for a browser that asked
 * for a page. Which error becomes which problem is decided in answer-problem.ts.
 */
import type { FieldProblem, Problem, ProblemCode } from '../errors.ts';
import { plainPage } from './plain-page.ts';

/** Code → the short name of this kind of problem, the same for every occurrence (RFC 9457 §3.1.4). */
export const problemTitles: Readonly<Record<ProblemCode, string>> = {
  'invalid-input': '填写内容有误',
  'not-json': '请求内容不是有效的 JSON',
  'too-large': '内容过大',
  'wrong-content-type': '内容类型不符',
  'not-logged-in': '尚未登录',
  'wrong-login': '登录失败',
  'no-right': '没有权限',
  'not-found': '没有找到',
  'method-not-allowed': '不支持的操作方式',
  'wrong-state': '当前状态不允许此操作',
  'stale-revision': '内容已被他人修改',
  'already-exists': '已经存在',
  'same-person': '须由另一人办理',
  'does-not-fit': '不符合渠道要求',
  'too-many-requests': '操作过于频繁',
  'internal-error': '系统内部出错',
  unavailable: '系统暂时不可用',
};

/** The body of an application/problem+json answer. */
export interface ProblemBody {
  /** `urn:sanwei:problem:<code>`: a name, not an address to open. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly fields?: readonly FieldProblem[];
  /** The number under which the log knows this request. */
  readonly requestId: string;
}

export function showProblem(problem: Problem, requestId: string): ProblemBody {
  const { code, status, message: detail, fields } = problem;
  const body = { type: `urn:sanwei:problem:${code}`, title: problemTitles[code], status, detail, code, requestId };
  return fields.length > 0 ? { ...body, fields } : body;
}

/** The same for a person in a browser. */
export function showProblemPage({ title, detail, requestId }: ProblemBody): string {
  return plainPage({ title, lines: [detail, `编号：${requestId}`] });
}
