/** A release as JSON: instants in ISO 8601 UTC, days in Beijing. */
import { stateNames } from './change-release.ts';
import type { Release } from './release.ts';

export function showRelease(release: Release) {
  const { _id, state, revision, text, review, approved, correctionNote, withdrawal } = release;
  const { createdBy, createdAt, changedAt, publishedAt } = release;
  return {
    ...{ id: _id, state, stateName: stateNames[state], revision },
    ...text,
    review,
    approved: approved && {
      revision: approved.revision,
      by: approved.by,
      at: approved.at,
      correction: approved.correction,
    },
    ...{ correctionNote, withdrawal, createdBy, createdAt, changedAt, publishedAt },
  };
}
