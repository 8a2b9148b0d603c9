/**
 * Connecting an account by its owner's consent on the platform's page: where to send the person, and what to make of coming
 * back. Whatever is wrong with the state refuses before the platform is asked; a go that failed is begun anew.
 */
import { after } from '../clock.ts';
import { Problem } from '../errors.ts';
import { digestOf, newSecret } from '../ids.ts';
import { aLine } from '../ledger/line.ts';
import type { Logger } from '../log.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { type Connection, connectionsOf, STATE_MS } from './connection.ts';
import type { Channel, Connected, Connecting } from './contract.ts';
import { toFailure } from './failure.ts';
import { onceOnly } from './reading.ts';

export interface ConnectDesk {
  readonly db: Database;
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
  readonly siteUrl: string;
  readonly log: Logger;
}

export interface Going {
  readonly account: string;
  readonly by: Person;
  /** The token of the person's session. */
  readonly session: string;
  readonly now: Date;
}

/** The platform's page to go to. Throws 'no-right', 'not-found', 'wrong-state'. */
export async function startConnecting(desk: ConnectDesk, { account, by, session, now }: Going): Promise<string> {
  requireRole(by, 'administrator');
  const connecting = connectingOf(desk, account);
  const state = newSecret();
  const goes = connectionsOf(desk.db);
  await goes.deleteMany({ connectedAt: null, goodUntil: { $lte: now } });
  await goes.insertOne({
    ...{ _id: digestOf(state), account, session: digestOf(session), by: by.id, goodUntil: after(now, STATE_MS) },
    ...{ usedAt: null, connectedAt: null, endsAt: null, unposted: [] },
  });
  return connecting.pageFor({ state, returnTo: returnTo(desk, account) });
}

export interface Returning extends Going {
  readonly state: string;
  /** '' when the person did not agree. */
  readonly code: string;
}

/** Takes the authorisation. Throws 'no-right' for a state that is not this person's, 'wrong-state' with what to do. */
export async function finishConnecting(desk: ConnectDesk, returning: Returning): Promise<Connected> {
  const { account, by, code, now } = returning;
  requireRole(by, 'administrator');
  const connecting = connectingOf(desk, account);
  const { _id } = await useState(desk.db, returning);
  if (code === '') throw new Problem('wrong-state', '没有取得授权：在平台上取消了，或平台没有给出授权码。请重新连接。');
  const connected = await take(connecting, desk, returning);
  const { endsAt } = connected;
  const facts = { endsAt: endsAt?.toISOString() ?? null };
  const line = aLine({ what: 'account.connected', subject: account, at: now, by: by.id, facts, nth: _id });
  await connectionsOf(desk.db).updateOne({ _id }, { $set: { connectedAt: now, endsAt }, $push: { unposted: line } });
  return connected;
}

/** The go that this state belongs to, now used; only one who comes back gets it. */
async function useState(db: Database, { account, session, state, now }: Returning): Promise<Connection> {
  const going = state === '' ? null : await connectionsOf(db).findOne({ _id: digestOf(state) });
  if (!going || going.account !== account || going.session !== digestOf(session)) {
    throw new Problem('no-right', '这次授权不是由您当前的登录发起的，没有采用。请从本系统重新连接账号。');
  }
  const still = { _id: going._id, usedAt: null };
  const isFirst = (await connectionsOf(db).updateOne(still, { $set: { usedAt: now } })).matchedCount === 1;
  if (!isFirst) throw new Problem('wrong-state', '这次授权已经用过，没有再次采用。如仍未连接，请重新连接账号。');
  if (going.goodUntil <= now) throw new Problem('wrong-state', '授权超过 10 分钟，已经失效。请重新连接账号。');
  return going;
}

async function take(connecting: Connecting, desk: ConnectDesk, returning: Returning): Promise<Connected> {
  const { account, code, now } = returning;
  try {
    return await connecting.take(
      { code, returnTo: returnTo(desk, account) },
      onceOnly({ ...desk, key: `connect:${account}`, now }),
    );
  } catch (error) {
    const failure = toFailure(error);
    desk.log.warn({ account, failure: failure.kind, code: failure.code }, 'account not connected');
    throw new Problem('wrong-state', `没有取得授权：${failure.message}。请处理后重新连接账号。`);
  }
}

function connectingOf({ channels }: ConnectDesk, account: string): Connecting {
  if (!channels.has(account)) throw new Problem('not-found', `账号 ${account} 不存在，或没有配置。请核对账号编号。`);
  const { connecting } = channels.get(account);
  if (connecting) return connecting;
  throw new Problem('wrong-state', '该账号不能在此连接：平台不需要授权，或没有填写应用的编号和密钥。请核对账号设置。');
}

function returnTo({ siteUrl }: ConnectDesk, account: string): string {
  return `${siteUrl}/connect/${account}/back`;
}
