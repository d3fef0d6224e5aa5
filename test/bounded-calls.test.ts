// What grows with the data goes through loops: arguments of a call and calls within calls lie on the stack, which holds a
// hundred thousand of the ones and ten thousand of the others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

const ELEMENTS = 'MOST_ELEMENTS are read, and MOST_FAULTS told';
const READINGS = 'a code that is looked at for other readings has LONGEST_CODE characters';

const NAMED = 'a GTIN and its prefixes: no more names than a GTIN has digits';

const CERTIFICATE = 'a certificate has the names that a line of the shell has';

/** Spreads into calls that are few, by file and what is spread, with what bounds them. */
const FEW: readonly (readonly [file: string, spread: string, bound: string])[] = [
  ['src/chain/bytes.ts', 'letters', 'SPREAD of them'],
  ['src/commands/demo-play.ts', 'parts', 'a path of the demo'],
  ['src/custody/authority-parts.ts', 'more', NAMED],
  ['src/custody/authority-parts.ts', 'prefixes', NAMED],
  ['src/desk/certificate.ts', 'excluded(names)', CERTIFICATE],
  ['src/desk/certificate.ts', 'extensions', CERTIFICATE],
  ['src/desk/certificate.ts', 'names.map((name) => generalName(name))', CERTIFICATE],
  ['src/desk/certificate.ts', 'parts', CERTIFICATE],
  ['src/desk/certificate.ts', 'permitted(names)', CERTIFICATE],
  ['src/gs1/dictionary.ts', "value.split(',')", 'a line of the dictionary has LONGEST_ATTRIBUTES'],
  ['src/gs1/element-string.ts', 'one.ais', ELEMENTS],
  ['src/gs1/element-string.ts', 'one.elements.map((element) => ({ ...element, offset }))', ELEMENTS],
  ['src/gs1/element-string.ts', 'own.map((wrong) => ({ ...wrong, offset }))', ELEMENTS],
  ['src/gs1/faults.ts', 'what', 'the parameters of `fault`'],
  ['src/gs1/forms.ts', 'more.ais', ELEMENTS],
  ['src/gs1/forms.ts', 'more.elements', ELEMENTS],
  ['src/gs1/repair.ts', 'caps', READINGS],
  ['src/gs1/repair.ts', 'caseLost(text)', READINGS],
  ['src/gs1/repair.ts', 'completions(rules, one, chosen.elements, one !== text)', READINGS],
  ['src/gs1/repair.ts', 'otherReadings(text, one, table, options)', READINGS],
  ['src/gs1/repair.ts', 'plain', READINGS],
  ['src/gs1/repair.ts', 'variants({ ...text, text: swapped, repairs: [yz] }).caps.slice(0, 1)', READINGS],
  ['src/gs1/repair.ts', 'withSeparators(rules, text, true)', READINGS],
  ['src/gs1/repair.ts', 'withSplits(rules, one)', READINGS],
  ['src/ledger/accept.ts', 'key.map((column) => row[column] as string)', 'the key of a table'],
  ['src/ledger/index-events.ts', 'values', 'the columns of a table'],
  ['src/ledger/index-events.ts', 'values.slice(at, at + block)', 'ROWS_A_STATEMENT rows'],
  ['src/ledger/ledger-authority.ts', 'names', NAMED],
  ['src/ledger/ledger-authority.ts', 'names.map(nameKey)', NAMED],
  ['src/ledger/ledger-view.ts', 'keys', 'who asks for many asks for 2 000 at a time, and SQLite takes 32 766'],
  ['src/ledger/postgres/hub-source.ts', 'values', 'the parameters of one statement'],
  ['src/ledger/postgres/hub-source.ts', 'valuesOf(asked, this.#rights)', 'the parameters of one statement'],
  ['src/ledger/sqlite.ts', 'values', 'the parameters of a statement, of which SQLite takes 32 766'],
  ['src/ui/text/desk.ts', '(await qrLines(link))', 'the rows of a QR code'],
  ['src/words/say.ts', 'values', 'one value, or none'],
];

const AROUND = 'containers stand in each other MOST_AROUND deep, and that is counted';

const ANSWER = 'an answer is as deep as the tree of contents: MOST_AROUND levels';
const ONCE = 'what was read in another way is read as it stands';

const FILE = 'a file that is deeper than 64 levels is refused before';

const SAID = 'a sentence holds another where the code nests them';

