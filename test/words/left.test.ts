// Below the commands nothing is said in words of its own: what a person reads is an id with values, and its words lie in
// src/words. What is left is listed, and the list only shrinks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Layers and files that say nothing themselves. */
const BELOW = ['gs1', 'chain', 'epcis', 'custody', 'ledger', 'label', 'scan', 'sync', 'app', 'answer', 'desk'];

/** Files with texts that no person reads as a sentence, or that are the words of a toolkit of its own, and why. */
const OTHER_TEXTS: Readonly<Record<string, string>> = {
  'src/gs1': 'the toolkit for codes goes out alone, with English words of its own',
  'src/custody/events': 'what docs/format.md says of each type',
  'src/ledger/tables.ts': 'SQL',
  'src/ledger/sums.ts': 'SQL',
  'src/app/node/pages.ts': 'HTML',
  'src/app/recalls/recall-letter-html.ts': 'HTML',
  'src/ledger/postgres': 'SQL, and what nobody is told',
  'src/app/tracing/write-html.ts': 'HTML',
  'src/label/pdf.ts': 'PDF',
  'src/label/pdf-font.ts': 'PDF',
  'src/label/svg.ts': 'SVG',
  'src/epcis/dates.ts': 'names of months in files',
  'src/epcis/json-event.ts': 'names of fields of the standard',
  'src/epcis/json-head.ts': 'names of fields of the standard',
  'src/epcis/sensor-fields.ts': 'names of fields of the standard',
  'src/epcis/vocabulary.ts': 'words of the standard',
  'src/epcis/us-words.ts': 'the words of the law',
  'src/epcis/xml-write.ts': 'XML',
  'src/desk/certificate.ts': 'the name in a certificate',
  'src/desk/file-routes.ts': 'headers of HTTP, and names of commands',
  'src/desk/files.ts': 'headers of HTTP',
  'src/desk/gate.ts': 'headers of HTTP',
  'src/desk/news.ts': 'headers of HTTP',
  'src/desk/replies.ts': 'headers of HTTP',
  'src/desk/lock.ts': 'keys of what is counted',
  'src/desk/roles.ts': 'names of commands',
  'src/desk/sessions.ts': 'keys of what is kept',
};

/** Single texts that are no words either, by file, with how many there are and what they are. */
const NO_WORDS: Readonly<Record<string, readonly [count: number, what: string]>> = {
  'src/app/exchange/outbox-retry.ts': [1, 'the name of a command'],
  'src/app/items/lots.ts': [2, 'keys of what is worked out once'],
  'src/app/items/product.ts': [1, 'the name of a command'],
  'src/app/judging/judging.ts': [1, 'a key of what is worked out once'],
  'src/app/judging/stock-index.ts': [2, 'keys of what is worked out once'],
  'src/app/judging/watch.ts': [3, 'keys of what is worked out once'],
  'src/app/labels/label-check.ts': [1, 'a step of the ladder'],
  'src/app/maintenance/accept.ts': [1, 'where tables are taken over'],
  'src/app/maintenance/audit.ts': [1, 'the name of a record'],
  'src/app/maintenance/backup.ts': [1, 'where tables are taken over'],
  'src/app/node/earlier-tables.ts': [2, 'where tables are taken over'],
  'src/app/node/home.ts': [2, 'where tables are taken over'],
  'src/app/node/reading.ts': [1, 'where tables are taken over'],
  'src/app/outside/anchor.ts': [1, 'the name of a command'],
  'src/app/outside/complain.ts': [1, 'a number with its name'],
  'src/app/outside/xsd.ts': [1, 'what a thread runs'],
  'src/app/parties/profile.ts': [1, 'the name of a command'],
  'src/app/recalls/recall-check.ts': [2, 'names of commands'],
  'src/app/recalls/recall-end.ts': [1, 'the name of a command'],
  'src/app/recalls/recall-issue.ts': [1, 'the name of a command'],
  'src/app/recalls/recall-widen.ts': [2, 'names of commands'],
  'src/app/recalls/recall-letter.ts': [3, 'numbers with their names'],
  'src/app/recalls/recall-respond.ts': [1, 'the name of a command'],
  'src/app/record/inventory.ts': [1, 'a key of what is worked out once'],
  'src/app/record/reports.ts': [1, 'a key of what is worked out once'],
  'src/app/steps/exception-handling.ts': [3, 'names of commands'],
  'src/app/steps/exception-words.ts': [6, 'the resolutions of PDG'],
  'src/app/verdict/alert-handling.ts': [3, 'names of commands'],
  'src/app/verdict/alert-record.ts': [1, 'a key of what is worked out once'],
  'src/app/tracing/trace-goods.ts': [1, 'how a page begins'],
  'src/app/verdict/report-answer.ts': [1, 'the name of a command'],
  'src/app/verdict/form-3911.ts': [4, 'the words of the form'],
  'src/app/verdict/form-pdg.ts': [4, 'the words of the message'],
  'src/app/verdict/pdg-exception.ts': [2, 'the words of the message'],
  'src/app/verdict/pdg-message.ts': [2, 'the words of the message'],
  'src/custody/authority-parts.ts': [5, 'names that authority is found by'],
  'src/custody/exceptions.ts': [6, 'the resolutions of PDG'],
  'src/custody/beyond.ts': [1, 'a key'],
  'src/custody/rules.ts': [4, 'keys of states'],
  'src/errors.ts': [19, 'what docs/exit-codes.md says'],
  'src/ledger/admit.ts': [2, 'SQL'],
  'src/ledger/audit-records.ts': [1, 'the name of a record'],
  'src/ledger/branches.ts': [1, 'SQL'],
  'src/ledger/local.ts': [1, 'SQL'],
  'src/ledger/examine.ts': [1, 'how a database begins'],
  'src/scan/picture-ladder.ts': [5, 'steps of the ladder'],
  'src/scan/picture.ts': [1, 'a step of the ladder'],
  'src/sync/hub-ledger.ts': [1, 'what nobody is told'],
  'src/sync/hub-server.ts': [2, 'what Prometheus reads'],
  'src/system-errors.ts': [1, 'what SQLite says'],
};

