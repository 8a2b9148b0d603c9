/**
 * The units a topic may be given to, from config/units.json (read by read-units.ts): departments and townships of the county,
 * with the words by which the rules propose one. 属地管理、分级负责、谁主管谁负责 (国办发〔2016〕61号).
 */
import { Problem } from '../errors.ts';
import type { Person } from '../staff/person.ts';
import type { WordTest } from './class-rule.ts';

/** Kind → 界面. */
export const unitKindNames = { office: '牵头协调', department: '部门', township: '乡镇、街道' } as const;
export type UnitKind = keyof typeof unitKindNames;

export interface Unit {
  /** Stands in records, never renamed. */
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  /** What it is in charge of, in words of the people. */
  readonly words: WordTest;
}

export interface Units {
  /** Everybody without a unit belongs here: it takes in, assigns and follows up. */
  readonly office: string;
  readonly list: readonly Unit[];
}

export function unitName(id: string, { list }: Units): string {
  return list.find((unit) => unit.id === id)?.name ?? id;
}

/** Whether somebody works in the office that assigns, not in a unit that is assigned to. */
export function isOfOffice({ unit }: Person, { office }: Units): boolean {
  return (unit ?? null) === null || unit === office;
}

/** Throws 'no-right' for staff of a unit. */
export function requireOffice(person: Person, units: Units): void {
  if (isOfOffice(person, units)) return;
  const office = unitName(units.office, units);
  throw new Problem('no-right', `交办由${office}办理。不属于本单位职责的，请退回并说明理由。`);
}
