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
/** Too short for any of these (a mobile has 11 digits, a named account 8 letters): most values of a push are times and kinds. */
const TOO_SHORT = /^(?:\d{1,10}|[A-Za-z_]{1,7})$/;
/** Platforms use some dozens of names; a stranger's inventions must not fill the memory. */
const MOST_NAMES = 1000;

/** Of `fields` all but those `said` elsewhere; nothing when nothing is left. To be spread into what is told. */
export function rawForm(
  fields: Readonly<Record<string, unknown>>,
  said: readonly string[],
): { readonly raw?: Readonly<Record<string, unknown>> } {
  const raw = cleanedFields(fields, 0, said);
  if (Object.keys(raw).length === 0) return {};
  return { raw: Buffer.byteLength(JSON.stringify(raw)) > MOST_BYTES ? TOO_LARGE : raw };
}

function cleaned(value: unknown, depth: number, name = ''): unknown {
  if (typeof value === 'string') return plain(value, name);
  if (typeof value === 'number') return plain(String(value), name) === String(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || depth === DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1, name)).filter((one) => one !== undefined);
  return cleanedFields(value, depth);
}

function cleanedFields(value: object, depth: number, said: readonly string[] = []): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const clean = !said.includes(name) && isTold(name) ? cleaned(one, depth + 1, name) : undefined;
    if (clean !== undefined) kept[name] = clean;
  }
  return kept;
}

const toldNames = new Map<string, boolean>();

function isTold(name: string): boolean {
  const known = toldNames.get(name);
  if (known !== undefined) return known;
  const told = PLAIN_NAME.test(name) && ![SECRET, REACHING, REACHING_WORDS].some((rule) => rule.test(name));
  if (toldNames.size < MOST_NAMES) toldNames.set(name, told);
  return told;
}

/** Long texts are given up before they are looked through. A number that names something may look like a card's. */
function plain(text: string, name: string): string | undefined {
  if (TOO_SHORT.test(text)) return text;
  if (text.length > MOST_BYTES) return text.slice(0, MOST_BYTES + 1).toWellFormed();
  const isId = ID_NAME.test(name) && /^\d+$/.test(text);
  return isId ? text : maskPersonal(text.toWellFormed(), NUMBERS).text;
}