/** Sentences that are still here. It only shrinks. */
const LEFT: Readonly<Record<string, number>> = {};

const SQL =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WITH|DROP|ATTACH|BEGIN|VACUUM|ALTER|CASE|REINDEX)\b|\b(?:WHERE|ORDER BY|IS NOT NULL)\b|= \?/;
/** Two words or more beside each other, or a word beside a value. */
const WORDS = /[A-Za-z’']{2,}[,:;]? [a-z{(]|[A-Za-z]{2,} ¤|¤ [a-z]{2,}/;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** What a person could be told: texts, with a sign where a value stands; not what a fault of the program says of itself. */
function* textsIn(node: Node): Iterable<string> {
  const callee = isNode(node.callee) ? String(node.callee.name) : '';
  if (node.type === 'NewExpression' && /^(?:TypeError|RangeError|Error)$/.test(callee)) return;
  if (/^(?:Import|Export(?:All|Named))/.test(node.type) && node.source) return;
  if (node.type === 'Literal' && typeof node.value === 'string') yield node.value;
  if (node.type === 'TemplateLiteral') {
    const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
    yield quasis.map(({ value }) => value.cooked).join('¤');
  }
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* textsIn(child);
}

function sentencesIn(source: string): readonly string[] {
  const root = parseAst(source, { lang: 'ts' }) as unknown as Node;
  return [...textsIn(root)].filter((text) => WORDS.test(text) && !SQL.test(text));
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const ALL_BELOW = [...BELOW.flatMap((layer) => files(join('src', layer))), 'src/errors.ts', 'src/system-errors.ts'];
const SOURCES = ALL_BELOW.filter(
  (file) => !Object.keys(OTHER_TEXTS).some((other) => file === other || file.startsWith(`${other}/`)),
);

test('below the commands every sentence is in src/words', () => {
  const found = SOURCES.flatMap((file) => {
    const { length } = sentencesIn(readFileSync(file, 'utf8'));
    return length === 0 ? [] : [[file, length] as const];
  });
  expect(Object.fromEntries(found)).toEqual({
    ...Object.fromEntries(Object.entries(NO_WORDS).map(([file, [count]]) => [file, count])),
    ...LEFT,
  });
  expect(SOURCES.length).toBeGreaterThan(300);
});

test('below the commands nobody says a command line', () => {
  const said = ALL_BELOW.flatMap((file) =>
    [...textsIn(parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }) as unknown as Node)]
      .filter((text) => /\bpedigree [a-z]+/.test(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(said).toEqual([]);
});

test.each([
  ["throw new PedigreeError('usage', 'name a file');", 1],
  ["warn('so many packs are here');", 1],
  ["const HINT = 'pedigree sync, then again';", 1],
  ["say('no-lot', { lot });", 0],
  ["throw new TypeError('a sealer without a key');", 0],
  ["sql.run('SELECT * FROM leaf WHERE id = ?');", 0],
])('%s has %i sentences', (source, count) => {
  expect(sentencesIn(source)).toHaveLength(count);
});
