/** Who is asking, as far as the edge must know; found in find-visitor.ts, asked for by http/mount-endpoints.ts. */
import type { Person } from './person.ts';

/** What a request shows to say who is asking; the bearer token is looked at first. */
export interface Credentials {
  readonly bearer: string | null;
  /** The token in the session cookie. */
  readonly cookie: string | null;
}

export interface Visitor {
  readonly person: Person;
  readonly displayName: string;
  /** A person in a browser, or another system with a token of that person. */
  readonly via: 'session' | 'token';
  /** Someone else set the password: nothing but setting one's own is allowed yet. */
  readonly mustChangePassword: boolean;
}

export interface StaffDoor {
  /** Null for nobody we know: expired, revoked, inactive or never heard of. */
  findVisitor(credentials: Credentials, now: Date): Promise<Visitor | null>;
}
