// The day that the demo plays: its parties, its steps, and what each is to end with.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Answer } from '../answer/answer.ts';
import type { Env } from '../app/node/env.ts';
import { isWindowsShell, shellWord } from '../app/node/shell-words.ts';
import { PedigreeError } from '../errors.ts';
import { checkDigit, packOf, parse, scanText } from '../gs1/index.ts';
import { dataMatrixPng, dataMatrixSvg } from '../label/data-matrix.ts';
import { say } from '../words/en/commands.ts';
import { phrase } from '../words/en/demo.ts';
import { commandLine, type DemoRun, type DemoStep, failedStep, failureOf, invoke, runStep, words } from './demo-run.ts';
import { shellFunction } from './demo-shell.ts';
import type { Registered } from './listed.ts';

export interface Demo {
  readonly dir: string;
  readonly steps: readonly DemoStep[];
  readonly next: readonly string[];
  /** Lines that make `pedigree` a command of the shell, where it is none. */
  readonly shell?: readonly string[];
  readonly good: boolean;
}

const PREFIX = '9506000';
const LOT = 'AMX-2611';
const PACKS = 12;
/** Packs that get label files; the first ones go all the way to the pharmacy. */
const LABELS = 4;
/** For the progress alone. */
const STEPS = 46;

const gln = (place: number): string => withDigit(`${PREFIX}${String(10_000 + place)}`);
const withDigit = (digits: string): string => digits + checkDigit(digits);
const GTIN = withDigit(`0${PREFIX}13435`);

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
export async function playDemo(
  folder: string,
  env: Env,
  commands: readonly Registered[],
): Promise<Answer & { readonly data: Demo }> {
  const dir = resolve(folder);
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new PedigreeError('cannot-create', say('demo-folder-used', { folder }), {
      hint: say('name-another-folder'),
    });
  }
  mkdirSync(join(dir, 'labels'), { recursive: true });
  const day = new Day(folder, env, commands);
  try {
    await day.found();
    await day.make();
    await day.handOn();
    await day.supply();
    await day.stopFakes();
    await day.recall();
  } catch (thrown) {
    const failure = day.failure;
    if (failure === undefined || thrown !== failure) throw thrown;
    return { data: { dir, steps: day.steps, next: [], good: false }, error: failure };
  } finally {
    await day.close();
  }
  const shell = shellFunction(process.env.PATH, process.execPath, process.argv[1]);
  const done = { dir, steps: day.steps, good: true };
  if (shell === undefined) return { data: { ...done, next: day.next() } };
  // No line makes a command in cmd and in PowerShell: there each names the program.
  if (!isWindowsShell(process.env)) return { data: { ...done, next: day.next(), shell } };
  const program = `node ${shellWord(process.argv[1] ?? '')}`;
  return { data: { ...done, next: day.next().map((line) => line.replace(/^pedigree/, () => program)) } };
}

