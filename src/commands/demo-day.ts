// The day that the demo plays: its parties, its steps, and what each is to end with.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Env, makeEnv } from '../app/env.ts';
import { PedigreeError, worstExit } from '../errors.ts';
import { checkDigit, packOf, parse, scanText } from '../gs1/index.ts';
import { dataMatrixPng, dataMatrixSvg } from '../label/data-matrix.ts';
import { makeInput } from './input.ts';
import { locate, parseWords } from './program.ts';
import type { Answer } from './spec.ts';

/** One command of the day and how it went. */
export interface DemoStep {
  readonly title: string;
  /** The command line as a person would type it. */
  readonly command: string;
  /** The words of the command: names the text that shows its answer. */
  readonly name: string;
  readonly exit: number;
  readonly expected: number;
  readonly answer?: object;
  readonly input?: string;
  /** What an error said, where the command ended in one. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

export interface Demo {
  readonly dir: string;
  readonly steps: readonly DemoStep[];
  readonly next: readonly string[];
  readonly good: boolean;
}

const PREFIX = '9506000';
const LOT = 'AMX-2611';
const EXPIRY = '2029-06-30';
const PACKS = 12;
/** Packs that get label files; the first ones go all the way to the pharmacy. */
const LABELS = 4;

const gln = (place: number): string => withDigit(`${PREFIX}${String(10_000 + place)}`);
const withDigit = (digits: string): string => digits + checkDigit(digits);

/** The first of pedigree-demo, pedigree-demo-2 … that is not there yet, so that the demo can be played again and again. */
export function freeFolder(): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'pedigree-demo' : `pedigree-demo-${n}`;
    if (!existsSync(name)) return name;
  }
}

/**
 * Plays the day in `folder`, which is left behind.
 * @throws cannot-create (73) where the folder exists and is not empty
 */
export async function playDemo(folder: string, env: Env): Promise<Answer & { readonly data: Demo }> {
  const dir = resolve(folder);
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new PedigreeError('cannot-create', `${folder} is there already and not empty`, {
      hint: 'name another folder: pedigree demo DIR',
    });
  }
  mkdirSync(join(dir, 'labels'), { recursive: true });
  const day = new Day(folder, env);
  try {
    await day.found();
    await day.make();
    await day.handOn();
    await day.supply();
    await day.stopFakes();
    await day.recall();
  } finally {
    await day.close();
  }
  const good = day.steps.every((step) => step.exit === step.expected);
  return { data: { dir, steps: day.steps, next: day.next(), good }, exit: good ? 0 : 1 };
}

class Day {
  readonly steps: DemoStep[] = [];
  readonly #folder: string;
  readonly #env: Env;
  readonly #gtin = withDigit(`0${PREFIX}13435`);
  readonly #stop = new AbortController();
  #serving: AsyncIterator<Answer> | undefined;
  #url = '';
  #scans: readonly string[] = [];

  constructor(folder: string, env: Env) {
    this.#folder = folder;
    this.#env = env;
  }

  #path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }

