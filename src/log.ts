/**
 * The log: pino, JSON lines. Second net for secrets: adapters already never put one into a failure (channel/failure.ts),
 * this scrubs what looks like one from every string all the same.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

const SECRET = /((?:access_token|refresh_token|secret|appsecret|password|code|token|signature)=)[^&\s"']+/gi;
const PERSONAL = /\b1[3-9]\d{9}\b|\b\d{17}[\dXx]\b/g; // mobile numbers and identity numbers (domain.md §7)

/** Removes secrets in query strings and personal numbers from a text. */
export function scrub(text: string): string {
  return text.replace(SECRET, '$1***').replace(PERSONAL, '***');
}

export function openLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'headers.authorization', 'headers.cookie', '*.secret', '*.token'],
    hooks: {
      streamWrite: scrub,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error as one line of a log tells it. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}