/** Functions that call themselves, with what bounds how deep. */
const SHALLOW: readonly (readonly [file: string, name: string, bound: string])[] = [
  ['src/app/steps/pack.ts', 'levelsIn', AROUND],
  ['src/app/steps/shipped.ts', 'treeThen', AROUND],
  ['src/app/export/told.ts', 'this.#inside', AROUND],
  ['src/app/export/told.ts', 'this.#filled', AROUND],
  ['src/app/export/told.ts', 'this.#asFilled', AROUND],
  ['src/app/export/told.ts', 'this.#folded', AROUND],
  ['src/app/steps/contents.ts', 'nodeOf', AROUND],
  ['src/app/items/lots.ts', 'countOf', AROUND],
  ['src/app/items/lots.ts', 'insideOf', AROUND],
  ['src/app/judging/recall-candidates.ts', 'packsListed', AROUND],
  ['src/app/scans/identify.ts', 'identifyText', ONCE],
  ['src/app/scans/identify.ts', 'typedReadings', ONCE],
  ['src/app/items/inventory-contents.ts', 'packsInside', AROUND],
  ['src/app/items/inventory-contents.ts', 'treeOf', AROUND],
  ['src/app/steps/receive-held.ts', 'partsOf', AROUND],
  ['src/epcis/claims.ts', 'alongWith', AROUND],
  ['src/chain/canonical.ts', 'ascends', 'levels are counted, 8 of them'],
  ['src/chain/canonical.ts', 'write', 'levels are counted, 8 of them'],
  ['src/chain/merkle.ts', 'subtreeRoot', 'a tree is halved at each level: 53 of them'],
  ['src/single-file.ts', 'mustBeKept', 'a path has as many folders as the system takes, and it follows 40 links'],
  ['src/sync/offer.ts', 'readBatch', 'once more, with care'],
  ['src/gs1/candidates/messages.ts', 'fieldsIn', 'each of six identifiers stands once'],
  ['src/ledger/tree.ts', 'this.#perfect', 'a tree is halved at each level: 32 of them'],
  ['src/custody/ahead.ts', 'isBuiltOn', 'what was taken back is followed MOST_TAKEN_BACK deep, and that is counted'],
  ['src/custody/ahead.ts', 'isTaken', 'what was taken back is followed MOST_TAKEN_BACK deep, and that is counted'],
  ['src/custody/pedigree.ts', 'pedigreeOf', AROUND],
  ['src/custody/trace.ts', 'this.#containerLife', AROUND],
  ['src/custody/trace.ts', 'this.#lifeOf', AROUND],
  ['src/custody/trace.ts', 'this.#outer', AROUND],
  ['src/custody/way.ts', 'follow', AROUND],
  ['src/epcis/hash-id.ts', 'this.#extension', FILE],
  ['src/epcis/hash-id.ts', 'this.#extensions', FILE],
  ['src/epcis/json-event.ts', 'extensionOf', FILE],
  ['src/epcis/json-event.ts', 'extensionsOf', FILE],
  ['src/epcis/json-event.ts', 'restOf', FILE],
  ['src/epcis/xml-tree.ts', 'extensionOf', FILE],
  ['src/epcis/json-write.ts', 'this.#trees', FILE],
  ['src/epcis/json-write.ts', 'this.#value', FILE],
  ['src/epcis/xml-text.ts', 'this.#tree', FILE],
  ['src/epcis/xml-text.ts', 'this.trees', FILE],
  ['src/ledger/postgres/together.ts', 'this.#runAll', 'once: who is run alone is not run again'],
  ['src/ledger/postgres/together.ts', 'this.#start', 'what was awaited has a stack of its own'],
  ['src/ledger/store.ts', 'raise', 'once: what was staged is settled then'],
  ['src/answer/plain.ts', 'plainValue', ANSWER],
  ['src/ui/text/event-fields.ts', 'fieldLines', 'an event has 8 levels'],
  ['src/ui/text/event-fields.ts', 'linesOf', 'an event has 8 levels'],
  ['src/ui/text/stock.ts', 'show', AROUND],
  ['src/ui/windows.ts', 'turned', ANSWER],
  ['src/words/say.ts', 'inWords', SAID],
  ['src/words/say.ts', 'sentence', SAID],
  ['src/words/say.ts', 'text', SAID],
];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): readonly Node[] => Object.values(node).flat().filter(isNode);

function* nodesIn(root: Node): Iterable<Node> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (const child of childrenOf(node)) waiting.push(child);
  }
}

/** `[a, b]`, a choice of such, a CONSTANT, or a cut of a constant length: as few as are written there. */
function isFew(node: unknown): boolean {
  if (!isNode(node)) return false;
  if (node.type === 'ArrayExpression') return childrenOf(node).every(({ type }) => type !== 'SpreadElement');
  if (node.type === 'ConditionalExpression') return isFew(node.consequent) && isFew(node.alternate);
  return node.type === 'Identifier' && /^[A-Z][A-Z_]+$/.test(String(node.name));
}

