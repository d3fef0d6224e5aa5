// The day that `demo outside` plays: a pharmacy whose partners have not joined, and the files that they send.
import { writeFileSync } from 'node:fs';
import type { Env } from '../app/node/env.ts';
import { NAME } from '../app/outside/on-the-way.ts';
import { bracketed, parse, scanText } from '../gs1/index.ts';
import { phrase } from '../words/en/demo.ts';
import { type DemoDelivery, type DemoPack, type DemoProduct, demoFile } from './demo-files.ts';
import { Play, played, withDigit } from './demo-play.ts';
import { commandLine, words } from './demo-run.ts';
import type { Registered } from './listed.ts';

const HILL = withDigit('950600010003');
const LAKESIDE = {
  prefix: '9521321',
  gln: withDigit('952132100011'),
  name: 'Lakeside Wholesale',
  street: '1 Lake Road',
  city: 'Madison',
};
const RIVER = {
  prefix: '9521567',
  gln: withDigit('952156700011'),
  name: 'River Supply',
  street: '88 Mill Street',
  city: 'Dubuque',
};
const HILL_PHARMACY = { gln: HILL, name: 'Hill Pharmacy', street: '5 Hill Street', city: 'Madison' };
const PHARMACY = 'hill';

/** US products: the NDC stands in the GTIN. */
const AMOXIL: DemoProduct = {
  gtin: withDigit('0030904123456'),
  name: 'Amoxil',
  strength: '500 mg',
  form: 'capsule',
  size: '30 capsules',
  ndc: '0904-1234-56',
};
const STATIN: DemoProduct = {
  gtin: withDigit('0030904567812'),
  name: 'Simvastatin',
  strength: '20 mg',
  form: 'tablet',
  size: '90 tablets',
  ndc: '0904-5678-12',
};
const MAKER = '0309041';
const LOT = 'LKS-2611';
/** The lot on the packs of the faulty file, and the one that it says: two digits changed places. */
const RIGHT = 'RVR-2617';
const WRONG = 'RVR-2671';

const DAY = 86_400_000;
/** For the progress alone. */
const STEPS = 19;

/**
 * Plays it in `folder`, which is left behind.
 * @throws cannot-create (73) where the folder exists and is not empty
 */
export function playOutside(folder: string, env: Env, commands: readonly Registered[]): ReturnType<typeof played> {
  return played(folder, new Outside(folder, env, commands));
}

class Outside extends Play {
  protected readonly expected = STEPS;
  readonly #today = this.env.clock();
  readonly #expiry = `${new Date(this.#today).getUTCFullYear() + 3}-06-30`;
  readonly #good = this.path('lakeside-4711.xml');
  readonly #faulty = this.path('river-88.xml');
  #document = '';

  async play(): Promise<void> {
    await this.#begin();
    await this.#takeGood();
    await this.#receive();
    await this.#takeFaulty();
    await this.#answer();
  }

  next(): readonly string[] {
    const at = (line: readonly string[]) => commandLine(['--home', this.path(PHARMACY), ...this.moment, ...line]);
    return [
      at(words`epcis documents`),
      at(words`verify ${this.#scan(this.#pack('K7M2Q9X4'))}`),
      at(words`dscsa trace ${LOT}`),
      at(words`incoming`),
      at(words`status`),
    ];
  }

