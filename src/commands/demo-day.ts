// The day that the demo plays: its parties, its steps, and what each is to end with.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Answer } from '../answer/answer.ts';
import type { Env } from '../app/node/env.ts';
import { packOf, parse, scanText } from '../gs1/index.ts';
import { dataMatrixPng, dataMatrixSvg } from '../label/data-matrix.ts';
import { phrase } from '../words/en/demo.ts';
import { Play, played, withDigit } from './demo-play.ts';
import { commandLine, failedStep, invoke, words } from './demo-run.ts';
import type { Registered } from './listed.ts';

const PREFIX = '9506000';
const LOT = 'AMX-2611';
const PACKS = 12;
/** Packs that get label files; the first ones go all the way to the pharmacy. */
const LABELS = 4;
/** What the desk is tried with. */
const DESK_LOT = 'RAM-77';
const DESK_GTIN = withDigit(`0${PREFIX}13436`);
export const DESK_SCANS = 'scans-desk.txt';
/** For the progress alone. */
const STEPS = 46;

const gln = (place: number): string => withDigit(`${PREFIX}${String(10_000 + place)}`);
const GTIN = withDigit(`0${PREFIX}13435`);

/**
 * Plays the day in `folder`, which is left behind.
 * @param desk also sends the pharmacy goods to try its desk with
 * @throws cannot-create (73) where the folder exists and is not empty
 */
export function playDemo(
  folder: string,
  env: Env,
  commands: readonly Registered[],
  desk = false,
): ReturnType<typeof played> {
  return played(folder, new Day(folder, env, commands, desk));
}

