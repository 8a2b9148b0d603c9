/** Staff and their rights, for whoever gives them. Names alone are people.ts. */
import type { z } from 'zod';
import type { staffSchema } from '../../../staff/staff-schemas.ts';
import { api, ask } from './client.ts';
import type { Json } from './json.ts';

export type Staff = Json<z.infer<typeof staffSchema>>;

const at = (id: string) => `/api/staff/${encodeURIComponent(id)}`;

export const staffApi = {
  /** Answers the password when the service made one. */
  add: (input: object) => api.post<Staff & { password?: string }>('/api/staff', input),
  /** Refused when somebody else has changed the person meanwhile. */
  change: ({ id, revision }: Pick<Staff, 'id' | 'revision'>, body: object) =>
    ask<Staff>('PATCH', at(id), { body, ifMatch: revision }),
  resetPassword: (id: string) => api.act<{ password: string }>(`${at(id)}/password`),
};
