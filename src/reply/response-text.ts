/**
 * An answer as a release (回应关切): what was asked, told for everybody, and what the office says. Pure. Whatever tells who asked or who
 * is spoken of is masked here; the review of the release still reads all of it.
 */
import { escapeHtml } from '../channel/escape-html.ts';
import { maskPersonal } from '../privacy/find-personal.ts';
import { type PersonalKind, personalKinds } from '../privacy/personal-kind.ts';

export interface ResponseInput {
  /** Title of the topic. */
  readonly title: string;
  /** What was asked, by the earliest message. */
  readonly asked: string;
  /** The office's words, a paragraph a line; placeholders of a reply are taken out. */
  readonly answer: string;
}

export interface ResponseText {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** What was masked, Chinese names of its kinds, each once. */
  readonly masked: readonly string[];
}

/** An office's own telephone and mail address may stand in its answer. */
const OF_ANSWER: readonly PersonalKind[] = ['identity', 'card', 'mobile', 'plate', 'account', 'address'];

const MOST_ASKED = 200;
const MOST_TITLE = 40;

export function composeResponse({ title, asked, answer }: ResponseInput): ResponseText {
  const kinds = new Set<PersonalKind>();
  const masked = (text: string, of?: readonly PersonalKind[]) => {
    const { text: safe, findings } = maskPersonal(text, of);
    for (const { kind } of findings) kinds.add(kind);
    return safe;
  };
  const about = shortened(masked(title).replace(/[？?！!。…\s]+$/u, ''), MOST_TITLE);
  const question = shortened(masked(asked).replace(/\s+/g, ' ').trim(), MOST_ASKED);
  const words = masked(answer.replaceAll('{称呼}', '网民朋友').replaceAll('{编号}', ''), OF_ANSWER);
  const paragraphs = [
    `近日，有网民反映：“${question}”现回应如下：`,
    ...words.split(/\n+/).map((line) => line.trim()),
  ].filter((line) => line !== '');
  return {
    title: `关于“${about}”的回应`,
    body: paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`).join(''),
    masked: [...kinds].map((kind) => personalKinds[kind]),
  };
}

function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
