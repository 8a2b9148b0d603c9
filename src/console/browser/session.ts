/** Who is logged in, and what they may be shown. The service checks every right again; this only spares people dead ends. */
import { computed, shallowRef } from 'vue';
import type { Role } from '../../staff/person.ts';
import { ApiProblem, api } from './api/client.ts';

export interface Self {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly mustChangePassword: boolean;
}

const person = shallowRef<Self | null>(null);

export const self = computed(() => person.value);

/** Role → 界面; the same words as src/staff/person.ts, which the browser does not load. */
export const roleWords: Readonly<Record<Role, string>> = {
  drafter: '起草',
  reviewer: '审核',
  approver: '签发',
  responder: '回应',
  statistician: '统计',
  administrator: '管理',
};

/** Whether somebody is logged in who has one of the roles; `null` asks for anybody. Reactive. */
export function may(...anyOf: readonly Role[]): boolean {
  return person.value !== null && anyOf.some((role) => person.value?.roles.includes(role));
}

/** Asks once who we are; null when nobody is logged in. Throws ApiProblem when the service does not answer. */
export async function findSelf(): Promise<Self | null> {
  if (person.value) return person.value;
  try {
    person.value = (await api.get<{ person: Self }>('/api/session')).person;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'not-logged-in') throw error;
  }
  return person.value;
}

/** Throws ApiProblem 'wrong-login', 'too-many-requests'. */
export async function logIn(name: string, password: string): Promise<Self> {
  const told = await api.post<{ person: Self }>('/api/session', { name, password });
  person.value = told.person;
  return told.person;
}

export async function logOut(): Promise<void> {
  await api.delete('/api/session').catch(() => undefined);
  person.value = null;
}

/** Throws ApiProblem with what is wrong with the new one. */
export async function changePassword(old: string, fresh: string): Promise<void> {
  await api.post('/api/session/password', { old, new: fresh });
  if (person.value) person.value = { ...person.value, mustChangePassword: false };
}

/** The session has ended at the service. */
export function forgetSelf(): void {
  person.value = null;
}
