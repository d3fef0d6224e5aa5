// The order of the layers: which folder may use which, what lives there, and which package is known where. The layer test
// holds the sources to it (test/layers.test.ts), and the pictures of ARCHITECTURE.md are drawn from it (npm run docs).

/** Folder of src/ → folders it may use besides its own. Every file may use what is everybody's. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  words: [],
  gs1: ['words'],
  chain: ['words'],
  epcis: ['words', 'gs1', 'chain'],
  custody: ['words', 'gs1', 'chain'],
  ledger: ['words', 'gs1', 'chain', 'custody'],
  label: ['words', 'gs1', 'chain', 'custody', 'ledger'],
  scan: ['words', 'gs1', 'chain', 'custody', 'ledger', 'label'],
  sync: ['words', 'gs1', 'chain', 'custody', 'ledger', 'label', 'scan'],
  app: ['words', 'gs1', 'chain', 'epcis', 'custody', 'ledger', 'label', 'scan', 'sync'],
  answer: ['words'],
  desk: ['words', 'gs1', 'chain', 'epcis', 'custody', 'ledger', 'label', 'scan', 'sync', 'app', 'answer'],
  commands: ['words', 'gs1', 'chain', 'epcis', 'custody', 'ledger', 'label', 'scan', 'sync', 'app', 'answer', 'desk'],
  ui: [
    ...['words', 'gs1', 'chain', 'epcis', 'custody', 'ledger', 'label', 'scan', 'sync', 'app', 'answer', 'desk'],
    'commands',
  ],
};

/**
 * The folders of src/app in their order, each with what lives there: it may use those before it. `index.ts` is what the
 * package exports.
 */
export const FLOORS: Readonly<Record<string, string>> = {
  node: 'the folder of a party, to write and to read: keys, settings, clock, the peers it remembers',
  scans: 'from what was typed, piped or photographed to one reading',
  record: 'what the own party knows, its inventory, and one append with its `--once` key',
  outside: 'files of the world outside: kept, found again, what they claim of packs, who sends them',
  items: 'from words to packs, containers and shipments',
  judging: 'where an item stands, what speaks against it, who has copied it',
  steps: 'what a custodian records: mint, pack, ship, receive, dispense, decommission …, and the outbox',
  capture: 'what own lines and warehouses wrote as EPCIS, signed as what it is',
  verdict: 'verify, trace, stock, alerts, report',
  tracing: 'requests for tracing: what kept files and chains tell of goods, written for inspectors and senders',
  parties: 'init, cards, accreditation, keys, settlements',
  exchange: 'sync, serve, import and export, and what follows news',
  hub: 'a hub on PostgreSQL: made, given what others sign, asked, checked',
  export: 'chain events told to partners outside as EPCIS files, and how a file proves itself',
  recalls: 'issue, respond, show, end',
  labels: 'labels and their check',
  sessions: 'scanning with a scanner and a screen',
  maintenance: 'audit, backup, recover, doctor, and the day at a glance',
  'index.ts': 'the library',
};

/** What lives in a folder; one line for each folder of the table. */
export const ABOUT: Readonly<Record<string, string>> = {
  words: 'every sentence, a file an area and a folder a language; what is above says ids with values',
  gs1: 'AI table, element strings, check digits, dates, Digital Link, label content',
  chain: 'canonical JSON, Merkle tree, signed notes, keys and signatures, tokens and sealing, frames',
  epcis: 'EPCIS files of the world outside: read, judged, hashed, written; it knows no ledger',
  custody: 'event types, custody rules, the life of one item, verdict, recall, roles and authority, alerts',
  ledger: 'the store behind one narrow interface; append, import, index, rebuild, audit, backup',
  label: 'labels as SVG, PNG, PDF and ZPL',
  scan: 'where scans come from: keyboards, serial lines, pictures, folders',
  sync: 'peer protocol, client, server, bundle files',
  app: 'the use cases as plain functions that return values: the public library; a folder a floor',
  answer: 'the JSON documents of answers and failures, for whoever asked in whatever way',
  desk: 'the desk over HTTP: who is let in, what a device may ask, sessions, news; it knows no command, and is given how one is run',
  commands: 'one command a file: its words, its options, its JSON Schema, and the use case it calls',
  ui: 'how answers look: text, JSON, progress, colour, help',
};

/** Third-party package → the one folder that knows it. */
export const HOMES: Readonly<Record<string, string>> = {
  '@noble/ciphers': 'chain',
  '@noble/curves': 'chain',
  '@noble/hashes': 'chain',
  'better-sqlite3': 'ledger',
  pg: 'ledger',
  'bwip-js': 'label',
  fontkit: 'label',
  '@expo-google-fonts/noto-sans-mono': 'label',
  saxes: 'epcis',
  'zxing-wasm': 'scan',
  sharp: 'scan',
  'jpeg-js': 'scan',
  pngjs: 'scan',
  commander: 'commands',
  chalk: 'ui',
  ajv: 'app',
  'ajv-formats': 'app',
  'libxml2-wasm': 'app',
};

