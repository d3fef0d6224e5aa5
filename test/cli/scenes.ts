// What the examples of the help pages need to be run: a network of an agency, a maker, a wholesaler and a pharmacy, and what
// has happened in it before.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { delivery } from '../app/epcis-files.ts';
import { Line, sgtin as packOfLine } from '../app/line-files.ts';
import { commissioned, jsonDocument, MADE, xmlDocument } from '../epcis/files.ts';
import { HubStage } from './hub-stage.ts';
import { folder, shell } from './program.ts';

export type Party = 'agency' | 'acme' | 'midway' | 'hill' | 'nobody';

/** What an example needs: who types it, and what has happened before (`party: command`). */
export interface Scene {
  readonly at?: Party;
  readonly before?: readonly string[];
  /** Exit codes besides 0 that are right here. */
  readonly exits?: readonly number[];
  readonly stdin?: string;
  /** Words that differ in every network, and the line of bash that prints them. */
  readonly words?: Readonly<Record<string, string>>;
  /** The wholesaler serves meanwhile. */
  readonly served?: boolean;
  /** There is a database for a hub, which `hub.dsn` names, and these lines were played with it. */
  readonly hub?: readonly string[];
}

/** Later than any news is fresh, long before anything expires. */
const IN_THREE_DAYS = new Date(Date.now() + 3 * 86_400_000).toISOString();

const SCAN = "'(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'";
const CASE = '095060001343520017';

const packed = `acme: pedigree pack --into ${CASE} @case.txt`;
const packedWithScan = `acme: pedigree pack --into ${CASE} @case.txt ${SCAN}`;
const shipped = (to: string, what: string) => [
  `acme: pedigree ship --to '${to}' ${what} --despatch DA-4711 --bundle sent.pedigree`,
];
const shippedToMidway = [
  packed,
  ...shipped('Midway Wholesale', `${CASE} ${SCAN}`),
  'midway: pedigree import sent.pedigree',
];
const receivedAtMidway = [...shippedToMidway, 'midway: pedigree receive DA-4711 --checked'];
const receivedAtHill = [
  ...shipped('Hill Pharmacy', `${SCAN} @scans.txt`),
  'hill: pedigree import sent.pedigree',
  'hill: pedigree receive DA-4711',
];
const sentOnToHill = [
  ...shipped('Midway Wholesale', `${SCAN} @scans.txt`),
  'midway: pedigree import sent.pedigree',
  'midway: pedigree receive DA-4711',
  `midway: pedigree ship --to 'Hill Pharmacy' ${SCAN} @scans.txt --despatch DA-4712 --bundle on.pedigree`,
  'hill: pedigree import on.pedigree',
  'hill: pedigree receive DA-4712',
];
/** What a wholesaler outside sends, as XML and once more under another name. */
const fileOf = (name: string, despatch: string) =>
  `acme: echo '${delivery({ to: '9506000100012', serials: ['A1', 'A2'], despatch }).replaceAll('\n', ' ')}' > ${name}`;
const delivered = [fileOf('lakeside-4711.xml', 'DA-4711'), fileOf('invoice.json', 'DA-4712')];
const imported = [...delivered, 'acme: pedigree epcis import lakeside-4711.xml'];
const hashOfFile = { '3f9a': 'sha256sum lakeside-4711.xml | cut -c1-12' };

/** What the maker's line writes: packs of a lot, once in each file. */
const lineFile = (name: string, serial: string) =>
  `acme: echo '${new Line('9506000100012').make([packOfLine(serial)]).text()}' > ${name}`;

const hubMade = ['midway: pedigree hub init --dsn-file hub.dsn'];

const recalled = [
  "agency: pedigree recall issue --gtin 09506000134352 --lot ABC123 --class 1 --reason 'glass particles' --number FMD-2026-17 --confirm ABC123 --no-sync",
  'agency: pedigree export recall.pedigree',
];

/** One shipment in XML and in JSON. */
const EPCIS_FILES = [
  `nobody: echo '<ObjectEvent><eventTime>2026-11-20T08:15:30Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9506000.013435.A1</epc></epcList><action>OBSERVE</action></ObjectEvent>' > shipment.xml`,
  `nobody: echo '{"@context":[],"type":"ObjectEvent","eventTime":"2026-11-20T08:15:30Z","eventTimeZoneOffset":"+00:00","epcList":["https://id.gs1.org/01/09506000134352/21/A1"],"action":"OBSERVE"}' > shipment.json`,
];

