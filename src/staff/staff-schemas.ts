/** Shapes of staff, logins and tokens on the wire, for the routes of this folder. */
import { z } from 'zod';
import { LONGEST_PASSWORD } from './password.ts';
import { roles } from './person.ts';
import type { Staff, Token } from './staff-store.ts';
import type { Visitor } from './visitor.ts';

export const byId = z.object({ id: z.string() });

export const rolesSchema = z.array(z.enum(roles)).max(roles.length);

/** Bounds only: what makes a password good enough is said in password.ts. */
export const passwordSchema = z.string().min(1).max(LONGEST_PASSWORD);

export const displayNameSchema = z.string().trim().min(1).max(50);

/** Who is logged in, as /api/session shows it. */
export const visitorSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  roles: rolesSchema,
  unit: z.string().nullable().describe('所在单位，见 /api/units；null 为政务公开办'),
  isHead: z.boolean().describe('是否单位负责人'),
  /** Nothing but POST /api/session/password is allowed until then. */
  mustChangePassword: z.boolean(),
  via: z.enum(['session', 'token']),
});

export function showVisitor({ person, displayName, mustChangePassword, via }: Visitor): z.infer<typeof visitorSchema> {
  const { id, name, roles: own, unit = null, isHead = false } = person;
  return { id, name, displayName, roles: [...own], unit, isHead, mustChangePassword, via };
}

export const staffSchema = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  roles: rolesSchema,
  unit: z.string().nullable().describe('所在单位，见 /api/units；null 为政务公开办'),
  isHead: z.boolean().describe('是否单位负责人'),
  active: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: z.date(),
  revision: z.int(),
});

export function showStaff(staff: Staff): z.infer<typeof staffSchema> {
  const { _id: id, name, displayName, active, mustChangePassword, createdAt, revision } = staff;
  const { unit = null, isHead = false } = staff;
  return {
    id,
    name,
    displayName,
    roles: [...staff.roles],
    unit,
    isHead,
    active,
    mustChangePassword,
    createdAt,
    revision,
  };
}

export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  staffId: z.string(),
  roles: rolesSchema,
  createdAt: z.date(),
  expiresOn: z.string().nullable(),
});

export function showToken(token: Token): z.infer<typeof tokenSchema> {
  const { _id: id, name, staffId, createdAt, expiresOn } = token;
  return { id, name, staffId, roles: [...token.roles], createdAt, expiresOn };
}
