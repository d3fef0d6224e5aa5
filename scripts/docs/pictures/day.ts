// The day that the pictures show: the parties of the demo in folders of their own, every line run by the program itself. Serials
// and moments are given, so that it is the same day whenever it is played.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pack, scanText } from '../../../src/gs1/index.ts';
import { dataMatrixPng } from '../../../src/label/data-matrix.ts';
import type { Io } from '../../../src/ui/io.ts';
import { main } from '../../../src/ui/main.ts';

/** The parties, in the order in which goods go. */
export const PARTIES = ['acme', 'midway', 'hill', 'agency'] as const;
export type PartyHere = (typeof PARTIES)[number];

export const PACK = { gtin: '09506000134352', lot: 'AMX-2611', expiry: '2029-11-30' } as const;
export const SERIALS = ['YQXDPG2WJM0R25E7', '7H7SXTV9A8PK2WRH', 'Z6MQRYKXK5R6FV16'] as const;
/** A serial that nobody ever made. */
const FAKE = 'FAKE000000000001';
/** A lot of which the pharmacy has not heard, and a serial in it. */
const LATE = { lot: 'AMX-2702', serial: 'M2T8V4WQ0XKC7H5D' } as const;

/** What the program answered. */
export interface Printed {
  readonly exit: number;
  readonly text: string;
}

/** Label pictures: a pack as it should be, one whose serial was never made, one of a lot that has not been heard of. */
export const JUDGED = ['pack-1.png', 'pack-4.png', 'pack-5.png'] as const;

export class PictureDay {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pedigree-pictures-'));
  #minute = 0;

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Plays it until the pharmacy has supplied one pack of three. */
  async play(): Promise<void> {
    await this.#found();
    const lot = ['--gtin', PACK.gtin, '--expiry', PACK.expiry] as const;
    writeFileSync(this.path('serials'), `${SERIALS.join('\n')}\n`);
    await this.#must(
      'acme',
      'product',
      'set',
      '--gtin',
      PACK.gtin,
      '--name',
      'Amoxicillin Acme',
      '--strength',
      '500 mg',
    );
    const minted = ['--count', String(SERIALS.length), '--serials', this.path('serials')];
    await this.#must('acme', 'mint', ...lot, '--lot', PACK.lot, ...minted);
    const scans = SERIALS.map((serial) => this.scan(serial));
    const seen = [...scans, this.scan(FAKE), this.scan(LATE.serial, LATE)];
    for (const [at, scan] of seen.entries()) {
      writeFileSync(this.path(`pack-${at + 1}.png`), await dataMatrixPng(scan.slice(']d2'.length)));
    }
    const { text } = await this.#must('acme', 'pack', '--into', 'new', ...scans, '--json');
    const { container } = JSON.parse(text) as { readonly container: string };
    await this.#must('acme', 'ship', '--to', 'Midway Wholesale', container);
    await this.#news('acme', 'midway');
    await this.#must('midway', 'receive', '--all');
    await this.#must('midway', 'ship', '--to', 'Hill Pharmacy', ...scans);
    await this.#news('midway', 'hill');
    await this.#must('hill', 'receive', '--all');
    await this.#must('hill', 'dispense', this.path('pack-2.png'));
    await this.#news('hill', 'acme', 'midway', 'agency');
  }

  /** What a scanner types of a pack of this day. */
  scan(serial: string, more: Partial<Pack> = {}): string {
    return scanText({ ...PACK, serial, ...more });
  }

  /** Runs a line in the folder of a party. */
  async run(party: PartyHere, ...words: readonly string[]): Promise<Printed> {
    let text = '';
    const io: Io = {
      write: (data) => {
        text += String(data);
      },
      talk: (talk) => {
        text += talk;
      },
      outIsTerminal: false,
      talkIsTerminal: false,
      inIsTerminal: false,
      environment: {
        PEDIGREE_HOME: this.path(party),
        LANG: 'C.UTF-8',
        NO_COLOR: '1',
        XDG_STATE_HOME: this.path('state'),
      },
      stdin: async function* () {},
    };
    const exit = await main([...words, '--now', this.#now()], io);
    return { exit, text };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #found(): Promise<void> {
    const card = this.path('agency.card');
    await this.#must('agency', 'init', '--name', 'Medicines Agency', '--gln', '9506000100012', '--regulator', '--test');
    await this.#must('agency', 'card', '-o', card);
    const join = async (party: PartyHere, name: string, gln: string, ...rights: readonly string[]) => {
      const phone = '+44 20 7946 0018';
      await this.#must(party, 'init', '--name', name, '--gln', gln, '--network', card, '--contact', phone, '--test');
      await this.#must(party, 'card', '-o', this.path(`${party}.card`));
      await this.#must('agency', 'accredit', this.path(`${party}.card`), ...rights);
    };
    await join('acme', 'Acme Pharma', '9506000100029', '--role', 'manufacturer', '--prefix', '9506000');
    await join('midway', 'Midway Wholesale', '9506000100036', '--role', 'distributor');
    await join('hill', 'Hill Pharmacy', '9506000100043', '--role', 'dispenser');
    await this.#news('agency', 'acme', 'midway', 'hill');
  }

  /** All that one knows goes to others as a file. */
  async #news(from: PartyHere, ...to: readonly PartyHere[]): Promise<void> {
    const file = this.path('news.pedigree');
    await this.#must(from, 'export', file);
    for (const party of to) await this.#must(party, 'import', file);
  }

  /** @throws Error where it did not end well: then the pictures would show something else than they say */
  async #must(party: PartyHere, ...words: readonly string[]): Promise<Printed> {
    const printed = await this.run(party, ...words);
    if (printed.exit === 0) return printed;
    throw new Error(`${party}: pedigree ${words.join(' ')}: exit ${printed.exit}\n${printed.text}`);
  }

  /** Each line a minute after the one before it. */
  #now(): string {
    this.#minute += 1;
    return new Date(Date.UTC(2026, 10, 30, 9, this.#minute)).toISOString();
  }
}
