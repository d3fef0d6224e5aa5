// What is recorded must be read again: a part that no reader takes would look like a step and be none.
import type { JsonObject } from '../../chain/canonical.ts';
import { decodePart, EVENTS, type PartOfEvent } from '../../custody/events/index.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/record.ts';
import type { Said } from '../../words/say.ts';

const PARTS = ['public', 'details', 'manifest', 'private'] as const satisfies readonly PartOfEvent[];

/** Any text of an event may be as long as this. */
const SHORT = 100;
/** Fields that are not called as their option is. */
const SAID_AS: Readonly<Record<string, Said>> = {
  once: say('key-of-once'),
  ref: say('reference'),
  rma: say('rma-number'),
};

/**
 * Whether every reader takes each part of an event as it is about to be sealed.
 * @throws usage (2) for a text that is empty or too long to be recorded, bad-input (65) for anything else
 */
export function mustBeReadable(type: string, parts: { readonly [K in PartOfEvent]?: JsonObject | undefined }): void {
  if (!EVENTS.has(type)) return;
  for (const part of PARTS) {
    const value = parts[part];
    if (value !== undefined && decodePart(type, part, value) === undefined) throw unreadable(type, part, value);
  }
}

function unreadable(type: string, part: PartOfEvent, value: JsonObject): PedigreeError {
  const isTaken = (some: JsonObject) => decodePart(type, part, some) !== undefined;
  const suspects = Object.entries(value).filter(
    (field): field is [string, string] => typeof field[1] === 'string' && (field[1] === '' || field[1].length > SHORT),
  );
  const mended = { ...value, ...Object.fromEntries(suspects.map(([name]) => [name, 'x'])) };
  const fault = isTaken(mended) ? suspects.find(([name, text]) => !isTaken({ ...mended, [name]: text })) : undefined;
  if (fault === undefined) {
    return new PedigreeError('bad-input', say('cannot-recorded-nobody-could', { part }));
  }
  const [name, text] = fault;
  const said = SAID_AS[name] ?? name;
  return new PedigreeError(
    'usage',
    text === '' ? say('the-is-empty', { said }) : say('has-characters-more', { said, count: text.length }),
  );
}
