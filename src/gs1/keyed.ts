// A scan of which the keys that were pressed are known beside what was typed: a text, so that it goes wherever a scan goes.

/** What a host typed, and what the pressed keys mean on the keyboard that scanners ship as. */
export interface KeyedScan {
  readonly typed: string;
  readonly pressed?: string;
}

/** So such a text begins; no code does. */
const BEGINS = '{"typed":';

/** The one text of both; what was typed alone where the keys say the same or nothing. */
export function keyedText({
  typed,
  pressed,
}: {
  readonly typed: string;
  readonly pressed?: string | undefined;
}): string {
  return pressed === undefined || pressed === typed ? typed : JSON.stringify({ typed, pressed });
}

/** What a text of a scan holds. */
export function keysOf(scan: string): KeyedScan {
  if (!scan.startsWith(BEGINS)) return { typed: scan };
  try {
    const { typed, pressed } = JSON.parse(scan) as Partial<Record<string, unknown>>;
    if (typeof typed === 'string' && typeof pressed === 'string') return { typed, pressed };
  } catch {
    // Then it is what somebody typed.
  }
  return { typed: scan };
}

/** Each text that may be meant, what was typed first. */
export function textsOf(scan: string): readonly string[] {
  const { typed, pressed } = keysOf(scan);
  return pressed === undefined ? [typed] : [typed, pressed];
}