/** Folder of web/, the page of the desk → folders of web/ that it may use besides its own. Files beside them use all. */
export const WEB_LAYERS: Readonly<Record<string, readonly string[]>> = {
  worker: [],
  scan: [],
  base: [],
  api: ['base'],
  state: ['base', 'api', 'scan'],
  parts: ['base', 'api', 'scan', 'state'],
  camera: ['base', 'api', 'scan', 'state', 'parts'],
  screens: ['base', 'api', 'scan', 'state', 'parts', 'camera'],
};

/** What of src/ the page is made of as well: words, codes, how a text of somebody else is made harmless, and what it sends. */
export const WEB_SOURCES: readonly string[] = ['src/words/', 'src/gs1/', 'src/answer/plain.ts', 'src/desk/move.ts'];

/** Third-party package that is bundled into the page, and so no dependency of the program → the folders of web/ that know it. */
export const WEB_HOMES: Readonly<Record<string, readonly string[]>> = {
  preact: ['', 'parts', 'camera', 'screens', 'state'],
  '@preact/signals': ['', 'base', 'api', 'state', 'camera', 'screens'],
  'zxing-wasm': ['worker'],
};

/** What a pure folder may take from Node.js. */
export const PURE: Readonly<Record<string, readonly string[]>> = {
  words: [],
  gs1: [],
  chain: ['node:crypto', 'node:module'],
  epcis: ['node:stream', 'node:zlib'],
  custody: [],
};

/** Files that every folder may use: the tables of failures, and what is loaded late or lies elsewhere. */
export const EVERYBODYS: ReadonlySet<string> = new Set([
  'src/builtins.ts',
  'src/elsewhere.ts',
  'src/errors.ts',
  'src/packages-built.ts',
  'src/packages.ts',
  'src/single-file.ts',
  'src/make-folder.ts',
  'src/system-errors.ts',
]);

/**
 * What may be bundled into which file of dist/: folders of src/, floors of src/app, and third-party packages. The small files
 * start in a few milliseconds because of what is not in them.
 */
export const BUNDLES: Readonly<Record<string, readonly string[]>> = {
  'dist/pedigree.cjs': [
    ...Object.keys(LAYERS),
    ...Object.keys(FLOORS),
    ...['@noble/ciphers', '@noble/hashes', 'better-sqlite3', 'commander', 'chalk', 'saxes', 'xmlchars'],
  ],
  'dist/verify.cjs': [
    ...['words', 'gs1', 'chain', 'custody', 'ledger', 'answer', 'commands', 'ui', 'node', 'scans', 'record', 'verdict'],
    ...['@noble/ciphers', '@noble/hashes', 'better-sqlite3', 'chalk'],
  ],
  'dist/decode.cjs': ['words', 'gs1', 'custody', 'answer', 'commands', 'ui', 'node', 'chalk'],
  'dist/index.js': [
    ...Object.keys(LAYERS).filter((folder) => !['answer', 'desk', 'commands', 'ui'].includes(folder)),
    ...Object.keys(FLOORS),
    ...['@noble/ciphers', '@noble/hashes', 'saxes', 'xmlchars'],
  ],
  'dist/gs1.js': ['words', 'gs1'],
  'dist/gs1-write.js': ['words', 'gs1'],
  'dist/epcis.js': ['words', 'gs1', 'epcis', 'chain', '@noble/ciphers', '@noble/hashes', 'saxes', 'xmlchars'],
  'dist/gs1-candidates.js': ['words', 'gs1'],
  'packages/gs1/dist/esm/index.js': ['words', 'gs1'],
  'packages/gs1/dist/cjs/index.js': ['words', 'gs1'],
  'dist/packages/noble-curves-ed25519.js.cjs': ['@noble/curves', '@noble/hashes'],
  'dist/packages/better-sqlite3.cjs': ['better-sqlite3'],
  'dist/packages/bwip-js-node.cjs': ['bwip-js'],
  'dist/packages/fontkit.cjs': [
    ...['fontkit', '@swc/helpers', 'base64-js', 'brotli', 'clone', 'dfa', 'fast-deep-equal', 'restructure'],
    ...['tiny-inflate', 'unicode-properties', 'unicode-trie'],
  ],
  'dist/packages/jpeg-js.cjs': ['jpeg-js'],
  'dist/packages/pg.cjs': [
    ...['pg', 'pg-cloudflare', 'pg-connection-string', 'pg-int8', 'pg-pool', 'pg-protocol', 'pg-types', 'pgpass'],
    ...['postgres-array', 'postgres-bytea', 'postgres-date', 'postgres-interval', 'split2', 'xtend'],
  ],
  'dist/packages/pngjs.cjs': ['pngjs'],
  'dist/packages/zxing-wasm-reader.cjs': ['zxing-wasm'],
};
