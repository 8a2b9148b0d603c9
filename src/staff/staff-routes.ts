/** /api/staff, with /api/session and /api/tokens: everything about who may work here. */
import { z } from 'zod';
import { invalid } from '../errors.ts';
import { type Endpoint, staffEndpoint } from '../http/endpoint.ts';
import type { Database } from '../store/collection.ts';
import { addStaff } from './add-staff.ts';
import { changeStaff } from './change-staff.ts';
import { resetPassword } from './reset-password.ts';
import { requireSession, sessionRoutes } from './session-routes.ts';
import { byId, displayNameSchema, passwordSchema, rolesSchema, showStaff, staffSchema } from './staff-schemas.ts';
import { listStaff } from './staff-store.ts';
import { tokenRoutes } from './token-routes.ts';

export interface StaffParts {
  readonly db: Database;
  /** Whether the cookie is Secure follows from its scheme. */
  readonly publicUrl: string;
  /** Whether there is a unit of this id; without it there are none. */
  readonly isUnit?: (id: string) => boolean;
}

const tag = '人员';
const path = '/api/staff';

const unitSchema = z.string().nullable().describe('所在单位，见 /api/units；null 为政务公开办');

const addSchema = z.strictObject({
  name: z.string().min(1).max(100),
  displayName: displayNameSchema.optional().describe('显示的姓名；不填则用登录名'),
  roles: rolesSchema.default([]),
  unit: unitSchema.optional(),
  isHead: z.boolean().optional().describe('是否单位负责人；超期时告知'),
  password: passwordSchema.nullable().default(null),
  mustChangePassword: z.boolean().optional().describe('首次登录须改密码；随机生成的密码默认须改，指定的密码默认不须'),
});

const changeSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  roles: rolesSchema.optional(),
  unit: unitSchema.optional(),
  isHead: z.boolean().optional().describe('是否单位负责人；超期时告知'),
  active: z.boolean().optional(),
});

export function staffRoutes(parts: StaffParts): Endpoint[] {
  const { db } = parts;
  const own = [listRoute(db), addRoute(parts), changeRoute(parts), resetRoute(db)];
  return [...sessionRoutes(parts), ...own, ...tokenRoutes(parts)];
}

/** For all staff: a release shows who wrote, reviewed and approved it. */
function listRoute(db: Database): Endpoint {
  return staffEndpoint({
    method: 'GET',
    path,
    summary: '全部人员',
    tag,
    answer: z.object({ items: z.array(staffSchema) }),
    handle: async () => ({ items: (await listStaff(db)).map(showStaff) }),
  });
}

function addRoute({ db, isUnit }: StaffParts): Endpoint {
  return staffEndpoint({
    method: 'POST',
    path,
    summary: '新增人员；不填密码则随机生成，密码只显示这一次',
    tag,
    body: addSchema,
    answer: staffSchema.extend({ password: z.string() }),
    status: 201,
    handle: async ({ person, body, now }) => {
      checkUnit(body.unit, isUnit);
      const { displayName = body.name, mustChangePassword = body.password === null } = body;
      const input = { ...body, displayName, mustChangePassword };
      const { staff, password } = await addStaff(db, input, { by: person, now });
      return { ...showStaff(staff), password };
    },
  });
}

function changeRoute({ db, isUnit }: StaffParts): Endpoint {
  return staffEndpoint({
    method: 'PATCH',
    path: `${path}/:id`,
    summary: '修改姓名、权限、所在单位，停用或启用；立即生效',
    tag,
    params: byId,
    body: changeSchema,
    answer: staffSchema,
    handle: async ({ person, params, body, ifMatch, now }) => {
      checkUnit(body.unit, isUnit);
      const edit = { ...body, id: params.id, revision: ifMatch };
      return showStaff(await changeStaff(db, edit, { by: person, now }));
    },
  });
}

/** Throws 'invalid-input' for a unit there is none of. */
function checkUnit(unit: string | null | undefined, isUnit: StaffParts['isUnit']): void {
  if (unit && !isUnit?.(unit)) throw invalid('unit', '没有这个单位', '请从 /api/units 的单位中选择');
}

function resetRoute(db: Database): Endpoint {
  return staffEndpoint({
    method: 'POST',
    path: `${path}/:id/password`,
    summary: '重置密码；新密码只显示这一次，本人登录后须修改',
    tag,
    params: byId,
    answer: z.object({ password: z.string() }),
    handle: async ({ person, params, ctx, now }) => {
      requireSession(ctx);
      return { password: await resetPassword(db, params.id, { by: person, now }) };
    },
  });
}
