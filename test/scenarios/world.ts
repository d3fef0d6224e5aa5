// Small networks of real homes, driven by command lines: what the scenarios are played on. Commands run in this process,
// with streams of their own; whoever answers over HTTP is the built program in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { main } from '../../src/ui/main.ts';
import { validated } from '../cli/program.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/pedigree.js');

/** One answer of the program: its exit code and what it wrote; `json` is the document, `lines` all of them (NDJSON). */
export interface Reply {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are validated against their schema; tests name the fields they expect
  readonly json: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly lines: readonly any[];
}

/** How news travels between the parties of a world. */
export type Transport = 'http' | 'bundle';

/** A party in its own folder. */
export class Party {
  readonly name: string;
  readonly gln: string;
  readonly home: string;

  constructor(name: string, gln: string, home: string) {
    this.name = name;
    this.gln = gln;
    this.home = home;
  }

  /** Runs one command with `--json` in this party's home; never throws for an exit code. */
  run(...args: readonly string[]): Promise<Reply> {
    return run(['--home', this.home, '--json', ...args]);
  }

  /** Runs one command that has to end with this exit code. @throws Error with the whole answer where it does not. */
  async expect(exit: number, ...args: readonly string[]): Promise<Reply> {
    const reply = await this.run(...args);
    if (reply.exit !== exit) {
      throw new Error(
        `${this.name}: pedigree ${args.join(' ')}\nexit ${reply.exit}, not ${exit}\n${reply.stdout}${reply.stderr}`,
      );
    }
    return reply;
  }
}

/** Runs one command line as the program does; the answer's JSON is parsed where there is any. */
export async function run(args: readonly string[], input = ''): Promise<Reply> {
  let stdout = '';
  let stderr = '';
  // In the shell of a party, which names its folder once: what is printed names it no more.
  const [first, home, ...rest] = args;
  const isNamed = first === '--home' && home !== undefined;
  const exit = await main(isNamed ? rest : args, {
    write: (text) => {
      stdout += text;
    },
    talk: (text) => {
      stderr += text;
    },
    outIsTerminal: false,
    talkIsTerminal: false,
    inIsTerminal: false,
    environment: { NO_COLOR: '1', ...(isNamed && { PEDIGREE_HOME: home }) },
    stdin: () => once(input),
  });
  const lines = args.includes('--json') ? validated(stdout) : [];
  return { exit, stdout, stderr, json: lines[0], lines };
}

async function* once(input: string): AsyncIterable<Uint8Array> {
  if (input !== '') yield Buffer.from(input, 'utf8');
}

/** A GLN, GTIN or SSCC with its check digit: mod 10, weights 3 and 1 from the right. */
export function withCheckDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return digits + String((10 - (sum % 10)) % 10);
}

/** Company prefix of the maker of every world, and its products. */
export const PREFIX = '9506000';
export const GTIN_A = withCheckDigit(`0${PREFIX}13435`);
export const GTIN_B = withCheckDigit(`0${PREFIX}13436`);

/** When the worlds of a test file begin: dates are told from here on, so that no day comes on which they have passed. */
export const START = Date.now();

/** The date so many days after the start of the worlds, YYYY-MM-DD. */
export function inDays(days: number): string {
  return new Date(START + days * 86_400_000).toISOString().slice(0, 10);
}

/** A date as labels have it, YYMMDD. */
export function onLabel(date: string): string {
  return date.slice(2).replaceAll('-', '');
}

/** The expiry of lots of which nothing else is said. */
export const EXPIRY = inDays(580);

/** The parties of the scenarios, and how news travels among them. */
export interface World {
  readonly folder: string;
  readonly R: Party;
  readonly A: Party;
  readonly M: Party;
  readonly C: Party;
  readonly H: Party;
  readonly X: Party;
  /** Everybody hears everything that these parties know (all of them where none are named). */
  sync(...parties: readonly Party[]): Promise<void>;
  /** One party hears what one other knows. */
  tell(from: Party, to: Party): Promise<Reply>;
  /** Packs of a new lot at A, as scans a scanner would type. */
  mint(count: number, options?: MintOptions): Promise<readonly string[]>;
  path(name: string): string;
  close(): Promise<void>;
}

export interface MintOptions {
  readonly gtin?: string;
  readonly lot?: string;
  readonly expiry?: string;
}

