// Writes the stores and files that later versions must still be able to read, into fixtures/ or a folder that is named:
//
//   node scripts/make-store.ts [FOLDER [SOURCES]]
//
// FOLDER/stores/N is a pharmacy's folder in tables of version N: sealed to its key are shipments, details and shared keys; it has
// heard of every type of event and of a fork, holds settings, peers, keys of --once, an outbox and a session that was cut off.
// `answers.json` beside it is what it answers. FOLDER/bundles has one file of each kind that is handed on. The clock and
// randomness are given, so that a program writes the same events in every run. SOURCES is a checkout of an earlier version: what that
// one wrote is kept for good, and is never made again by a later program.
import crypto, { hash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { words } from '../src/commands/demo-run.ts';
import type { Io } from '../src/ui/io.ts';

const START = Date.parse('2026-11-22T09:00:00Z');
/** The passphrase of the keys that are locked. */
export const PASSPHRASE = 'fixtures are no secret';
const GTIN = '09506000134352';
const OTHER_GTIN = '09506000117843';

/** The same bytes in every run, in the place of those of the system. */
function seedRandomness(): () => void {
  const real = { randomBytes: crypto.randomBytes, randomFillSync: crypto.randomFillSync };
  let drawn = 0;
  const fill = (into: Uint8Array): Uint8Array => {
    for (let at = 0; at < into.length; at += 32) {
      const block = hash('sha256', `pedigree/fixture/${drawn++}`, 'buffer');
      into.set(block.subarray(0, into.length - at), at);
    }
    return into;
  };
  Object.assign(crypto, {
    randomBytes: (n: number) => fill(Buffer.alloc(n)),
    randomFillSync: fill,
  });
  syncBuiltinESMExports();
  return () => {
    Object.assign(crypto, real);
    syncBuiltinESMExports();
  };
}

type Main = (argv: readonly string[], io: Io) => Promise<number>;

interface Ran {
  readonly exit: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

class Network {
  readonly dir: string;
  readonly #main: Main;
  #now = START;

  constructor(dir: string, main: Main) {
    this.dir = dir;
    this.#main = main;
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  later(ms: number): void {
    this.#now += ms;
  }

  /** Runs a line in a party's folder, a minute after the last one. */
  async run(
    who: string,
    argv: readonly string[],
    exits: readonly number[] = [0],
    input?: () => AsyncIterable<Uint8Array>,
  ): Promise<Ran> {
    this.#now += 60_000;
    return this.#run(who, argv, new Date(this.#now).toISOString(), exits, input);
  }

  /** Asks a line of a party at the moment at which later versions ask it too. */
  async ask(who: string, argv: readonly string[]): Promise<Ran> {
    return this.#run(who, argv, ASKED);
  }

  async #run(
    who: string,
    argv: readonly string[],
    now: string,
    exits?: readonly number[],
    input?: () => AsyncIterable<Uint8Array>,
  ): Promise<Ran> {
    let stdout = '';
    let stderr = '';
    const io: Io = {
      write: (data) => {
        stdout += typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
      },
      talk: (text) => {
        stderr += text;
      },
      outIsTerminal: false,
      talkIsTerminal: false,
      talkColumns: undefined,
      inIsTerminal: false,
      environment: { HOME: this.dir, XDG_STATE_HOME: this.path(`${who}.state`), TZ: 'UTC', LANG: 'C.UTF-8' },
      stdin: input ?? async function* () {},
    };
    const words = ['--home', this.path(who), ...argv, '--json', '--now', now];
    const exit = await this.#main(words, io);
    if (exits?.includes(exit) === false)
      throw new Error(`${who}: pedigree ${argv.join(' ')}: exit ${exit}\n${stdout}${stderr}`);
    const lines = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    return { exit, data: lines[0] ?? {}, lines } as Ran;
  }

  async join(who: string, name: string, gln: string, ...rights: readonly string[]): Promise<void> {
    await this.run(who, ['init', '--name', name, '--gln', gln, '--network', this.path('agency.card'), '--test']);
    await this.run(who, ['card', '-o', this.path(`${who}.card`)]);
    await this.run('agency', ['accredit', this.path(`${who}.card`), ...rights, '-o', this.path(`${who}.welcome`)]);
    await this.run(who, ['import', this.path(`${who}.welcome`)]);
  }

  /** Everybody comes to have what anybody has. */
  async share(...all: readonly string[]): Promise<void> {
    const [hub = '', ...others] = all;
    const carry = async (from: string, to: string) => {
      const file = this.path(`${from}-${to}-${this.#now}.pedigree`);
      await this.run(from, ['export', file]);
      await this.run(to, ['import', file], [0, 15, 20]);
    };
    for (const one of others) await carry(one, hub);
    for (const one of others) await carry(hub, one);
  }
}

/** Plays the network; the pharmacy `hill` is the store that is kept. */
async function play(net: Network): Promise<readonly string[]> {
  const ALL = ['agency', 'acme', 'midway', 'hill', 'till', 'corner'];
  const lines = (file: string) => readFileSync(net.path(file), 'utf8').trimEnd().split('\n');
  const eventOf = ({ data }: Ran) => String(data.event);
  await net.run(
    'agency',
    words`init --name ${'Medicines Agency'} --gln 9506000100005 --regulator --test --recovery-out ${net.path('agency.recovery')} --contact ${'+44 20 7946 0000'}`,
  );
  await net.run('agency', words`card -o ${net.path('agency.card')}`);
  await net.join('acme', 'Acme', '9506000100012', '--role', 'manufacturer', '--prefix', '9506000');
  await net.join('midway', 'Midway Wholesale', '9506000100029', '--role', 'distributor');
  await net.join('hill', 'Hill Pharmacy', '9506000100036', '--role', 'dispenser');
  await net.join('corner', 'Corner Pharmacy', '9506000100043', '--role', 'dispenser');
  await net.join('gone', 'Gone Traders', '9506000100050', '--role', 'distributor');
  await net.run('till', words`init --join-party ${net.path('hill.card')} --test`);
  await net.run('till', words`card -o ${net.path('till.card')}`);
  await net.run('hill', words`endorse ${net.path('till.card')} -o ${net.path('till.welcome')}`);
  await net.run('till', words`import ${net.path('till.welcome')}`);
  await net.run('acme', words`product set --gtin ${GTIN} --name Amoxil --strength ${'500 mg'} --form capsule`);
  await net.run(
    'acme',
    words`mint --gtin ${GTIN} --lot ABC123 --expiry 2028-06-30 --count 40 --out ${net.path('scans.txt')}`,
  );
  await net.run(
    'acme',
    words`mint --gtin ${OTHER_GTIN} --lot XYZ9 --expiry 2028-01-00 --count 4 --out ${net.path('others.txt')}`,
  );
  // Enough of them to lie in pages beside their event.
  await net.run(
    'acme',
    words`mint --gtin ${GTIN} --lot LONG --expiry 2028-06-30 --count 300 --out ${net.path('long.txt')}`,
  );
  await net.share(...ALL);
  const scans = lines('scans.txt');
  const others = lines('others.txt');
  const scan = (n: number) => scans[n] ?? '';
  const packed = await net.run('acme', words`pack --into new ${scans.slice(0, 6)}`);
  const sscc = String(packed.data.sscc ?? packed.data.container ?? packed.data.into);
  await net.run(
    'acme',
    words`ship --to ${'Midway Wholesale'} ${sscc} ${scans.slice(6, 30)} ${others} --despatch DA-1 --once order-1`,
  );
  await net.share(...ALL);
  await net.run('midway', words`receive --all`);
  await net.run('midway', words`unpack ${sscc}`);
  await net.run('midway', words`key rotate`);
  await net.run(
    'midway',
    words`ship --to ${'Hill Pharmacy'} ${scans.slice(0, 20)} ${others} --despatch DA-2 --bundle ${net.path('delivery.pedigree')}`,
  );
  await net.run('midway', words`ship --to ${'Corner Pharmacy'} ${scans.slice(20, 24)} --despatch DA-3`);
  await net.run('midway', words`ship --to ${'Corner Pharmacy'} ${scan(24)} --despatch DA-4`);
  await net.run('midway', words`ship --to ${'Hill Pharmacy'} ${scan(25)} --despatch DA-5`);
  await net.run('midway', words`ship --to ${'Hill Pharmacy'} ${scan(26)} --despatch DA-6`);
  await net.share(...ALL);
  // Voided by who sent it, and received by who did not know.
  await net.run('midway', words`void DA-6 --reason ${'left behind'}`);
  await net.run('hill', words`receive DA-6`);
  await net.run('hill', words`config set zone Africa/Lagos`);
  await net.run('hill', words`peer add Depot http://127.0.0.1:9/`);
  await net.run('hill', words`receive DA-2 --missing ${scan(19)}`, [0, 20]);
  await net.run('hill', words`refuse DA-5 --reason ${'not ordered'}`);
  await net.run('corner', words`receive DA-3`);
  const mistaken = await net.run('corner', words`receive DA-4`);
  await net.run('hill', words`dispense ${scan(0)} --ref RX-17 --once till-1`);
  await net.run('till', words`dispense ${scan(1)} --ref RX-18`);
  await net.run('hill', words`decommission ${scan(2)} --reason damaged`);
  await net.run('hill', words`decommission ${scan(3)} --reason sample`);
  await net.run('hill', words`reinstate ${scan(3)} --not-supplied --reason ${'wrong pack scanned'}`);
  await net.run('hill', words`quarantine ${scan(4)} --reason temperature`);
  await net.run('hill', words`quarantine ${scan(5)} --reason suspect`);
  await net.run('hill', words`release ${scan(5)}`);
  await net.run('hill', words`missing ${scan(6)} ${scan(7)} --note ${'stock count'}`);
  await net.run('hill', words`found ${scan(7)}`);
  await net.run('hill', words`return --to ${'Midway Wholesale'} ${scan(8)} --reason ${'not ordered'}`);
  // At both tills, before either knows of the other.
  await net.run('hill', words`dispense ${scan(9)} --ref RX-19`);
  await net.run('till', words`dispense ${scan(9)} --ref RX-20`);
  await net.run('corner', words`retract ${eventOf(mistaken)} --reason ${'the pack is not here'}`);
  await net.run('hill', words`report ${scan(4)} --as suspect --note ${'print is blurred'}`);
  await net.share(...ALL);
  await net.run('agency', words`assign ${scan(26)} --to ${'Hill Pharmacy'} --reason ${'seen there'}`);
  // Corner's folder is copied, and both copies are taken into use.
  cpSync(net.path('corner'), net.path('copy'), { recursive: true });
  chmodSync(net.path('copy'), 0o700);
  await net.run('agency', words`export ${net.path('all.pedigree')}`);
  await net.run('copy', words`recover --from ${net.path('all.pedigree')}`);
  await net.run('corner', words`dispense ${scan(20)}`);
  await net.run('copy', words`dispense ${scan(21)}`);
  await net.share('agency', 'corner');
  await net.run('copy', words`export ${net.path('copy.pedigree')}`);
  await net.run('agency', words`import ${net.path('copy.pedigree')}`, [0, 15, 20]);
  const { data: forked } = await net.run('agency', words`log --chain 9506000100043`);
  const branch =
    (forked.events as readonly { readonly event: string }[]).findLast(({ event }) => event.includes('~'))?.event ?? '';
  await net.run('agency', words`settle ${branch.split('/')[0] ?? ''} --keep ${branch} --confirm`);
  const { data: own } = await net.run('gone', words`log`);
  const gone = (own.events as readonly { readonly event: string }[])[0]?.event.split('/')[0] ?? '';
  await net.run('gone', words`retire --confirm ${gone}`);
  await net.share('agency', 'gone');
  await net.run(
    'agency',
    words`recall issue --gtin ${OTHER_GTIN} --lot XYZ9 --class 2 --reason ${'wrong leaflet'} --number R-1 --confirm XYZ9`,
  );
  await net.run(
    'agency',
    words`recall issue --gtin ${GTIN} --lot LONG --class 1 --reason glass --number R-2 --confirm LONG`,
  );
  await net.run('agency', words`revoke 9506000100050 --reason ${'licence withdrawn'} --confirm 9506000100050`);
  await net.share('agency', 'acme', 'midway', 'hill', 'till');
  await net.run('hill', words`recall respond R-1 --note ${'shelf searched'}`, [0, 14, 20]);
  await net.run('agency', words`recall end R-2 --confirm R-2`);
  await net.run(
    'heir',
    words`init --name ${'Agency of Old and New'} --gln 9506000100067 --network ${net.path('agency.card')} --test`,
  );
  await net.run('heir', words`card -o ${net.path('heir.card')}`);
  await net.run(
    'agency',
    words`successor ${net.path('heir.card')} --recovery-file ${net.path('agency.recovery')} --confirm 9506000100067`,
  );
  await net.run('agency', words`export ${net.path('hill.pedigree')} --for ${'Hill Pharmacy'}`);
  await net.run('hill', words`import ${net.path('hill.pedigree')}`, [0, 15, 20]);
  // A till that comes later is shared what was sealed before it came.
  await net.run('later', words`init --join-party ${net.path('hill.card')} --test`);
  await net.run('later', words`card -o ${net.path('later.card')}`);
  await net.run('hill', words`endorse ${net.path('later.card')} -o ${net.path('later.welcome')}`);
  await net.run('later', words`import ${net.path('later.welcome')}`);
  await net.share('hill', 'later');
  // Supplied a day and more after its maker was heard last; what was written meanwhile is not known here.
  net.later(30 * 3_600_000);
  await net.run('hill', words`dispense ${scan(30)} --later --ref RX-21`, [17]);
  // A session that was cut off after two scans.
  await net.run('hill', words`scan --mode dispense`, [0, 1, 66, 70, 74, 75, 130], async function* () {
    yield Buffer.from(`${scan(10)}\n${scan(11)}\n`);
    throw Object.assign(new Error('EIO: the scanner is gone'), { code: 'EIO' });
  });
  // A recall and what it is about, for whoever has nothing else; a backup whose key is locked.
  await net.run('agency', words`export ${net.path('recalls.pedigree')} --chain ${'Medicines Agency'}`);
  writeFileSync(net.path('passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
  await net.run('acme', words`key passphrase --new-passphrase-file ${net.path('passphrase')}`);
  await net.run('acme', words`backup ${net.path('acme.backup')}`);
  return [...scans.slice(0, 32), ...others, lines('long.txt')[0] ?? ''];
}

/** The moment at which a store is asked. */
export const ASKED = '2026-11-23T19:00:00Z';

/** What of each answer a later version must still say; what it says besides, and in which words, may change. */
const SAID: Readonly<Record<string, (data: Answer) => unknown>> = {
  verify: ({ status, reasons }) => ({ status, reasons: codes(reasons) }),
  trace: ({ steps, findings }) => ({ steps: pick(steps, 'type', 'gln', 'at', 'event'), findings: codes(findings) }),
  stock: ({ lots, packs, past }) => ({ packs, past, lots: pick(lots, 'gtin', 'lot', 'expiry', 'byState') }),
  incoming: ({ shipments }) => pick(shipments, 'shipment', 'from', 'despatch', 'packs'),
  'recall list': ({ recalls }) => pick(recalls, 'id', 'number', 'gtin', 'lots', 'class', 'state', 'packs'),
  outbox: ({ pending }) => pick(pending, 'id', 'command', 'item', 'ref'),
  log: ({ events }) => pick(events, 'event', 'type', 'at'),
  parties: ({ parties }) => pick(parties, 'gln', 'name', 'roles', 'chains', 'forked', 'revoked'),
  alerts: ({ alerts }) => pick(alerts, 'code', 'event', 'state'),
  'peer list': ({ peers }) => pick(peers, 'name', 'url'),
  // What was set: there will be more of what can be.
  'config list': ({ settings }) =>
    pick(isList(settings) ? settings.filter((one) => one.default !== true) : settings, 'name', 'value'),
};

type Answer = Readonly<Record<string, unknown>>;

/** A line that is asked of a store, and what it answers. */
export interface Asked {
  readonly ask: readonly string[];
  readonly exit: number;
  readonly said: unknown;
}

/** All that is asked: what the pharmacy knows, and each of these packs. */
export function questions(scans: readonly string[], chains: readonly string[]): readonly (readonly string[])[] {
  const plain = Object.keys(SAID).filter((name) => !['verify', 'trace', 'log'].includes(name));
  return [
    ...plain.map((name) => name.split(' ')),
    ...chains.map((chain) => ['log', '--chain', chain]),
    ...scans.flatMap((one) => [
      ['verify', one],
      ['trace', one],
    ]),
  ];
}

/** What of an answer is kept. */
export function said(ask: readonly string[], data: Answer): unknown {
  const name = Object.keys(SAID).find((one) => ask.join(' ').startsWith(one)) ?? '';
  return SAID[name]?.(data);
}

function isList(value: unknown): value is readonly Answer[] {
  return Array.isArray(value);
}

function codes(list: unknown): unknown {
  return Array.isArray(list) ? list.map(({ code }) => code) : list;
}

function pick(list: unknown, ...names: readonly string[]): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((one) =>
    Object.fromEntries(names.flatMap((name) => (one[name] === undefined ? [] : [[name, one[name]]]))),
  );
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const [out = join(root, 'fixtures'), sources = root] = process.argv.slice(2);
  await makeStore(resolve(out), resolve(sources));
}

/** Plays the network with the program in `sources` and writes what is kept of it below `out`. */
export async function makeStore(out: string, sources: string): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'pedigree-fixture-'));
  const restore = seedRandomness();
  try {
    const from = (path: string) => import(pathToFileURL(join(sources, path)).href);
    const { main: run } = (await from('src/ui/main.ts')) as { readonly main: Main };
    const { TABLES_VERSION } = (await from('src/ledger/sqlite.ts')) as { readonly TABLES_VERSION: number };
    const net = new Network(dir, run);
    const scans = await play(net);
    const store = join(out, 'stores', String(TABLES_VERSION));
    const bundles = join(out, 'bundles');
    for (const folder of [store, bundles]) mkdirSync(folder, { recursive: true });
    rmSync(store, { recursive: true });
    cpSync(net.path('hill'), store, { recursive: true });
    for (const name of [
      'agency.card',
      'acme.card',
      'hill.welcome',
      'all.pedigree',
      'delivery.pedigree',
      'recalls.pedigree',
      'acme.backup',
    ])
      cpSync(net.path(name), join(bundles, name));
    const { data } = await net.run('hill', ['parties']);
    const chains = (data.parties as readonly { readonly chains: readonly string[] }[]).flatMap((party) => party.chains);
    const asked: Asked[] = [];
    for (const ask of questions(scans, chains)) {
      const answer = await net.ask('hill', ask);
      asked.push({ ask, exit: answer.exit, said: said(ask, answer.data) });
    }
    const lines = asked.map((one) => JSON.stringify(one));
    writeFileSync(join(store, 'answers.json'), `[\n${lines.join(',\n')}\n]\n`);
  } finally {
    restore();
    rmSync(dir, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await main();
