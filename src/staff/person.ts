/**
 * Who acts, and what they may do. Operations check rights themselves (requireRole), not only routes.
 * Accounts and passwords are in staff-store.ts, logging in is log-in.ts.
 */
import { Problem } from '../errors.ts';

/** Role → 界面. */
export const roleNames = {
  drafter: '起草',
  reviewer: '审核',
  approver: '签发',
  responder: '回应',
  statistician: '统计',
  administrator: '管理',
} as const;

export type Role = keyof typeof roleNames;

export const roles = Object.keys(roleNames) as readonly Role[];

export interface Person {
  readonly id: string;
  /** Login name. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** Id of the unit they work in (config/units.json); absent for the office itself. */
  readonly unit?: string | null;
  /** Whether they head it, or the office. */
  readonly isHead?: boolean;
}

/** Throws 'no-right' unless the person has one of the roles. */
export function requireRole(person: Person, ...anyOf: readonly Role[]): void {
  if (anyOf.some((role) => person.roles.includes(role))) return;
  const names = anyOf.map((role) => `“${roleNames[role]}”`).join('或');
  throw new Problem('no-right', `此操作需要${names}权限。请由有权限的同事办理，或请管理员为您授权。`);
}