const ROLES: Readonly<Record<string, readonly string[]>> = {
  A: ['--role', 'manufacturer', '--prefix', PREFIX],
  M: ['--role', 'distributor'],
  C: ['--role', 'dispenser'],
  H: ['--role', 'dispenser'],
};

/** Founds a network with a regulator, a maker, a distributor and two pharmacies, and an outsider that is not accredited. */
export async function world(
  transport: Transport,
  order: (parties: readonly Party[]) => readonly Party[],
  custody: 'required' | 'endpoints' = 'required',
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-world-'));
  const names = ['R', 'A', 'M', 'C', 'H', 'X'] as const;
  const titles = { R: 'Agency', A: 'Acme', M: 'Midway', C: 'Corner Pharmacy', H: 'Hill Pharmacy', X: 'Outsider' };
  const parties = Object.fromEntries(
    names.map((name, i) => [name, new Party(titles[name], withCheckDigit(`95060001${1000 + i}`), join(folder, name))]),
  ) as Record<(typeof names)[number], Party>;
  const { R, A, M, C, H, X } = parties;
  const path = (name: string) => join(folder, name);
  await R.expect(0, 'init', '--name', R.name, '--gln', R.gln, '--regulator', '--custody', custody, '--test');
  await R.expect(0, 'card', '-o', path('R.card'));
  for (const [key, party] of Object.entries({ A, M, C, H, X })) {
    const contact = ['--contact', `+44 20 7946 0${key.charCodeAt(0)}`];
    await party.expect(
      0,
      'init',
      '--name',
      party.name,
      '--gln',
      party.gln,
      '--network',
      path('R.card'),
      ...contact,
      '--test',
    );
    await party.expect(0, 'card', '-o', path(`${key}.card`));
    const roles = ROLES[key];
    if (roles !== undefined) await R.expect(0, 'accredit', path(`${key}.card`), ...roles, '-o', path(`${key}.welcome`));
  }
  for (const key of Object.keys(ROLES))
    await (parties as Record<string, Party>)[key]?.expect(0, 'import', path(`${key}.welcome`));

  const servers = new Map<Party, { readonly process: ChildProcess; readonly url: string }>();
  let bundles = 0;
  const everybody = [R, A, M, C, H, X];

  const tell = async (from: Party, to: Party): Promise<Reply> => {
    if (transport === 'bundle') {
      const file = path(`news-${bundles++}.pedigree`);
      await from.expect(0, 'export', file);
      return to.run('import', file);
    }
    let server = servers.get(from);
    if (server === undefined) {
      server = await serve(from);
      servers.set(from, server);
    }
    return to.run('sync', server.url);
  };

  // News goes through the regulator's node, as in a small network: all bring theirs, then all fetch the rest.
  const sync = async (...some: readonly Party[]): Promise<void> => {
    const among = order(some.length === 0 ? everybody.filter((party) => party !== X) : some).filter(
      (party) => party !== R,
    );
    for (const party of among) {
      if (transport === 'bundle') await heard(await tell(party, R), party, R);
      else await heard(await tell(R, party), R, party);
    }
    for (const party of among) await heard(await tell(R, party), R, party);
  };

  const heard = async (reply: Reply, from: Party, to: Party): Promise<void> => {
    if (reply.exit === 0 || reply.exit === 20) return;
    throw new Error(`news ${from.name} → ${to.name}: exit ${reply.exit}\n${reply.stdout}${reply.stderr}`);
  };

  let lots = 0;
  const mint = async (count: number, options: MintOptions = {}): Promise<readonly string[]> => {
    const lot = options.lot ?? `LOT${++lots}`;
    const out = path(`scans-${lot}-${options.gtin ?? ''}.txt`);
    const { gtin = GTIN_A, expiry = EXPIRY } = options;
    await A.expect(0, 'mint', '--gtin', gtin, '--lot', lot, '--expiry', expiry, '--count', String(count), '--out', out);
    return readFileSync(out, 'latin1').trim().split(/\r?\n/);
  };

  const close = async (): Promise<void> => {
    for (const { process: child } of servers.values()) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };

  return { folder, R, A, M, C, H, X, sync, tell, mint, path, close };
}

/** Starts `serve` on a free port and waits for its first line. */
async function serve(party: Party): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [PROGRAM, '--home', party.home, '--json', 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PEDIGREE_HOME: '' },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string };
    return { process: child, url };
  }
  throw new Error(`serve of ${party.name} said nothing`);
}
