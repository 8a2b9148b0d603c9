/**
 * The raw form of what a platform told: its own fields as they came, beside those a signal has. Never what reaches a person or opens a
 * door, whatever the platform calls it; bounded, and under names that every store takes. Ids beyond 2^53 are text already
 * (parse-json.ts).
 */
import { maskPersonal } from '../privacy/find-personal.ts';
import type { PersonalKind } from '../privacy/personal-kind.ts';

/** Bytes as JSON. */
const MOST_BYTES = 4096;
const DEEPEST = 4;
const TOO_LARGE = { note: '原始内容超过 4 KB，没有保存' };

/** By its name: secrets, and what a person can be found or reached by. */
const SECRET = /token|secret|passw|signature|nonce|encrypt|ticket|session|cookie|auth|credential/i;
const REACHING =
  /phone|mobile|^tel|mail|address|contact|caller|idcard|id_card|identity|geo|latitude|longitude|^location|^lat$|^lng$|^lon$|qq|^ip$/i;
const REACHING_WORDS = /电话|手机|邮箱|地址|住址|联系|身份证|姓名|密码|密钥|令牌/;
/** Names that stand in every store, without dots, dollars or control characters. */
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u;
const ID_NAME = /(?:^|_)m?id(?:str)?$|I[dD]$/;
const NUMBERS: readonly PersonalKind[] = ['identity', 'card', 'mobile', 'mail', 'account'];

/** Of `fields` all but those `said` elsewhere; nothing when nothing is left. To be spread into what is told. */
export function rawForm(
  fields: Readonly<Record<string, unknown>>,
  said: readonly string[],
): { readonly raw?: Readonly<Record<string, unknown>> } {
  const left = Object.entries(fields).filter(([name]) => !said.includes(name));
  const raw = cleaned(Object.fromEntries(left), 0) as Readonly<Record<string, unknown>>;
  if (Object.keys(raw).length === 0) return {};
  return { raw: Buffer.byteLength(JSON.stringify(raw)) > MOST_BYTES ? TOO_LARGE : raw };
}

function cleaned(value: unknown, depth: number, name = ''): unknown {
  if (typeof value === 'string') return plain(value, name);
  if (typeof value === 'number') return plain(String(value), name) === String(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || depth === DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1, name)).filter((one) => one !== undefined);
  const kept = Object.entries(value).flatMap(([inner, one]) => {
    const clean = isTold(inner) ? cleaned(one, depth + 1, inner) : undefined;
    return clean === undefined ? [] : [[inner, clean] as const];
  });
  return Object.fromEntries(kept);
}

function isTold(name: string): boolean {
  return PLAIN_NAME.test(name) && ![SECRET, REACHING, REACHING_WORDS].some((rule) => rule.test(name));
}

/** Long texts are given up before they are looked through. A number that names something may look like a card's. */
function plain(text: string, name: string): string | undefined {
  if (text.length > MOST_BYTES) return text.slice(0, MOST_BYTES + 1).toWellFormed();
  const isId = ID_NAME.test(name) && /^\d+$/.test(text);
  return isId ? text : maskPersonal(text.toWellFormed(), NUMBERS).text;
}
