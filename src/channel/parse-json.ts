/**
 * JSON from platforms whose ids pass 2^53 as bare numbers: an integer that a double cannot hold stays text, digit for
 * digit, everything else is as JSON.parse has it.
 */

/** Parses `text`; integers beyond ±(2^53 − 1) become strings. Throws SyntaxError on anything but JSON. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
}

// The third argument (source text access, ECMAScript 2025 proposal, in V8 since 11.4) is not in TypeScript's types yet.
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const unsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe && context?.source && /^-?\d+$/.test(context.source) ? context.source : value;
}