/** A case came wet, and its shipper has heard of it. */
/** The lot before it was not the only one. */
const anotherLot = [
  'acme: pedigree mint --gtin 09506000134352 --lot ABC124 --expiry 2039-06-30 --count 2',
  'acme: pedigree export lot.pedigree',
  'agency: pedigree import lot.pedigree',
];

const toldDamaged = [
  ...receivedAtMidway,
  `midway: pedigree exceptions tell damaged DA-4711 ${CASE} --note wet`,
  'midway: pedigree export told.pedigree',
  'acme: pedigree import told.pedigree || [ $? = 20 ]',
];
const EXCEPTION = {
  '5h6ndmqsfrzq74xyrrrmmsto6m/12': 'pedigree exceptions --json | grep -o \'"id":"[^"]*\' | cut -d\'"\' -f4 | head -1',
};

/** By the command, or by one of its examples. What is not named here runs at the maker, after nothing. */
export const SCENES: Readonly<Record<string, Scene>> = {
  init: { at: 'nobody' },
  join: {
    at: 'nobody',
    before: ["nobody: pedigree init --name 'Corner Pharmacy' --gln 9506000100081 --alone --role dispenser --test"],
    words: { '58203 11746 90258 33417 62095': "pedigree --home agency status --json | grep -o '[0-9 ]\\{29\\}'" },
  },
  accredit: { at: 'agency' },
  revoke: { at: 'agency' },
  endorse: {
    before: [
      'acme: pedigree card -o first.card',
      'nobody: pedigree init --join-party first.card --site 9506000100074 --test',
      'nobody: pedigree card -o till.card',
    ],
  },
  settle: {
    at: 'agency',
    before: [
      'midway: cp -a "$PEDIGREE_HOME" copy',
      'midway: pedigree export tail.pedigree',
      'midway: XDG_STATE_HOME=elsewhere PEDIGREE_HOME=copy pedigree recover --from tail.pedigree',
      `midway: pedigree report ${SCAN} --as suspect --note one`,
      `midway: XDG_STATE_HOME=elsewhere PEDIGREE_HOME=copy pedigree report ${SCAN} --as suspect --note other`,
      'midway: pedigree export one.pedigree',
      'midway: XDG_STATE_HOME=elsewhere PEDIGREE_HOME=copy pedigree export other.pedigree',
      'agency: pedigree import one.pedigree',
      'agency: pedigree import other.pedigree || true',
    ],
    words: {
      '5h6ndmqsfrzq74xyrrrmmsto6m/17~1f2e3d4c':
        "pedigree settle 'Midway Wholesale' --json | grep -o '\"at\":\"[^\"]*' | head -1 | cut -d'\"' -f4",
      '5h6ndmqsfrzq74xyrrrmmsto6m':
        "pedigree settle 'Midway Wholesale' --json | grep -o '\"chain\":\"[^\"]*' | head -1 | cut -d'\"' -f4",
    },
  },
  successor: {
    at: 'nobody',
    before: [
      "nobody: pedigree init --name 'Medicines Agency' --gln 9506000100005 --network agency.card --test",
      'nobody: pedigree card -o new.card',
    ],
  },
  version: { at: 'nobody' },
  restore: { at: 'nobody', before: ['acme: pedigree backup pedigree.backup'] },
  'key passphrase': { before: ["acme: umask 077; echo 'correct horse' > passphrase.txt"] },
  'pedigree key passphrase --remove --passphrase-file passphrase.txt': {
    before: [
      "acme: umask 077; echo 'correct horse' > passphrase.txt",
      'acme: pedigree key passphrase --new-passphrase-file passphrase.txt',
    ],
  },
  'hub init': { at: 'midway', hub: [] },
  'hub admit': { at: 'midway', hub: hubMade, before: ['acme: pedigree export week47.pedigree'] },
  'hub serve': { at: 'midway', hub: hubMade },
  'hub status': { at: 'nobody', hub: hubMade },
  'hub audit': { at: 'nobody', hub: hubMade },
  'peer remove': { before: ['acme: pedigree peer add midway http://127.0.0.1:7417'] },
  sync: { before: ['acme: pedigree peer add midway http://127.0.0.1:7417'], served: true },
  import: { before: ['agency: pedigree export week47.pedigree'] },
  asked: { before: imported, words: hashOfFile },
  'epcis hash': { at: 'nobody', before: EPCIS_FILES },
  'epcis mend': { at: 'nobody', before: EPCIS_FILES, exits: [20] },
  'epcis convert': { at: 'nobody', before: EPCIS_FILES, exits: [20] },
  contents: { before: [packed, ...shipped('Midway Wholesale', CASE)] },
  trace: { before: [packed] },
  unpack: { before: [packedWithScan] },
  ship: { before: [packed] },
  incoming: { at: 'midway', before: shippedToMidway },
  outgoing: { before: shippedToMidway },
  receive: { at: 'midway', before: [...shippedToMidway, `midway: echo ${SCAN} > crushed.txt`], exits: [20] },
  'epcis import': { before: delivered, exits: [20] },
  capture: { before: [lineFile('line-3.json', 'X7K2M9QX'), lineFile('line-4.json', 'X8K2M9QX')] },
  'epcis documents': { before: imported },
  'epcis show': { before: imported, words: hashOfFile },
  'epcis export': { before: imported, words: hashOfFile },
  'pedigree epcis export DA-4711 --profile dscsa-1.3 --affirm -o sent.xml': { before: shippedToMidway, exits: [20] },
  'pedigree epcis export DA-4711 --proof -o sent.json': { before: shippedToMidway, exits: [20] },
  "pedigree epcis export '(01)09506000134352(21)7K2M9QX4T8RB3WNC' -o pack.json": { exits: [20] },
  'epcis complain': { before: imported, words: hashOfFile },
  void: { before: shippedToMidway },
  "pedigree void 095060001343520017 --reason 'left behind' --dry-run": {
    before: [packed, ...shipped('Midway Wholesale', CASE)],
  },
  refuse: { at: 'midway', before: shippedToMidway },
  return: { at: 'hill', before: sentOnToHill },
  'pedigree scan --mode receive': {
    at: 'midway',
    before: [...shipped('Midway Wholesale', `${SCAN} @scans.txt`), 'midway: pedigree import sent.pedigree'],
    stdin: 'scans.txt',
    exits: [20],
  },
  "pedigree scan --mode ship --to 'Midway Wholesale' --json": { stdin: 'scans.txt' },
  dispense: { at: 'hill', before: receivedAtHill, stdin: 'scans.txt' },
  retract: {
    at: 'midway',
    before: receivedAtMidway,
    words: {
      '5h6ndmqsfrzq74xyrrrmmsto6m/17':
        'pedigree log --type receive --json | grep -o \'"event":"[^"]*\' | cut -d\'"\' -f4 | head -1',
    },
  },
  'dscsa trace': { before: imported, exits: [20] },
  'dscsa requests': { before: [...imported, 'acme: pedigree dscsa trace LOT7 --for FDA || [ $? = 20 ]'] },
  'dscsa pdg': { before: imported, words: hashOfFile, exits: [0] },
  'dscsa suspect': { at: 'hill', stdin: 'scans.txt', exits: [20] },
  'dscsa 3911': {
    before: [`acme: pedigree report ${SCAN} --as illegitimate --note 'print is blurred'`],
    words: {
      '5h6ndmqsfrzq74xyrrrmmsto6m/12':
        'pedigree log --type report --json | grep -o \'"event":"[^"]*\' | cut -d\'"\' -f4 | head -1',
    },
    exits: [20],
  },
  ...Object.fromEntries(
    ['alerts close', 'alerts assign', 'alerts note', 'report answer'].map((command) => [
      command,
      {
        before: [
          "hill: pedigree report '(01)09506000134352(21)FAKE01(17)390630(10)ABC123' --as suspect --note blurred",
          'hill: pedigree export report.pedigree',
          'acme: pedigree import report.pedigree || [ $? = 20 ]',
        ],
        words: {
          '5h6ndmqsfrzq74xyrrrmmsto6m/12':
            'pedigree alerts --json | grep -o \'"id":"[^"]*\' | cut -d\'"\' -f4 | head -1',
        },
      },
    ]),
  ),
  exceptions: { at: 'midway', before: toldDamaged },
  'exceptions tell': { at: 'midway', before: receivedAtMidway },
  'exceptions answer': { before: toldDamaged, words: EXCEPTION },
  'exceptions resolve': { before: toldDamaged, words: EXCEPTION },
  assign: {
    at: 'agency',
    before: [packedWithScan, 'acme: pedigree export packed.pedigree', 'agency: pedigree import packed.pedigree'],
  },
  reinstate: { at: 'hill', before: [...receivedAtHill, `hill: pedigree dispense ${SCAN} @scans.txt`] },
  decommission: { before: [packed] },
  quarantine: { at: 'midway', before: receivedAtMidway },
  release: {
    at: 'midway',
    before: [...receivedAtMidway, `midway: pedigree quarantine --reason suspect ${CASE} ${SCAN}`],
  },
  missing: { before: [packed] },
  found: { before: [packed, `acme: pedigree missing ${CASE} ${SCAN}`] },
  outbox: {
    at: 'hill',
    before: [`hill: pedigree dispense --later ${SCAN} --now ${IN_THREE_DAYS} || [ $? = 17 ]`],
    exits: [17],
    words: { '1f2e3d4c': 'pedigree outbox --json | grep -o \'"id":"[^"]*\' | cut -d\'"\' -f4' },
  },
  'pedigree label --lot ABC123 --range 7 --format zpl --dpi 203 --reprint --reason "ribbon torn"': {
    before: ['acme: pedigree label --lot ABC123 --format zpl --dpi 203 -o first.zpl'],
  },
  'label check': { before: [`acme: pedigree label ${SCAN} --format png -o label.png && cp label.png scan.jpg`] },
  'pedigree epcis check week47.json --profile dscsa --json': { at: 'nobody', exits: [20] },
  'recall issue': { exits: [17] },
  'recall extend': { at: 'agency', before: [...recalled, ...anotherLot], exits: [17] },
  'recall amend': { at: 'agency', before: recalled, exits: [17] },
  'recall letter': { at: 'agency', before: recalled },
  'recall list': { at: 'agency', before: recalled },
  'recall show': { at: 'agency', before: recalled },
  'recall status': { at: 'agency', before: recalled },
  'recall follow-up': { at: 'agency', before: recalled },
  'recall check': { at: 'agency', before: recalled },
  'recall end': { at: 'agency', before: recalled },
  'recall rescind': { at: 'agency', before: recalled, exits: [17] },
  'pedigree release --recall FMD-2026-17': {
    at: 'hill',
    before: [
      ...receivedAtHill,
      ...recalled,
      'hill: pedigree import recall.pedigree || [ $? = 20 ]',
      'hill: pedigree recall respond FMD-2026-17',
      "agency: pedigree recall rescind FMD-2026-17 --reason 'wrong lot' --confirm FMD-2026-17",
      'agency: pedigree export over.pedigree',
      'hill: pedigree import over.pedigree || [ $? = 20 ]',
    ],
  },
  'recall affected': {
    at: 'hill',
    before: [
      ...receivedAtHill,
      `hill: pedigree dispense ${SCAN} --ref RX-17`,
      ...recalled,
      'hill: pedigree import recall.pedigree || [ $? = 20 ]',
    ],
  },
  'recall respond': {
    at: 'hill',
    before: [...receivedAtHill, ...recalled, 'hill: pedigree import recall.pedigree || [ $? = 20 ]'],
  },
  'pedigree desk tls show desk-tls': { before: ['acme: pedigree desk tls init desk-tls --host desk.hill.example'] },
  'desk forget': {
    before: [
      `acme: umask 077; echo '{"devices":[{"name":"Counter 2","role":"look","token":"0","created":"2026-11-20T08:00:00.000Z","seen":"${IN_THREE_DAYS}"}],"codes":[],"operators":[]}' > "$PEDIGREE_HOME/desk.json"`,
    ],
  },
  'pedigree serve --host 0.0.0.0 --port 7417 --sync-every 60s': {},
};

