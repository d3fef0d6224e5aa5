// The name of a type of event stands where the type is defined; whoever means the type says it as a value (`EVENT.recall.type`).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../src/custody/events/index.ts';

const HOME = 'src/custody/events/';
/** Where names are those of commands, where words for people stand, and what knows no types (docs/decisions.md). */
const APART = ['src/commands/', 'src/ui/registry.ts', 'src/desk/roles.ts', 'src/words/', 'src/chain/', 'src/epcis/'];

/** Names that are also words for something else, and what: of these only the places are looked at where a type is meant. */
const OTHERS: Readonly<Record<string, string>> = {
  commission: 'an index of the store',
  decommission: 'a next step of the advice',
  dispense: 'a mode of scanning, a next step of the advice, what waits in the outbox',
  document: 'a kind of record, a kind of file',
  found: 'a next step of the advice, a part of a request',
  missing: 'what is not there: files, heads, goods',
  open: 'a state of alerts, recalls and peers',
  pack: 'a kind of item, a mode of scanning',
  product: 'a kind of cause, a field',
  quarantine: 'a field of goods that are held',
  recall: 'an index of the store, a reason for a quarantine, a next step of the advice',
  receive: 'a mode of scanning, a next step of the advice',
  report: 'a next step of the advice',
  ship: 'a mode of scanning',
  'recall-check': 'its label on a screen',
  'recall-response': 'its label on a screen',
  retract: 'an index of the store',
  share: 'a folder of the system',
  successor: 'a field',
};

/** Where a type is meant: what an event is compared with, looked for by, and asked about. */
const MEANT =
  /(?:\bleaf\.type [!=]==|eventsOf\(\[|\b(?:needsRole|roleAllows|mustHaveRole|mustBeReadable|decodePart)\((?:tx, )?) ?'/;

interface Source {
  readonly file: string;
  readonly text: string;
}

function sources(): Source[] {
  return readdirSync('src', { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => ![HOME, ...APART].some((folder) => file.startsWith(folder)))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

/** Lines on which a type is named by a literal. */
function named({ file, text }: Source): readonly string[] {
  const lines = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).split('\n');
  return lines.flatMap((whole, at) => {
    // What a command is called, and a part of a type, are not the type.
    const line = whole.replace(/^\s*\/\/.*$|\bcommand: '[^']*'|\w\[['"][\w-]+['"]\]/g, '');
    const words = [...line.matchAll(/'([a-z][a-z-]*)'/g)]
      .map(([, word = '']) => word)
      .filter((word) => EVENTS.has(word));
    const wrong = words.some((word) => !Object.hasOwn(OTHERS, word)) || (words.length > 0 && MEANT.test(line));
    return wrong ? [`${file}:${at + 1}: ${whole.trim()}`] : [];
  });
}

describe('a type of event is named where it is defined', () => {
  test('and nowhere else', () => {
    expect(sources().flatMap(named)).toEqual([]);
  });

  test.each([
    "if (leaf.type === 'pack') return;",
    "for (const event of view.eventsOf(['ship', 'receive'])) take(event);",
    "tx.add({ type: 'revoke', public: {} });",
    "mustHaveRole(tx, 'dispense');",
    "const READ = ['allocate'];",
  ])('%s would be found', (line) => {
    expect(named({ file: 'src/app/x.ts', text: line })).toHaveLength(1);
  });

  test('what is excused is a type, and stands somewhere', () => {
    const all = sources().map(({ text }) => text);
    for (const word of Object.keys(OTHERS)) {
      expect(EVENTS.has(word), word).toBe(true);
      expect(
        all.some((text) => text.includes(`'${word}'`)),
        word,
      ).toBe(true);
    }
  });
});