  /** Runs one command in a party's folder and keeps how it went. */
  async #run(
    title: string,
    party: string,
    expected: number,
    ...words: readonly string[]
  ): Promise<Record<string, unknown>> {
    const argv = ['--home', this.#path(party), ...words];
    const step = { title, command: commandLine(argv), expected };
    this.#env.progress(this.steps.length, 34, title);
    try {
      const { name, result } = await invoke(argv, this.#env, this.#stop.signal);
      const answers: Answer[] = [];
      if (Symbol.asyncIterator in result) for await (const answer of result) answers.push(answer);
      else answers.push(await result);
      const exit = worstExit(answers.map((answer) => answer.error?.exit ?? answer.exit ?? 0));
      const [first] = answers;
      const error = first?.error;
      this.steps.push({
        ...step,
        name,
        exit,
        ...(first === undefined || error !== undefined ? {} : { answer: first.data }),
        ...(first?.input === undefined ? {} : { input: first.input }),
        ...(error === undefined ? {} : { error: said(error) }),
      });
      return (first?.data ?? {}) as Record<string, unknown>;
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      this.steps.push({ ...step, name: words[0] ?? '', exit: error.exit, error: said(error) });
      return {};
    }
  }

  async found(): Promise<void> {
    const card = (party: string) => this.#path(`${party}.card`);
    const join = ['--network', card('agency'), '--test', '--contact'];
    await this.#run(
      'A regulator founds the network',
      'agency',
      0,
      'init',
      '--name',
      'Medicines Agency',
      '--gln',
      gln(1),
      '--regulator',
      '--test',
    );
    await this.#run('Its card tells others how to join', 'agency', 0, 'card', '-o', card('agency'));
    await this.#run(
      'A manufacturer joins',
      'acme',
      0,
      'init',
      '--name',
      'Acme Pharma',
      '--gln',
      gln(2),
      ...join,
      '+44 20 7946 0018',
    );
    await this.#run(
      'A distributor joins',
      'midway',
      0,
      'init',
      '--name',
      'Midway Wholesale',
      '--gln',
      gln(3),
      ...join,
      '+44 20 7946 0042',
    );
    await this.#run(
      'A pharmacy joins',
      'hill',
      0,
      'init',
      '--name',
      'Hill Pharmacy',
      '--gln',
      gln(4),
      ...join,
      '+44 20 7946 0077',
    );
    const roles: readonly (readonly [string, string, readonly string[]])[] = [
      ['acme', 'the manufacturer with its company prefix', ['--role', 'manufacturer', '--prefix', PREFIX]],
      ['midway', 'the distributor', ['--role', 'distributor']],
      ['hill', 'the pharmacy', ['--role', 'dispenser']],
    ];
    for (const [party, who, role] of roles) {
      await this.#run(`${party} writes its card`, party, 0, 'card', '-o', card(party));
      await this.#run(
        `The regulator accredits ${who}`,
        'agency',
        0,
        'accredit',
        card(party),
        ...role,
        '-o',
        this.#path(`${party}.welcome`),
      );
      await this.#run('and the welcome file is all it needs', party, 0, 'import', this.#path(`${party}.welcome`));
    }
    await this.#serve();
    await this.#sync('acme', 'midway', 'hill');
  }

  async make(): Promise<void> {
    const file = this.#path('scans.txt');
    await this.#run(
      'Acme names its product',
      'acme',
      0,
      'product',
      'set',
      '--gtin',
      this.#gtin,
      '--name',
      'Amoxicillin Acme',
      '--strength',
      '500 mg',
      '--form',
      'capsules',
    );
    await this.#run(
      'Acme mints a lot',
      'acme',
      0,
      'mint',
      '--gtin',
      this.#gtin,
      '--lot',
      LOT,
      '--expiry',
      EXPIRY,
      '--count',
      String(PACKS),
      '--out',
      file,
    );
    this.#scans = readFileSync(file, 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    for (let i = 0; i < LABELS; i++) {
      const data = (this.#scans[i] ?? '').slice(']d2'.length);
      writeFileSync(this.#path('labels', `pack-${i + 1}.svg`), await dataMatrixSvg(data));
      writeFileSync(this.#path('labels', `pack-${i + 1}.png`), await dataMatrixPng(data));
    }
  }

  async handOn(): Promise<void> {
    const packed = await this.#run(
      'Ten packs go into a case',
      'acme',
      0,
      'pack',
      '--into',
      'new',
      ...this.#scans.slice(0, 10),
    );
    const sscc = String(packed.container ?? '');
    const shipped = await this.#run(
      'Acme ships the case',
      'acme',
      0,
      'ship',
      '--to',
      'Midway Wholesale',
      sscc,
      '--despatch',
      'DN-1001',
    );
    await this.#sync('acme', 'midway');
    await this.#run('Midway sees what is on its way', 'midway', 0, 'incoming');
    await this.#run('and receives it', 'midway', 0, 'receive', String(shipped.shipment ?? ''));
    const second = await this.#run(
      'Three packs go on to the pharmacy, straight out of the case',
      'midway',
      0,
      'ship',
      '--to',
      'Hill Pharmacy',
      ...this.#scans.slice(0, 3),
    );
    await this.#sync('midway', 'hill');
    await this.#run('The pharmacy receives them', 'hill', 0, 'receive', String(second.shipment ?? ''));
  }

  async supply(): Promise<void> {
    await this.#run('The pharmacist scans a label picture', 'hill', 0, 'verify', this.#label(1));
    await this.#run('and supplies the pack to a patient', 'hill', 0, 'dispense', this.#label(1), '--ref', 'RX-4711');
    await this.#run('The whole life of the pack, opened with its own code', 'hill', 0, 'trace', this.#label(1));
  }

  async stopFakes(): Promise<void> {
    const pack = packOf(parse(this.#scans[1] ?? '').elements);
    const { gtin = this.#gtin, serial = '' } = pack ?? {};
    const real = { gtin, serial, lot: LOT, expiry: EXPIRY };
    await this.#run('A second box with the same code turns up: a copy', 'hill', 14, 'verify', this.#label(1));
    await this.#run(
      'A serial that was never made: a fake',
      'hill',
      11,
      'verify',
      scanText({ ...real, serial: 'FAKE000000000001' }),
    );
    await this.#run(
      'A real serial with another lot on the label',
      'hill',
      10,
      'verify',
      scanText({ ...real, lot: 'AMX-9999' }),
    );
    await this.#run(
      'A distributor tries to mint',
      'midway',
      77,
      'mint',
      '--gtin',
      this.#gtin,
      '--lot',
      'X1',
      '--expiry',
      EXPIRY,
      '--count',
      '1',
    );
    await this.#sync('hill', 'midway');
    await this.#run('The copy is stopped elsewhere too', 'midway', 14, 'verify', this.#label(1));
  }

  async recall(): Promise<void> {
    const issue = [
      'recall',
      'issue',
      '--gtin',
      this.#gtin,
      '--lot',
      LOT,
      '--class',
      '1',
      '--reason',
      'glass particles found',
      '--confirm',
      LOT,
    ];
    await this.#run('Acme names a node that hears its news at once', 'acme', 0, 'peer', 'add', 'agency', this.#url);
    await this.#run('and recalls the lot', 'acme', 0, ...issue);
    await this.#sync('hill', 'midway');
    await this.#run('and the pharmacy is stopped before it supplies', 'hill', 12, 'verify', this.#label(2));
    await this.#run(
      'The distributor can no longer ship what it has',
      'midway',
      12,
      'ship',
      '--to',
      'Hill Pharmacy',
      this.#scans[5] ?? '',
    );
    await this.#run('What the pharmacy has', 'hill', 0, 'stock');
  }

  next(): readonly string[] {
    const at = (party: string, ...words: readonly string[]) => commandLine(['--home', this.#path(party), ...words]);
    return [
      at('hill', 'verify', this.#label(3)),
      at('hill', 'recall', 'list'),
      at('midway', 'stock'),
      at('agency', 'parties'),
      at('acme', 'log'),
    ];
  }

  #label(n: number): string {
    return this.#path('labels', `pack-${n}.png`);
  }

  /** The regulator's node answers peers on this machine, on a free port. */
  async #serve(): Promise<void> {
    const argv = ['--home', this.#path('agency'), 'serve', '--port', '0'];
    const { result } = await invoke(argv, this.#env, this.#stop.signal);
    if (!(Symbol.asyncIterator in result)) throw new TypeError('serve answers as it goes');
    this.#serving = result[Symbol.asyncIterator]();
    const { value } = await this.#serving.next();
    this.#url = String(((value as Answer).data as { url?: unknown }).url);
  }

  /** News goes through the regulator's node: whoever is first brings it, the others fetch it. */
  async #sync(...parties: readonly string[]): Promise<void> {
    for (const party of parties) await this.#run(`${party} syncs over HTTP`, party, 0, 'sync', this.#url);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#serving?.next();
  }
}

/** Parses a line and runs its command, as the program does. */
async function invoke(
  argv: readonly string[],
  env: Env,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly result: ReturnType<import('./spec.ts').CommandSpec['run']> }> {
  const call = locate(argv);
  if (call.kind !== 'command') throw new TypeError(`no command in ${argv.join(' ')}`);
  const { command } = await call.command.load();
  const typed = parseWords(command, call.rest);
  const home = typed.options.get('home');
  const around = makeEnv({
    home: typeof home === 'string' ? home : env.home,
    warn: () => {},
    random: env.random,
    signal,
  });
  const result = command.run(makeInput(command, typed, { env: around, interactive: false, stdin: nothing }));
  return { name: command.name, result };
}

async function* nothing(): AsyncIterable<Uint8Array> {}

function said(error: PedigreeError): { readonly code: string; readonly message: string; readonly hint?: string } {
  return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}

/** A command line that a shell takes as it stands; control characters are written as $'…'. */
function commandLine(argv: readonly string[]): string {
  return ['pedigree', ...argv].map(quoted).join(' ');
}

function quoted(word: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a scan has GS in it
  if (/[\u0000-\u001f]/.test(word)) return `$'${word.replace(/['\\]/g, '\\$&').replaceAll('\x1d', '\\x1d')}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