/** The scene of an example. */
export function sceneOf(command: string, example: string): Scene {
  return SCENES[example] ?? SCENES[command] ?? {};
}

/** Copies into files that are there already: a ledger knows its own file and refuses to be another's copy. */
function copyInto(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(to)) if (!existsSync(join(from, name))) rmSync(join(to, name), { recursive: true });
  for (const name of readdirSync(from)) {
    if (statSync(join(from, name)).isDirectory()) copyInto(join(from, name), join(to, name));
    else copyFileSync(join(from, name), join(to, name));
  }
}

/** A stage on which scenes are played, after `begin`; `remove` when done. */
export class Stage {
  readonly #folder = folder();
  /** Folders as they were after these lines, so that scenes that begin alike are played once. */
  readonly #played = new Map<string, string>();
  /** Where the lines of the scenes are typed. */
  readonly path = this.#folder.path('stage');
  readonly #hubs = new HubStage();

  readonly remove = (): void => {
    this.#hubs.remove();
    this.#folder.remove();
  };

  /** The environment of a party. */
  at(party: Party): Record<string, string> {
    // What is remembered outside of the folders goes back with them.
    return { PEDIGREE_HOME: join(this.path, party), HOME: this.path, XDG_STATE_HOME: join(this.path, 'state') };
  }