  #run(title: string, expected: number, line: readonly string[]): Promise<Record<string, unknown>> {
    return this.run(title, PHARMACY, expected, line);
  }

  #pack(serial: string): DemoPack {
    return { gtin: AMOXIL.gtin, serial, lot: LOT, expiry: this.#expiry };
  }

  #other(serial: string): DemoPack {
    return { gtin: STATIN.gtin, serial, lot: RIGHT, expiry: this.#expiry };
  }

  #scan(pack: DemoPack): string {
    return bracketed(parse(scanText(pack)).elements);
  }

  async #write(file: string, delivery: Omit<DemoDelivery, 'to' | 'at'>): Promise<void> {
    writeFileSync(file, await demoFile({ ...delivery, to: HILL, at: this.#today - DAY }), { mode: 0o600 });
  }

  async #begin(): Promise<void> {
    const who = words`--name ${'Hill Pharmacy'} --gln ${HILL} --contact ${'+1 555 0100'}`;
    await this.#run(phrase('alone-begins'), 0, words`init ${who} --alone --role dispenser --test`);
    const until = `${new Date(this.#today).getUTCFullYear() + 2}-12-31`;
    await this.#run(phrase('names-wholesaler'), 0, this.#believes(LAKESIDE, until));
  }

  #believes({ gln, name }: typeof LAKESIDE, until: string): readonly string[] {
    return words`outside set ${gln} --name ${name} --trust trusted --licence WDA-4711 --until ${until}`;
  }

  async #takeGood(): Promise<void> {
    const packs = ['K7M2Q9X4', 'K7M2Q9X5', 'K7M2Q9X6'].map((serial) => this.#pack(serial));
    await this.#write(this.#good, {
      from: LAKESIDE.gln,
      despatch: 'DA-4711',
      made: packs,
      shipped: packs,
      into: withDigit(`0${LAKESIDE.prefix}000000041`),
      product: AMOXIL,
      places: [LAKESIDE, HILL_PHARMACY],
      prefixes: [MAKER, LAKESIDE.prefix, HILL.slice(0, 7)],
    });
    await this.#run(phrase('checks-good'), 0, words`epcis check ${this.#good}`);
    const { document } = await this.#run(phrase('takes-good'), 0, words`epcis import ${this.#good}`);
    this.#document = String(document).slice(0, NAME);
    await this.#run(phrase('goods-coming'), 0, words`incoming`);
  }

  async #receive(): Promise<void> {
    const [here, missing, extra] = ['K7M2Q9X4', 'K7M2Q9X6', 'T3W8N5R1'].map((serial) => this.#scan(this.#pack(serial)));
    await this.#run(phrase('scans-announced'), 0, words`verify ${here ?? ''}`);
    await this.#run(phrase('scans-unannounced'), 19, words`verify ${extra ?? ''}`);
    const line = words`receive ${this.#document} ${extra ?? ''} --missing ${missing ?? ''}`;
    await this.#run(phrase('receives-against'), 20, line);
  }

  async #takeFaulty(): Promise<void> {
    const [first, second, third] = ['B4H6J2L8', 'B4H6J2L9', 'B4H6J2M1'].map((serial) => this.#other(serial));
    if (first === undefined || second === undefined || third === undefined) return;
    await this.#write(this.#faulty, {
      from: RIVER.gln,
      despatch: 'RS-88',
      made: [first, second],
      lotSaid: WRONG,
      shipped: [first, second, third],
      product: STATIN,
      places: [RIVER, HILL_PHARMACY],
      prefixes: [MAKER, RIVER.prefix, HILL.slice(0, 7)],
    });
    const until = `${new Date(this.#today).getUTCFullYear() + 1}-12-31`;
    await this.#run(phrase('names-second'), 0, this.#believes(RIVER, until));
    await this.#run(phrase('checks-faulty'), 20, words`epcis check ${this.#faulty}`);
    const { document } = await this.#run(phrase('takes-faulty'), 20, words`epcis import ${this.#faulty}`);
    await this.#run(phrase('scans-other-lot'), 19, words`verify ${this.#scan(first)}`);
    await this.#run(phrase('complains'), 0, words`epcis complain ${String(document).slice(0, NAME)}`);
  }

  async #answer(): Promise<void> {
    const asked = words`dscsa trace ${LOT} --for ${'Board of Pharmacy'} --ref BOP-117`;
    await this.#run(phrase('inspector-asks'), 0, words`${asked} -o ${this.path('answer.html')}`);
    await this.#run(phrase('requests-logged'), 0, words`dscsa requests`);
    await this.#run(phrase('documents-kept'), 0, words`epcis documents`);
    await this.#run(phrase('chain-of-it'), 0, words`log --type document`);
    await this.#run(phrase('checks-all'), 0, words`audit`);
  }
}
