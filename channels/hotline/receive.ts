/**
 * A case as the hotline pushes it, new or changed: the whole case each time, in whatever order. What it means for the one
 * signal is src/signal/case.ts. The format is ours (docs/hotline.md): hotline systems are bought by each city and have none
 * in common.
 */
import { z } from 'zod';
import type { Comment, PushedMessage, Received, Told } from '../../src/channel/contract.ts';
import { ChannelFailure } from '../../src/channel/failure.ts';
import { parseJson } from '../../src/channel/parse-json.ts';
import { rawForm } from '../../src/channel/raw-form.ts';
import { digestOf } from '../../src/ids.ts';
import { TEXT_LETTERS, TITLE_LETTERS } from './limits.ts';
import type { HotlineSettings } from './settings.ts';
import { checkSigned } from './sign.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const words = (most: number) => z.string().trim().max(most).default('');

const caseSchema = z.object({
  id: z.string().trim().min(1).max(100),
  title: words(TITLE_LETTERS),
  text: z.string().trim().min(1).max(TEXT_LETTERS),
  calledAt: time,
  caller: z
    .object({ name: words(100), phone: words(50), address: words(300) })
    .default({ name: '', phone: '', address: '' }),
  category: words(100),
  unit: words(100),
  acceptedAt: time,
  assignedAt: time.nullish(),
  closedAt: time.nullish(),
  onTime: z.boolean().nullish(),
});

export type PushedCase = z.input<typeof caseSchema>;

/** Throws ChannelFailure 'refused' on a wrong signature, a time out of the window, or an unreadable body. */
export function receive(settings: HotlineSettings, { method, query, body, now }: PushedMessage): Received {
  const { timestamp = '', signature = '' } = query;
  checkSigned(settings, { timestamp, signature, body }, now);
  if (method === 'GET') return { ...answer('ok'), key: null, body: '', reaches: false };
  readCase(body);
  return { ...answer('{"taken":true}'), key: digestOf(body).slice(0, 32), body, reaches: true };
}

/** The case as it stands now. */
export function readPushed(body: string): Told {
  const { given, fields } = readCase(body);
  return { comments: [toComment(given, rawForm(fields, SAID))], sightings: [] };
}

function readCase(body: string) {
  const fields = parsed(body);
  const read = caseSchema.safeParse(fields);
  if (read.success) return { given: read.data, fields: fields as Readonly<Record<string, unknown>> };
  const field = read.error.issues[0]?.path.join('.') ?? '';
  throw new ChannelFailure('refused', `热线推送的工单无法辨认（${field || '整体'}），未接受。请核对格式。`);
}

/** What the signal says itself, and who called. */
const SAID = ['id', 'title', 'text', 'caller'];

function toComment(given: z.output<typeof caseSchema>, raw: Pick<Comment, 'raw'>): Comment {
  const { id, title, text, calledAt, caller, category, unit, acceptedAt, assignedAt, closedAt, onTime } = given;
  const hasCaller = Object.values(caller).some((value) => value !== '');
  return {
    ...{
      ref: id,
      kind: 'case',
      post: null,
      author: { id: '', name: '' },
      title: title || null,
      text,
      writtenAt: calledAt,
    },
    ...raw,
    ...(hasCaller && { contact: { ...caller, mail: '' } }),
    case: {
      acceptedAt,
      assignedAt: assignedAt ?? null,
      closedAt: closedAt ?? null,
      onTime: onTime ?? null,
      unit,
      category,
    },
  };
}

function answer(body: string): Pick<Received, 'answer'> {
  return { answer: { status: 200, type: 'application/json; charset=utf-8', body } };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
