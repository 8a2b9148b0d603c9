/**
 * Shows a text to one person on the platform itself, before it goes out: how it looks on a phone is seen on a phone. Who it
 * was shown to is that person's own business and is kept nowhere.
 */
import type { Channel, Piece } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import { problemOf } from '../channel/failure-problem.ts';
import { onceOnly } from '../channel/reading.ts';
import { invalid, Problem } from '../errors.ts';
import type { Logger } from '../log.ts';
import { getRelease, type Release, releaseLine, releasesOf } from '../release/release.ts';
import { type Person, requireRole } from '../staff/person.ts';
import type { Database } from '../store/collection.ts';
import { renderEverywhere } from './find-misfits.ts';

export interface PreviewDesk {
  readonly db: Database;
  readonly siteUrl: string;
  readonly channels: { has(id: string): boolean; get(id: string): Channel };
  readonly log: Logger;
}

export interface Showing {
  readonly id: string;
  readonly account: string;
  /** As the platform knows the person. */
  readonly to: string;
}

const PATIENCE_MS = 60_000; // pictures go up first

/** Throws 'no-right', 'not-found', 'wrong-state', 'invalid-input', 'does-not-fit', 'too-many-requests', 'unavailable'. */
export async function previewRelease(desk: PreviewDesk, showing: Showing, by: Person, now: Date): Promise<Release> {
  requireRole(by, 'drafter', 'reviewer', 'approver');
  const release = await getRelease(desk.db, showing.id);
  if (release.state === 'withdrawn') throw new Problem('wrong-state', '该发布件已撤回，不再预览。');
  const show = previewOf(desk, release, showing.account);
  const piece = pieceFor(desk, release, showing.account);
  const attempt = onceOnly({
    ...desk,
    key: `preview:${release._id}:${release.revision}`,
    now,
    patienceMs: PATIENCE_MS,
  });
  const shown = await show(piece, showing.to, attempt).catch((error: unknown) => {
    throw error instanceof ChannelFailure ? problemOf(error, now, '请看手机上是否收到，没有收到的请再试。') : error;
  });
  if (shown === 'nobody') throw invalid('to', '没有这个人，或对方没有关注本账号', '请核对，并请对方先关注本账号');
  const { account } = showing;
  const nth = `${release.revision}:${now.getTime()}`;
  const line = releaseLine(release, { what: 'release.previewed', at: now, by: by.id, nth, facts: { account } });
  await releasesOf(desk.db).updateOne({ _id: release._id }, { $push: { unposted: line } });
  return release;
}

function previewOf({ channels }: PreviewDesk, { text }: Release, account: string): NonNullable<Channel['preview']> {
  if (!text.accounts.includes(account)) {
    throw invalid('account', '这份发布件不发往这个账号', `请从它的账号中选择：${text.accounts.join('、')}`);
  }
  const channel = channels.has(account) ? channels.get(account) : null;
  if (channel?.preview) return channel.preview.bind(channel);
  throw invalid('account', '这个账号不能在手机上预览', '请在 GET /api/releases/:id/preview 中查看渠道稿');
}

function pieceFor(desk: PreviewDesk, release: Release, account: string): Piece {
  const rendered = renderEverywhere(desk, release).find((one) => one.account === account)?.rendered;
  if (rendered?.fits) return rendered.piece;
  const fields = rendered?.misfits ?? [];
  const detail = fields.map(({ field, problem, remedy }) => `${field}：${problem}，${remedy}`).join('；');
  throw new Problem('does-not-fit', `不符合渠道要求，尚不能预览：${detail}`, { fields });
}