function spreadsIn(root: Node, source: string): readonly string[] {
  const found: string[] = [];
  for (const node of nodesIn(root)) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    for (const argument of node.arguments as readonly Node[]) {
      if (argument.type !== 'SpreadElement' || isFew(argument.argument)) continue;
      found.push(source.slice(argument.start + 3, argument.end));
    }
    const callee = node.callee as Node;
    const property = callee.type === 'MemberExpression' ? nameOf(callee.property) : undefined;
    if (property === 'apply') found.push(source.slice(node.start, node.end));
  }
  return found;
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node.name);
  return node.type === 'PrivateIdentifier' ? `#${String(node.name)}` : undefined;
}

/** The function that a declaration, a method or a constant names. */
function functionOf(node: Node): readonly [name: string, body: Node, isMember: boolean] | undefined {
  const { type } = node;
  if (type === 'FunctionDeclaration' && isNode(node.body)) return [nameOf(node.id) ?? '', node.body, false];
  if (type === 'MethodDefinition' && isNode(node.value)) return [nameOf(node.key) ?? '', node.value, true];
  if (type !== 'VariableDeclarator' || !isNode(node.init)) return undefined;
  if (node.init.type !== 'ArrowFunctionExpression' && node.init.type !== 'FunctionExpression') return undefined;
  return [nameOf(node.id) ?? '', node.init, false];
}

/** What a function calls by name, or hands on for others to call: `name`, or `this.name`. */
function* calledIn(body: Node): Iterable<string> {
  const own = new Set([...nodesIn(body)].flatMap(({ params }) => (Array.isArray(params) ? params.map(nameOf) : [])));
  for (const { type, callee, arguments: handed } of nodesIn(body)) {
    if (type !== 'CallExpression' && type !== 'NewExpression') continue;
    for (const node of [callee, ...(handed as readonly Node[])]) {
      if (!isNode(node)) continue;
      if (node.type === 'Identifier' && !own.has(String(node.name))) yield String(node.name);
      const isOwn = isNode(node.object) && node.object.type === 'ThisExpression';
      if (isOwn) yield `this.${nameOf(node.property)}`;
    }
  }
}

/** Functions of a file that come back to themselves, straight or through others in it. */
function selfCallsIn(root: Node): readonly string[] {
  const calls = new Map<string, Set<string>>();
  for (const node of nodesIn(root)) {
    const [name, body, isMember] = functionOf(node) ?? [];
    if (name === undefined || body === undefined) continue;
    const full = isMember ? `this.${name}` : name;
    calls.set(full, new Set([...(calls.get(full) ?? []), ...calledIn(body)]));
  }
  return [...calls.keys()].filter((name) => {
    const reached = new Set<string>();
    const waiting = [name];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      for (const called of calls.get(one) ?? []) {
        if (called === name) return true;
        if (!reached.has(called)) waiting.push(called);
        reached.add(called);
      }
    }
    return false;
  });
}

const SOURCES = readdirSync('src', { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()
  .map((file) => {
    const source = readFileSync(file, 'utf8');
    return { file, source, root: parseAst(source, { lang: 'ts' }) as unknown as Node };
  });

test('the scan finds what it is for', () => {
  const source =
    'const go = (...a: number[]) => { list.push(...a); Math.max(0, ...(b ? [1] : [])); f.apply(g, a); return go(1); }; function to() { x.map(fro); } function fro() { to(); }';
  const root = parseAst(source, { lang: 'ts' }) as unknown as Node;
  expect(spreadsIn(root, source).toSorted()).toEqual(['a', 'f.apply(g, a)']);
  expect(selfCallsIn(root)).toEqual(['fro', 'to', 'go']);
});

test('no list that may be long is spread into a call', () => {
  const found = SOURCES.flatMap(({ file, source, root }) =>
    spreadsIn(root, source).map((spread) => `${file}: ${spread}`),
  );
  expect([...new Set(found)].toSorted()).toEqual([...FEW].map(([file, spread]) => `${file}: ${spread}`).toSorted());
});

test('no function calls itself as deep as the data goes', () => {
  const found = SOURCES.flatMap(({ file, root }) => selfCallsIn(root).map((name) => `${file}: ${name}`));
  expect([...new Set(found)].toSorted()).toEqual([...SHALLOW].map(([file, name]) => `${file}: ${name}`).toSorted());
});
