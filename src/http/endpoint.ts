/**
 * One thing that can be asked over HTTP: its schemas are checked on the way in, written into the OpenAPI document and read
 * by tests. *-routes.ts files make lists of these; mount-endpoints.ts hangs them on the router.
 */
import type { Context } from 'koa';
import type { z } from 'zod';
import type { Person } from '../staff/person.ts';

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly now: Date;
  /** The revision named in If-Match ("3" or W/"3"), or null. */
  readonly ifMatch: number | null;
  /** For the rare handler that streams or sets headers. */
  readonly ctx: Context;
}

export interface StaffCall<P, Q, B> extends Call<P, Q, B> {
  readonly person: Person;
}

interface EndpointBase<P, Q, B> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** As @koa/router reads it: /api/releases/:id */
  readonly path: string;
  /** One sentence for the OpenAPI document, Chinese. */
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  /** JSON body; absent for none. */
  readonly body?: z.ZodType<B>;
  /** Raw body instead of JSON: the media types taken and the most bytes; the handler finds the bytes in ctx.state.raw. `streamed`: as they come, for what is too large to be held. */
  readonly raw?: { readonly types: readonly string[]; readonly limit: number; readonly streamed?: true };
  /** Shape of the answer for the OpenAPI document. */
  readonly answer?: z.ZodType;
  /** 200 unless told; an undefined answer is 204. */
  readonly status?: 200 | 201 | 202;
}

/** For staff, by session cookie or bearer token; rights are checked inside the operation. */
export interface StaffEndpoint<P, Q, B> extends EndpointBase<P, Q, B> {
  readonly open?: false;
  /** Allowed to somebody whose password was set by another and who has not set an own one yet. */
  readonly beforePasswordChange?: true;
  handle(call: StaffCall<P, Q, B>): Promise<unknown>;
}

/** For anybody. */
export interface OpenEndpoint<P, Q, B> extends EndpointBase<P, Q, B> {
  readonly open: true;
  readonly beforePasswordChange?: never;
  handle(call: Call<P, Q, B>): Promise<unknown>;
}

export type Endpoint = StaffEndpoint<never, never, never> | OpenEndpoint<never, never, never>;

/** Keeps the types of params, query and body inside, forgets them outside. */
export function staffEndpoint<P = unknown, Q = unknown, B = unknown>(endpoint: StaffEndpoint<P, Q, B>): Endpoint {
  return endpoint as unknown as Endpoint;
}

export function openEndpoint<P = unknown, Q = unknown, B = unknown>(endpoint: OpenEndpoint<P, Q, B>): Endpoint {
  return endpoint as unknown as Endpoint;
}
