/** A release as JSON: instants in ISO 8601 UTC, days in Beijing. */
import type { FieldProblem } from '../errors.ts';
import { stateNames } from './change-release.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { Release } from './release.ts';

/** With its whole text, and what in it ought to be looked at before it goes out. */
export function showRelease(release: Release, delays: readonly FieldProblem[] = []) {
  return { ...showRow(release), body: release.text.body, warnings: [...findPersonalData(release.text), ...delays] };
}

/** For lists: a page of full texts would weigh megabytes. */
export function showRow(release: Release) {
  const { _id, state, revision, text, review, approved, correctionNote, withdrawal } = release;
  const { createdBy, createdAt, changedAt, publishedAt } = release;
  return {
    ...{ id: _id, state, stateName: stateNames[state], revision },
    ...{ ...text, body: undefined },
    review,
    approved: approved && {
      revision: approved.revision,
      by: approved.by,
      at: approved.at,
      correction: approved.correction,
    },
    ...{ correctionNote, withdrawal, createdBy, createdAt, changedAt, publishedAt, writers: release.writers },
  };
}
