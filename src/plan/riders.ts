/**
 * Texts that go along with another release in one publication (次条): which may, and how they are planned. They have been
 * approved for themselves; what becomes of their posts is recorded when the publication is out (record-riders.ts).
 */
import type { Channel, Piece, Rendered } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import { DELIVERIES, type Delivery, type Rider } from '../delivery/delivery.ts';
import { keepPieces } from '../delivery/piece.ts';
import type { FieldProblem } from '../errors.ts';
import { type Release, releasesOf, toApprovedAnnouncement } from '../release/release.ts';
import type { Database } from '../store/collection.ts';
import type { AccountPiece } from './find-misfits.ts';
import { livePosts, type PlannedDelivery } from './plan-publication.ts';

export interface RiderDesk {
  readonly db: Database;
  readonly siteUrl: string;
  readonly channels: { get(id: string): Channel };
}

/** The record of a rider's post; `lead` is the delivery it goes along with. */
export function riderId({ release, revision }: Rider, account: string, lead: string): string {
  return `${release}:${revision}:${account}:publish:${lead.split(':').slice(0, 2).join('.')}`;
}

/** What is wrong with the riders a text names; asked when it is submitted and again when it is approved. */
export async function findRiderProblems(desk: RiderDesk, release: Release): Promise<readonly FieldProblem[]> {
  const named = Object.entries(release.text.riders ?? {}).filter(([, ids]) => ids.length > 0);
  const problems = await Promise.all(named.map(([account, ids]) => problemsOn(desk, release, account, ids)));
  return problems.flat();
}

async function problemsOn(
  desk: RiderDesk,
  release: Release,
  account: string,
  ids: readonly string[],
): Promise<readonly FieldProblem[]> {
  const field = `riders.${account}`;
  const channel = openChannel(desk, account);
  if (!channel?.join) return [{ field, problem: '这个账号不能把几篇合并为一次发布', remedy: '请去掉这一项' }];
  if (!release.text.accounts.includes(account))
    return [{ field, problem: '本件不发往这个账号', remedy: '请去掉这一项' }];
  const read = await Promise.all(ids.map((id) => readRider(desk, { id, account, lead: release._id }, channel)));
  const wrong = read.flatMap((one, at) =>
    typeof one === 'string' ? [{ field: `${field}.${at}`, problem: one, remedy: '请去掉它，或换成别的发布件' }] : [],
  );
  const joined = channel.join(NOTHING, read.filter(isRiding).map(pieceOf));
  return [...wrong, ...(joined.fits ? [] : joined.misfits.map((misfit) => ({ ...misfit, field })))];
}

/** Stands for the lead, which is looked at by itself. */
const NOTHING: Piece = { preview: { title: '', html: '', text: '', notes: [] }, payload: {} };

function openChannel({ channels }: RiderDesk, account: string): Channel | null {
  try {
    return channels.get(account);
  } catch (error) {
    if (error instanceof ChannelFailure) return null;
    throw error;
  }
}

interface Riding {
  readonly rider: Rider;
  readonly piece: Piece;
}

interface Asked {
  readonly id: string;
  readonly account: string;
  /** Id of the release it is to go along with. */
  readonly lead: string;
}

/** A rider in its approved text; null for one that has gone along already; or why it cannot. */
async function readRider(
  desk: RiderDesk,
  { id, account, lead }: Asked,
  channel: Channel,
): Promise<Riding | null | string> {
  if (id === lead) return '不能把本件作为自己的次条';
  const release = await releasesOf(desk.db).findOne({ _id: id });
  if (!release) return '没有这个编号的发布件';
  const { approved, withdrawal } = release;
  if (!approved || withdrawal) return `“${release.text.title}”没有签发，或已撤回`;
  const { title, accounts, column, respondsTo: topic } = approved.text;
  if (accounts.includes(account)) return `“${title}”自己会发往这个账号`;
  const existing = await desk.db.collection<Delivery>(DELIVERIES).find({ 'facts.release': id }).toArray();
  const [live] = livePosts(existing, account);
  if (live) return live._id.includes(`:publish:${lead}.`) ? null : `“${title}”已在这个账号上发布`;
  const rendered = channel.render(toApprovedAnnouncement(release, desk.siteUrl));
  if (!rendered.fits) return `“${title}”不符合渠道要求：${rendered.misfits[0]?.problem ?? ''}`;
  return { rider: { release: id, revision: approved.revision, column, topic }, piece: rendered.piece };
}

function isRiding(read: Riding | null | string): read is Riding {
  return read !== null && typeof read !== 'string';
}

const pieceOf = ({ piece }: Riding) => piece;

/** The plan with what goes along; whoever cannot any more since it was approved stays behind. */
export async function withRiders(
  desk: RiderDesk,
  release: Release,
  planned: readonly PlannedDelivery[],
): Promise<readonly PlannedDelivery[]> {
  const riders = release.approved?.text.riders ?? {};
  return await Promise.all(planned.map((one) => withRidersOn(desk, release, one, riders[one.account] ?? [])));
}

async function withRidersOn(
  desk: RiderDesk,
  release: Release,
  planned: PlannedDelivery,
  ids: readonly string[],
): Promise<PlannedDelivery> {
  const { account, order, piece } = planned;
  if (order.action !== 'publish' || !piece) return planned;
  const { joined, riding } = await joinOn(desk, { ids, account, lead: release._id }, piece);
  if (riding.length === 0 || !joined.fits) return planned;
  const carried = riding.map((one) => ({ _id: riderId(one.rider, account, planned.id), piece: one.piece }));
  await keepPieces(desk.db, carried);
  return { ...planned, piece: joined.piece, order: { action: 'publish', riders: riding.map(({ rider }) => rider) } };
}

/** The piece with those that can go along, and which they are. */
async function joinOn(
  desk: RiderDesk,
  { ids, account, lead }: { readonly ids: readonly string[]; readonly account: string; readonly lead: string },
  piece: Piece,
): Promise<{ readonly joined: Rendered; readonly riding: readonly Riding[] }> {
  const alone = { joined: { fits: true, piece }, riding: [] } as const;
  const channel = openChannel(desk, account);
  if (ids.length === 0 || !channel?.join) return alone;
  const read = await Promise.all([...new Set(ids)].map((id) => readRider(desk, { id, account, lead }, channel)));
  const riding = read.filter(isRiding);
  return riding.length === 0 ? alone : { joined: channel.join(piece, riding.map(pieceOf)), riding };
}

/** As signers see it: each account's piece of the text under way, with what goes along. */
export async function joinEverywhere(
  desk: RiderDesk,
  { _id: lead, text }: Release,
  pieces: readonly AccountPiece[],
): Promise<readonly AccountPiece[]> {
  const join = async ({ account, rendered }: AccountPiece): Promise<AccountPiece> => {
    if (!rendered.fits) return { account, rendered };
    const ids = text.riders?.[account] ?? [];
    return { account, rendered: (await joinOn(desk, { ids, account, lead }, rendered.piece)).joined };
  };
  return await Promise.all(pieces.map(join));
}
