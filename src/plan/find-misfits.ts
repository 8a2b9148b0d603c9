/** Why a text cannot go to the accounts it names; and how it will look on each of them. */
import type { Channel, Rendered } from '../channel/contract.ts';
import { ChannelFailure } from '../channel/failure.ts';
import type { FieldProblem } from '../errors.ts';
import type { Announcement } from '../release/announcement.ts';
import { type Release, toAnnouncement } from '../release/release.ts';

export interface RenderDesk {
  readonly siteUrl: string;
  readonly channels: { get(id: string): Channel };
}

export interface AccountPiece {
  readonly account: string;
  readonly rendered: Rendered;
}

/** The text under way in each chosen account's shape. */
export function renderEverywhere(desk: RenderDesk, release: Release): readonly AccountPiece[] {
  const announcement = toAnnouncement(release, release.text, desk.siteUrl);
  const first = { ...announcement, correction: release.approved ? announcement.correction : null };
  return release.text.accounts.map((account) => ({ account, rendered: renderOn(account, first, desk) }));
}

function renderOn(account: string, announcement: Announcement, { channels }: RenderDesk): Rendered {
  try {
    return channels.get(account).render(announcement);
  } catch (error) {
    // Chosen while it was open; what render() itself throws is a bug and stays one.
    if (!(error instanceof ChannelFailure)) throw error;
    const remedy = '请去掉这个账号，或请管理员重新配置它';
    return { fits: false, misfits: [{ field: 'accounts', problem: error.message, remedy }] };
  }
}

/** Every misfit by its field, the account named in the problem; plus what every channel needs. */
export function findMisfits(desk: RenderDesk, release: Release): readonly FieldProblem[] {
  const pieces = renderEverywhere(desk, release).flatMap(({ account, rendered }) =>
    rendered.fits
      ? []
      : rendered.misfits.map(({ field, problem, remedy }) => ({ field, problem: `${account}：${problem}`, remedy })),
  );
  return [...requiredProblems(release), ...pieces];
}

function requiredProblems({ text }: Release): FieldProblem[] {
  const required: readonly (readonly [field: string, value: string, name: string])[] = [
    ['title', text.title, '标题'],
    ['body', text.body, '正文'],
    ['column', text.column, '栏目'],
    ['source', text.source, '来源'],
  ];
  const missing = required.filter(([, value]) => value.trim() === '');
  return missing.map(([field, , name]) => ({ field, problem: `${name}没有填写`, remedy: `请填写${name}后再提交` }));
}
