/** A release as JSON: instants in ISO 8601 UTC, days in Beijing. */
import type { FieldProblem } from '../errors.ts';
import { catalogueOf, themeName } from './catalogue.ts';
import { stateNames } from './change-release.ts';
import { findPersonalData } from './find-personal-data.ts';
import { toPlainText } from './plain-text.ts';
import type { Release } from './release.ts';
import { findWrongWords, wrongWords } from './wrong-words.ts';

/** With its whole text, and what in it ought to be looked at before it goes out. */
export function showRelease(release: Release, delays: readonly FieldProblem[] = []) {
  const { body } = release.text;
  return { ...showRow(release), body, filed: fileOf(release.text), warnings: [...findingsIn(release.text), ...delays] };
}

/** The catalogue fields as the site will show them, with what was left out worked out. */
export function fileOf(text: Pick<Release['text'], 'title' | 'source' | 'catalogue'>) {
  const filed = catalogueOf(text.catalogue ?? {}, text);
  return { ...filed, themeName: themeName(filed.theme) };
}

/** Personal data and words that look wrong. */
export function findingsIn(text: Pick<Release['text'], 'title' | 'summary' | 'body'>): readonly FieldProblem[] {
  const { title, summary, body } = text;
  const fields = Object.entries({ title, summary, body: toPlainText(body) });
  const wrong = fields.flatMap(([field, words]) =>
    findWrongWords(words, wrongWords).map((one) => {
      const remedy = `多半应为“${one.right}”（${one.why}），请核对`;
      return { field, problem: `“${one.wrong}”疑似有误`, remedy };
    }),
  );
  return [...findPersonalData(text), ...wrong];
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
