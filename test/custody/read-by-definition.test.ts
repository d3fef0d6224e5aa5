// What an event says in public is read by its definition, which gives all of its fields typed or nothing: `saidIn` and the
// decoders of src/custody/events. Fields that are read by hand are listed, and the list only shrinks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Who reads fields by hand, and how many of them. */
const BY_HAND: Readonly<Record<string, number>> = {
  // One field of an event of any type, or of very many events.
  'src/app/record/write.ts': 1,
  'src/app/judging/recall.ts': 1,
  // What an event of any type says, in a line of the log.
  'src/ui/text/log.ts': 1,
  'src/ledger/index-events.ts': 4,
  'src/ledger/ledger-authority.ts': 2,
  'src/ledger/ledger-view.ts': 3,
  'src/custody/authority-parts.ts': 1,
  // The opening event, before it is known to be a right one, or as the text that it is compared with.
  'src/app/maintenance/own-self.ts': 2,
  'src/app/node/recovery.ts': 1,
  'src/app/parties/accredit.ts': 1,
  'src/ledger/append-run.ts': 1,
  'src/ledger/audit-records.ts': 1,
  'src/ledger/judge.ts': 1,
  'src/ledger/memory.ts': 1,
  'src/ledger/mend.ts': 1,
  'src/sync/proof.ts': 1,
};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** `leaf.public`, `opening?.public`, also behind `as`. */
function isPublicPart(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'ChainExpression' || /^TS(?:As|NonNull|Satisfies)/.test(node.type))
    return isPublicPart(node.expression);
  return node.type === 'MemberExpression' && isNode(node.property) && node.property.name === 'public';
}

/** Fields that are taken of a public part: `leaf.public.lot`, `const { lot } = leaf.public`, or `leaf.public as Lot`. */
function* readings(node: Node): Iterable<Node> {
  if (node.type === 'MemberExpression' && isPublicPart(node.object)) yield node;
  if (/^TS(?:As|Satisfies)/.test(node.type) && isPublicPart(node)) yield node;
  if (
    node.type === 'VariableDeclarator' &&
    isPublicPart(node.init) &&
    isNode(node.id) &&
    node.id.type === 'ObjectPattern'
  )
    yield node;
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* readings(child);
}

function readingsIn(source: string): number {
  return [...readings(parseAst(source, { lang: 'ts' }) as unknown as Node)].length;
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

test('fields of events are read by the definition of the event', () => {
  const found = files('src').flatMap((file) => {
    if (file.startsWith('src/custody/events/')) return [];
    const count = readingsIn(readFileSync(file, 'utf8'));
    return count === 0 ? [] : [[file, count] as const];
  });
  expect(Object.fromEntries(found)).toEqual(BY_HAND);
});

test.each([
  ['const lot = event.leaf.public.lot;', 1],
  ['const { lot, gtin } = leaf.public;', 1],
  ["const lot = opening?.public['lot'];", 1],
  ['const said = life.commission?.leaf.public as Lot | undefined;', 1],
  ['const { lot } = leaf.public as Lot;', 2],
  ['const said = saidIn(EVENT.commission, leaf);', 0],
  ['const key = b64u(keyring.sign.public);', 0],
])('%s reads %i by hand', (source, count) => {
  expect(readingsIn(source)).toBe(count);
});