/** The last day of the month that it will be in three years. */
function inThreeYears(now: number): string {
  const today = new Date(now);
  return new Date(Date.UTC(today.getUTCFullYear() + 3, today.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}

class Day extends Play {
  protected readonly expected = STEPS;
  readonly #expiry: string;
  #serving: AsyncIterator<Answer> | undefined;
  #url = '';
  #scans: readonly string[] = [];

  readonly #desk: boolean;

  constructor(folder: string, env: Env, commands: readonly Registered[], desk: boolean) {
    super(folder, env, commands);
    this.#desk = desk;
    this.#expiry = inThreeYears(env.clock());
  }

  /** Its parties talk to each other by the clock of this machine. */
  override get moment(): readonly string[] {
    return [];
  }

  #label(n: number): string {
    return this.path('labels', `pack-${n}.png`);
  }

  async play(): Promise<void> {
    mkdirSync(this.path('labels'));
    await this.found();
    await this.make();
    await this.handOn();
    await this.supply();
    await this.stopFakes();
    await this.recall();
    if (this.#desk) await this.forDesk();
  }

  /** A second lot: some of it is on the shelf of the pharmacy, a case of it on the way there. */
  async forDesk(): Promise<void> {
    const file = this.path(DESK_SCANS);
    const named = words`--name ${'Ramipril Acme'} --strength ${'5 mg'} --form tablets`;
    await this.run(phrase('names-product'), 'acme', 0, words`product set --gtin ${DESK_GTIN} ${named}`);
    const lot = words`--gtin ${DESK_GTIN} --lot ${DESK_LOT} --expiry ${this.#expiry}`;
    await this.run(phrase('mints'), 'acme', 0, words`mint ${lot} --count 8 --out ${file}`);
    const scans = readFileSync(file, 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const ship = words`ship --to ${'Hill Pharmacy'}`;
    await this.run(phrase('ships'), 'acme', 0, [...ship, ...scans.slice(0, 4), ...words`--despatch DN-2001`]);
    await this.#sync('acme', 'hill');
    await this.run(phrase('pharmacy-receives'), 'hill', 0, words`receive DN-2001`);
    const { container } = await this.run(phrase('into-case'), 'acme', 0, words`pack --into new ${scans.slice(4)}`);
    await this.run(phrase('ships'), 'acme', 0, [...ship, String(container), ...words`--despatch DN-2002`]);
    await this.#sync('acme', 'hill');
  }

  async found(): Promise<void> {
    const card = (party: string) => this.path(`${party}.card`);
    const agency = words`init --name ${'Medicines Agency'} --gln ${gln(1)} --regulator --test`;
    await this.run(phrase('regulator-founds'), 'agency', 0, agency);
    await this.run(phrase('card-tells'), 'agency', 0, words`card -o ${card('agency')}`);
    const joining = async (title: string, party: string, name: string, place: number, phone: string) => {
      const who = words`--name ${name} --gln ${gln(place)} --contact ${phone}`;
      await this.run(title, party, 0, words`init ${who} --network ${card('agency')} --test`);
    };
    await joining(phrase('maker-joins'), 'acme', 'Acme Pharma', 2, '+44 20 7946 0018');
    await joining(phrase('distributor-joins'), 'midway', 'Midway Wholesale', 3, '+44 20 7946 0042');
    await joining(phrase('pharmacy-joins'), 'hill', 'Hill Pharmacy', 4, '+44 20 7946 0077');
    const accredited = async (party: string, who: string, role: readonly string[]) => {
      const welcome = this.path(`${party}.welcome`);
      await this.run(phrase('writes-card', { party }), party, 0, words`card -o ${card(party)}`);
      const admit = words`accredit ${card(party)} ${role} -o ${welcome}`;
      await this.run(phrase('accredits', { who }), 'agency', 0, admit);
      await this.run(phrase('welcome-is-all'), party, 0, words`import ${welcome}`);
    };
    const maker = words`--role manufacturer --prefix ${PREFIX}`;
    await accredited('acme', phrase('the-maker'), maker);
    await accredited('midway', phrase('the-distributor'), words`--role distributor`);
    await accredited('hill', phrase('the-pharmacy'), words`--role dispenser`);
    await this.#serve();
    await this.#sync('acme', 'midway', 'hill');
  }

  async make(): Promise<void> {
    const file = this.path('scans.txt');
    const named = words`--name ${'Amoxicillin Acme'} --strength ${'500 mg'} --form capsules`;
    await this.run(phrase('names-product'), 'acme', 0, words`product set --gtin ${GTIN} ${named}`);
    const lot = words`--gtin ${GTIN} --lot ${LOT} --expiry ${this.#expiry}`;
    await this.run(phrase('mints'), 'acme', 0, words`mint ${lot} --count ${String(PACKS)} --out ${file}`);
    this.#scans = readFileSync(file, 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    for (let i = 0; i < LABELS; i++) {
      const data = (this.#scans[i] ?? '').slice(']d2'.length);
      writeFileSync(this.path('labels', `pack-${i + 1}.svg`), await dataMatrixSvg(data), { mode: 0o600 });
      writeFileSync(this.path('labels', `pack-${i + 1}.png`), await dataMatrixPng(data), { mode: 0o600 });
    }
  }

  async handOn(): Promise<void> {
    const ten = this.#scans.slice(0, 10);
    const { container } = await this.run(phrase('into-case'), 'acme', 0, words`pack --into new ${ten}`);
    const ship = words`ship --to ${'Midway Wholesale'} ${String(container)} --despatch DN-1001`;
    const first = await this.run(phrase('ships'), 'acme', 0, ship);
    await this.#sync('acme', 'midway');
    await this.run(phrase('sees-coming'), 'midway', 0, words`incoming`);
    await this.run(phrase('receives'), 'midway', 0, words`receive ${String(first.shipment)}`);
    const three = words`ship --to ${'Hill Pharmacy'} ${this.#scans.slice(0, 3)}`;
    const second = await this.run(phrase('three-go-on'), 'midway', 0, three);
    await this.#sync('midway', 'hill');
    await this.run(phrase('pharmacy-receives'), 'hill', 0, words`receive ${String(second.shipment)}`);
  }

  async supply(): Promise<void> {
    const pack = this.#label(1);
    await this.run(phrase('scans-picture'), 'hill', 0, words`verify ${pack}`);
    await this.run(phrase('supplies'), 'hill', 0, words`dispense ${pack} --ref RX-4711`);
    await this.run(phrase('whole-life'), 'hill', 0, words`trace ${pack}`);
  }

  async stopFakes(): Promise<void> {
    const { gtin = GTIN, serial = '' } = packOf(parse(this.#scans[1] ?? '').elements) ?? {};
    const real = { gtin, serial, lot: LOT, expiry: this.#expiry };
    const copy = words`verify ${this.#label(1)}`;
    await this.run(phrase('copy'), 'hill', 14, copy);
    const fake = scanText({ ...real, serial: 'FAKE000000000001' });
    await this.run(phrase('fake'), 'hill', 11, words`verify ${fake}`);
    const wrongLot = scanText({ ...real, lot: 'AMX-9999' });
    await this.run(phrase('other-lot'), 'hill', 10, words`verify ${wrongLot}`);
    const mint = words`mint --gtin ${GTIN} --lot X1 --expiry ${this.#expiry} --count 1`;
    await this.run(phrase('tries-to-mint'), 'midway', 77, mint);
    await this.#sync('hill', 'midway');
    await this.run(phrase('stopped-elsewhere'), 'midway', 14, copy);
  }

  async recall(): Promise<void> {
    const peer = words`peer add agency ${this.#url}`;
    await this.run(phrase('names-node'), 'acme', 0, peer);
    const why = words`--class 1 --reason ${'glass particles found'}`;
    const issue = words`recall issue --gtin ${GTIN} --lot ${LOT} ${why} --confirm ${LOT}`;
    await this.run(phrase('recalls'), 'acme', 0, issue);
    await this.#sync('hill', 'midway');
    const pack = words`verify ${this.#label(2)}`;
    await this.run(phrase('pharmacy-stopped'), 'hill', 12, pack);
    const ship = words`ship --to ${'Hill Pharmacy'} ${this.#scans[5] ?? ''}`;
    await this.run(phrase('cannot-ship'), 'midway', 12, ship);
    await this.run(phrase('pharmacy-has'), 'hill', 0, words`stock`);
  }

  next(): readonly string[] {
    const at = (party: string, line: readonly string[]) => commandLine(['--home', this.path(party), ...line]);
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
    const argv = ['--home', this.path('agency'), ...words`serve --port 0`];
    const { command, result } = await invoke(argv, this.within);
    if (!(Symbol.asyncIterator in result)) throw new TypeError('serve answers as it goes');
    const serving = result[Symbol.asyncIterator]();
    try {
      const { value } = await serving.next();
      this.#serving = serving;
      this.#url = String(((value as Answer).data as { url?: unknown }).url);
    } catch (thrown) {
      const title = phrase('node-answers');
      this.keep(failedStep({ title, command: commandLine(argv), name: command.name, expected: 0 }, thrown));
    }
  }

  /** News goes through the regulator's node: whoever is first brings it, the others fetch it. */
  async #sync(...parties: readonly string[]): Promise<void> {
    for (const party of parties) await this.run(phrase('syncs', { party }), party, 0, words`sync ${this.#url}`);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#serving?.next();
  }
}
