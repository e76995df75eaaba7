import type { Pin } from '#src/domain/pin';
import { hashText, toHexadecimal } from '#src/domain/hash';

/** What stands in every simulated secret and nowhere else. */
export const MARKER = 'top-secret';

/** The secret of a simulated PIN, as its supplier would have chosen it. */
export function secretOf({ lot, serial }: Pin): string {
  const pin = `${lot}#${serial}`;
  return `${MARKER}-${toHexadecimal(hashText(pin))}${toHexadecimal(hashText(`${pin} again`))}`;
}

/** Whether plain data holds a secret, in a name or a value, however deep. */
export function showsSecret(data: unknown): boolean {
  if (typeof data === 'string') return data.includes(MARKER);
  if (typeof data !== 'object' || data === null) return false;
  if (Array.isArray(data)) return data.some(showsSecret);
  for (const name in data) {
    if (name.includes(MARKER) || showsSecret((data as Record<string, unknown>)[name])) return true;
  }
  return false;
}

/** For texts that people are shown: a rule that fails may have said too much. */
export function withoutSecrets(text: string): string {
  return text.includes(MARKER) ? text.replaceAll(new RegExp(`${MARKER}[\\w-]*`, 'g'), '(secret)') : text;
}