  #play(line: string): void {
    const [, party, command] = /^(\w+): (.*)$/s.exec(line) ?? [];
    const { exit, stdout, stderr } = shell(this.path, command ?? '', this.at(party as Party));
    if (exit !== 0) throw new Error(`${line}\nexit ${exit}\n${stdout}${stderr}`);
  }

  /** Brings the stage to where a scene begins. */
  enter({ before = [], hub }: Pick<Scene, 'before' | 'hub'>): void {
    this.set(before);
    if (hub === undefined) return;
    this.#hubs.open(this.path);
    for (const line of hub) this.#play(line);
  }

  /** Brings the stage to where it is after these lines. */
  set(before: readonly string[]): void {
    const known = this.#played.get(before.join('\n'));
    if (known !== undefined) {
      copyInto(known, this.path);
      return;
    }
    this.set(before.slice(0, -1));
    this.#play(before.at(-1) ?? '');
    this.#keep(before.join('\n'));
  }

  #keep(name: string): void {
    const kept = this.#folder.path(`kept-${this.#played.size}`);
    copyInto(this.path, kept);
    this.#played.set(name, kept);
  }

  /** An example as it is typed here: words that differ in every network are those of this one. */
  lineOf(example: string, party: Party, { words = {} }: Scene): string {
    let line = example;
    for (const [word, print] of Object.entries(words)) {
      line = line.replaceAll(word, shell(this.path, print, this.at(party)).stdout.trim());
    }
    return line;
  }

  /** An agency, a maker, a wholesaler and a pharmacy, and a lot of the maker's. */
  begin(): void {
    mkdirSync(this.path);
    const joins = (name: string, gln: string, key: string) => [
      `${key}: pedigree init --name '${name}' --gln ${gln} --network agency.card --test`,
      `${key}: pedigree card -o ${key}.card`,
    ];
    const serials = ['7K2M9QX4T8RB3WNC', ...Array.from({ length: 58 }, (_, i) => `8H3N6TRW${(1000 + i) * 7919}`)];
    writeFileSync(join(this.path, 'shipment.xml'), xmlDocument(commissioned('A1')));
    const made = { ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'] };
    writeFileSync(join(this.path, 'week47.json'), jsonDocument([made]));
    writeFileSync(join(this.path, 'serials.txt'), `${serials.join('\n')}\n`);
    for (const line of [
      "agency: pedigree init --name 'Medicines Agency' --gln 9506000100005 --regulator --test --recovery-out agency.recovery",
      'agency: pedigree card -o agency.card',
      ...joins('Acme', '9506000100012', 'acme'),
      ...joins('Midway Wholesale', '9506000100029', 'midway'),
      ...joins('Hill Pharmacy', '9506000100036', 'hill'),
      'agency: pedigree accredit acme.card --role manufacturer --prefix 9506000',
      'agency: pedigree accredit midway.card --role distributor',
      'agency: pedigree accredit hill.card --role dispenser -o acme.welcome',
      'acme: pedigree import acme.welcome',
      'acme: pedigree product set --gtin 09506000134352 --name Amoxil',
      'acme: pedigree mint --gtin 09506000134352 --lot ABC123 --expiry 2039-06-30 --serials serials.txt --out all.txt',
      'acme: pedigree export acme.pedigree',
      ...['agency', 'midway', 'hill'].flatMap((key) => [
        `${key}: pedigree import acme.welcome`,
        `${key}: pedigree import acme.pedigree`,
      ]),
    ]) {
      this.#play(line);
    }
    const scans = readFileSync(`${this.path}/all.txt`, 'latin1').trim().split('\n');
    writeFileSync(`${this.path}/case.txt`, scans.slice(1, 49).join('\n'));
    writeFileSync(`${this.path}/scans.txt`, scans.slice(49).join('\n'));
    rmSync(`${this.path}/acme.pedigree`);
    this.#keep('');
  }
}

/** Examples that go on until they are stopped. */
export const GOES_ON = /^pedigree (serve\b|hub serve\b|desk(?= --port|$)|(?:sync|hub admit) .*--every)/;