/** The last day of the month that it will be in three years. */
function inThreeYears(now: number): string {
  const today = new Date(now);
  return new Date(Date.UTC(today.getUTCFullYear() + 3, today.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}

class Day {
  readonly steps: DemoStep[] = [];
  /** The first step that did not end as it was to. It ends the day: what comes after it would rest on nothing. */
  failure: PedigreeError | undefined;
  readonly #folder: string;
  readonly #env: Env;
  readonly #commands: readonly Registered[];
  readonly #expiry: string;
  readonly #stop = new AbortController();
  #serving: AsyncIterator<Answer> | undefined;
  #url = '';
  #scans: readonly string[] = [];

  constructor(folder: string, env: Env, commands: readonly Registered[]) {
    this.#folder = folder;
    this.#env = env;
    this.#commands = commands;
    this.#expiry = inThreeYears(env.clock());
  }

  get #within(): DemoRun {
    return { commands: this.#commands, env: this.#env, signal: this.#stop.signal };
  }

  #path(...parts: readonly string[]): string {
    return join(this.#folder, ...parts);
  }

  #label(n: number): string {
    return this.#path('labels', `pack-${n}.png`);
  }

  /** Runs one command in a party's folder, keeps how it went and returns its answer. */
  async #run(
    title: string,
    party: string,
    expected: number,
    line: readonly string[],
  ): Promise<Record<string, unknown>> {
    this.#env.progress(this.steps.length, STEPS, title);
    const argv = ['--home', this.#path(party), ...line];
    const step = await runStep(title, expected, argv, this.#within);
    this.#keep(step);
    return (step.answer ?? {}) as Record<string, unknown>;
  }

  #keep(step: DemoStep): void {
    this.steps.push(step);
    if (step.exit === step.expected) return;
    this.failure = failureOf(step);
    throw this.failure;
  }

  async found(): Promise<void> {
    const card = (party: string) => this.#path(`${party}.card`);
    const agency = words`init --name ${'Medicines Agency'} --gln ${gln(1)} --regulator --test`;
    await this.#run(phrase('regulator-founds'), 'agency', 0, agency);
    await this.#run(phrase('card-tells'), 'agency', 0, words`card -o ${card('agency')}`);
    const joining = async (title: string, party: string, name: string, place: number, phone: string) => {
      const who = words`--name ${name} --gln ${gln(place)} --contact ${phone}`;
      await this.#run(title, party, 0, words`init ${who} --network ${card('agency')} --test`);
    };
    await joining(phrase('maker-joins'), 'acme', 'Acme Pharma', 2, '+44 20 7946 0018');
    await joining(phrase('distributor-joins'), 'midway', 'Midway Wholesale', 3, '+44 20 7946 0042');
    await joining(phrase('pharmacy-joins'), 'hill', 'Hill Pharmacy', 4, '+44 20 7946 0077');
    const accredited = async (party: string, who: string, role: readonly string[]) => {
      const welcome = this.#path(`${party}.welcome`);
      await this.#run(phrase('writes-card', { party }), party, 0, words`card -o ${card(party)}`);
      const admit = words`accredit ${card(party)} ${role} -o ${welcome}`;
      await this.#run(phrase('accredits', { who }), 'agency', 0, admit);
      await this.#run(phrase('welcome-is-all'), party, 0, words`import ${welcome}`);
    };
    const maker = words`--role manufacturer --prefix ${PREFIX}`;
    await accredited('acme', phrase('the-maker'), maker);
    await accredited('midway', phrase('the-distributor'), words`--role distributor`);
    await accredited('hill', phrase('the-pharmacy'), words`--role dispenser`);
    await this.#serve();
    await this.#sync('acme', 'midway', 'hill');
  }

  async make(): Promise<void> {
    const file = this.#path('scans.txt');
    const named = words`--name ${'Amoxicillin Acme'} --strength ${'500 mg'} --form capsules`;
    await this.#run(phrase('names-product'), 'acme', 0, words`product set --gtin ${GTIN} ${named}`);
    const lot = words`--gtin ${GTIN} --lot ${LOT} --expiry ${this.#expiry}`;
    await this.#run(phrase('mints'), 'acme', 0, words`mint ${lot} --count ${String(PACKS)} --out ${file}`);
    this.#scans = readFileSync(file, 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    for (let i = 0; i < LABELS; i++) {
      const data = (this.#scans[i] ?? '').slice(']d2'.length);
      writeFileSync(this.#path('labels', `pack-${i + 1}.svg`), await dataMatrixSvg(data), { mode: 0o600 });
      writeFileSync(this.#path('labels', `pack-${i + 1}.png`), await dataMatrixPng(data), { mode: 0o600 });
    }
  }

  async handOn(): Promise<void> {
    const ten = this.#scans.slice(0, 10);
    const { container } = await this.#run(phrase('into-case'), 'acme', 0, words`pack --into new ${ten}`);
    const ship = words`ship --to ${'Midway Wholesale'} ${String(container)} --despatch DN-1001`;
    const first = await this.#run(phrase('ships'), 'acme', 0, ship);
    await this.#sync('acme', 'midway');
    await this.#run(phrase('sees-coming'), 'midway', 0, words`incoming`);
    await this.#run(phrase('receives'), 'midway', 0, words`receive ${String(first.shipment)}`);
    const three = words`ship --to ${'Hill Pharmacy'} ${this.#scans.slice(0, 3)}`;
    const second = await this.#run(phrase('three-go-on'), 'midway', 0, three);
    await this.#sync('midway', 'hill');
    await this.#run(phrase('pharmacy-receives'), 'hill', 0, words`receive ${String(second.shipment)}`);
  }

  async supply(): Promise<void> {
    const pack = this.#label(1);
    await this.#run(phrase('scans-picture'), 'hill', 0, words`verify ${pack}`);
    await this.#run(phrase('supplies'), 'hill', 0, words`dispense ${pack} --ref RX-4711`);
    await this.#run(phrase('whole-life'), 'hill', 0, words`trace ${pack}`);
  }

  async stopFakes(): Promise<void> {
    const { gtin = GTIN, serial = '' } = packOf(parse(this.#scans[1] ?? '').elements) ?? {};
    const real = { gtin, serial, lot: LOT, expiry: this.#expiry };
    const copy = words`verify ${this.#label(1)}`;
    await this.#run(phrase('copy'), 'hill', 14, copy);
    const fake = scanText({ ...real, serial: 'FAKE000000000001' });
    await this.#run(phrase('fake'), 'hill', 11, words`verify ${fake}`);
    const wrongLot = scanText({ ...real, lot: 'AMX-9999' });
    await this.#run(phrase('other-lot'), 'hill', 10, words`verify ${wrongLot}`);
    const mint = words`mint --gtin ${GTIN} --lot X1 --expiry ${this.#expiry} --count 1`;
    await this.#run(phrase('tries-to-mint'), 'midway', 77, mint);
    await this.#sync('hill', 'midway');
    await this.#run(phrase('stopped-elsewhere'), 'midway', 14, copy);
  }

  async recall(): Promise<void> {
    const peer = words`peer add agency ${this.#url}`;
    await this.#run(phrase('names-node'), 'acme', 0, peer);
    const why = words`--class 1 --reason ${'glass particles found'}`;
    const issue = words`recall issue --gtin ${GTIN} --lot ${LOT} ${why} --confirm ${LOT}`;
    await this.#run(phrase('recalls'), 'acme', 0, issue);
    await this.#sync('hill', 'midway');
    const pack = words`verify ${this.#label(2)}`;
    await this.#run(phrase('pharmacy-stopped'), 'hill', 12, pack);
    const ship = words`ship --to ${'Hill Pharmacy'} ${this.#scans[5] ?? ''}`;
    await this.#run(phrase('cannot-ship'), 'midway', 12, ship);
    await this.#run(phrase('pharmacy-has'), 'hill', 0, words`stock`);
  }

  next(): readonly string[] {
    const at = (party: string, line: readonly string[]) => commandLine(['--home', this.#path(party), ...line]);
    return [
      at('hill', words`verify ${this.#label(3)}`),
      at('hill', words`recall list`),
      at('midway', words`stock`),
      at('agency', words`parties`),
      at('acme', words`log`),
    ];
  }

  /** The regulator's node answers peers on this machine, on a free port. Only where it cannot is that a step. */
  async #serve(): Promise<void> {
    const argv = ['--home', this.#path('agency'), ...words`serve --port 0`];
    const { command, result } = await invoke(argv, this.#within);
    if (!(Symbol.asyncIterator in result)) throw new TypeError('serve answers as it goes');
    const serving = result[Symbol.asyncIterator]();
    try {
      const { value } = await serving.next();
      this.#serving = serving;
      this.#url = String(((value as Answer).data as { url?: unknown }).url);
    } catch (thrown) {
      const title = phrase('node-answers');
      this.#keep(failedStep({ title, command: commandLine(argv), name: command.name, expected: 0 }, thrown));
    }
  }

  /** News goes through the regulator's node: whoever is first brings it, the others fetch it. */
  async #sync(...parties: readonly string[]): Promise<void> {
    for (const party of parties) await this.#run(phrase('syncs', { party }), party, 0, words`sync ${this.#url}`);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#serving?.next();
  }
}
