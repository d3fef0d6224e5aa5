// What is not known here: every command that takes an item says of it what `verify` says, and accuses nobody of missing news.

import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLabel } from '../../src/app/labels/label-check.ts';
import type { Home } from '../../src/app/node/home.ts';
import { scanSession } from '../../src/app/sessions/session.ts';
import type { Mode } from '../../src/app/sessions/session-request.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { found, missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { report } from '../../src/app/verdict/report.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { PedigreeError } from '../../src/errors.ts';
import { elementString, parse } from '../../src/gs1/index.ts';
import { dataMatrixPng } from '../../src/label/data-matrix.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text as sessionText } from '../../src/ui/text/scan.ts';
import { GTIN, LOT, makeWorld, OTHER_GTIN, type Who, type World } from './goods-world.ts';
import { MIDWAY } from './network.ts';

/** What a command says of an item: how it ends, for which reason, in which words. */
interface Said {
  readonly exit: number;
  readonly code: string;
  readonly text: string;
}

/** A command with the item that is not known here; `known` is an item and a shipment of which nothing is wrong. */
type Command = (home: Home, item: string, known: { readonly item: string; readonly sscc: string }) => unknown;

const COMMANDS: Readonly<Record<string, Command>> = {
  receive: (home, item) => receive(home, { items: [item] }),
  'receive --missing': (home, item) => receive(home, { items: ['COMING'], missing: [item] }),
  ship: (home, item) => ship(home, { to: MIDWAY.gln, items: [item] }),
  'ship, with others': (home, item, known) => ship(home, { to: MIDWAY.gln, items: [known.item, item] }),
  return: (home, item) => ship(home, { to: MIDWAY.gln, items: [item], reason: 'damaged' }),
  void: (home, item) => voidShipment(home, { items: [item], reason: 'wrong' }),
  quarantine: (home, item) => quarantine(home, { items: [item], reason: 'suspect' }),
  release: (home, item) => release(home, { items: [item] }),
  decommission: (home, item) => decommission(home, { items: [item], reason: 'damaged' }),
  reinstate: (home, item) => reinstate(home, { items: [item], reason: 'not taken', notSupplied: true }),
  missing: (home, item) => missing(home, { items: [item] }),
  found: (home, item) => found(home, { items: [item] }),
  pack: (home, item) => pack(home, { into: 'new', items: [item] }),
  unpack: (home, item) => unpack(home, { items: [item] }),
  'unpack --from': (home, item, { sscc }) => unpack(home, { items: [item], from: sscc }),
  contents: (home, item) => contents(home, item),
};

const MODES: readonly Mode[] = ['verify', 'receive', 'ship', 'pack', 'dispense', 'stock-take'];

const KINDS = {
  'a maker outside the network': [19, 'unknown-product'],
  'a lot that has not come': [19, 'unknown-lot'],
  'a lot that has not come, which is past its date': [19, 'unknown-lot'],
  'a serial that was never made': [11, 'unknown-item'],
  'a pack of which pages are missing': [19, 'incomplete-knowledge'],
} as const;
type Kind = keyof typeof KINDS;
const PAST: Kind = 'a lot that has not come, which is past its date';

describe('an item that is not known here', () => {
  let world: World;
  let known: { readonly item: string; readonly sscc: string };
  const items = new Map<Kind, string>();
  const verdicts = new Map<Kind, Said>();

  beforeAll(async () => {
    world = await makeWorld();
    const { scans, ssccs = [] } = await world.mint({ count: 4, caseOf: 2 });
    const { scans: loose } = await world.mint({ count: 2, lot: 'LOOSE1' });
    const { scans: paged } = await world.mint({ count: 600, gtin: OTHER_GTIN, lot: 'PAGED1' });
    const [sscc = ''] = ssccs;
    const [item = '', coming = ''] = loose;
    expect(scans).toHaveLength(4);
    known = { item, sscc };
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: [item, sscc] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: [coming], despatch: 'COMING' }));
    await world.share();
    for (const who of ['hill', 'agency'] as const) await world.as(who, forgetPages);
    items.set('a maker outside the network', '(01)05901234123457(21)X1Y2Z3(17)280630(10)FAR1');
    items.set('a lot that has not come', `(01)${GTIN}(21)X1Y2Z3(17)280630(10)NEW1`);
    items.set('a lot that has not come, which is past its date', `(01)${GTIN}(21)X1Y2Z3(17)240630(10)NEW1`);
    items.set('a serial that was never made', `(01)${GTIN}(21)X1Y2Z3(17)280630(10)${LOT}`);
    items.set('a pack of which pages are missing', paged[0] ?? '');
    for (const [kind, scan] of items) verdicts.set(kind, await verified('hill', scan));
  });
  afterAll(() => world.remove());

  function forgetPages(home: Home): void {
    const lost = home.ledger.read((view) =>
      [...view.lots(OTHER_GTIN)].flatMap(({ chain, branch, leaf: { seq } }) =>
        [...view.leaves(chain, branch, seq, seq + 1)].flatMap(({ bytes }) => view.attachments(bytes)),
      ),
    );
    expect(lost).not.toHaveLength(0);
    for (const attachment of lost) home.ledger.forgetPages(attachment);
  }

  /** What `verify` says, but for what is no hindrance to a deed: that the label is past its date. */
  async function verified(who: Who, scan: string): Promise<Said> {
    const options = { strict: false, at: undefined, maxAge: undefined };
    for await (const { data, exit = 0 } of verifyScans(world.env(who), [scan], options)) {
      const told = 'reasons' in data ? data.reasons.find(({ code }) => code !== 'expired') : undefined;
      return { exit: told?.exit ?? exit, code: told?.code ?? '', text: `${told?.text} ${told?.advice}` };
    }
    throw new Error('verify said nothing');
  }

  async function said(who: Who, command: Command, scan: string): Promise<Said> {
    const error = await world.as(who, async (home) => {
      try {
        await command(home, scan, known);
      } catch (thrown) {
        if (thrown instanceof PedigreeError) return thrown;
        throw thrown;
      }
      throw new Error('it was taken');
    });
    const [line] = (error.detail?.items ?? []) as readonly { readonly code: string; readonly reason: string }[];
    return { exit: error.exit, code: line?.code ?? '', text: `${line?.reason} ${error.hint}` };
  }

  describe.each(Object.keys(KINDS) as Kind[])('%s', (kind) => {
    const [exit, code] = KINDS[kind];
    const scan = () => items.get(kind) ?? '';
    const verdict = () => verdicts.get(kind);

    test('verify', () => {
      expect(verdict()).toMatchObject({ exit, code });
      if (exit === 19) expect(verdict()?.text).toContain('Not a sign of a fake');
    });

    test.each(Object.keys(COMMANDS))('%s', async (name) => {
      const command = COMMANDS[name];
      if (command === undefined) throw new Error(name);
      const answer = await said('hill', command, scan());
      // What may not go to anybody is told first.
      if (kind === PAST && name.startsWith('ship')) return expect(answer).toMatchObject({ exit: 13, code: 'expired' });
      expect(answer).toEqual(verdict());
    });

    test.each(['quarantine', 'release'])('%s by a regulator', async (name) => {
      const command = COMMANDS[name];
      if (command === undefined) throw new Error(name);
      expect(await said('agency', command, scan())).toEqual(verdict());
    });

    test('dispense', async () => {
      const { lines } = await world.as('hill', (home) => dispense(home, [scan()]));
      const [line] = lines;
      if (line === undefined || !('verdict' in line)) throw new Error('no verdict');
      expect(line.verdict?.reasons).toContainEqual(expect.objectContaining({ exit, code }));
      expect(line).toMatchObject({ result: 'refused' });
    });

    test('trace', async () => {
      const { data, exit: end } = await traceScan(world.env('hill'), scan());
      const [reason] = data.reasons ?? [];
      expect({ exit: end, code: reason?.code, text: `${reason?.text} ${reason?.advice}` }).toEqual(verdict());
    });

    test('label check', async () => {
      const picture = world.path('label.png');
      writeFileSync(picture, await dataMatrixPng(elementString(parse(scan()).elements)));
      const { exit: end, symbols } = await checkLabel(world.env('hill'), picture);
      expect(symbols[0]?.verdict?.reasons).toContainEqual(expect.objectContaining({ exit, code }));
      expect(end).toBe(kind === PAST ? 13 : exit);
    });

    test('report is recorded, and where only news is missing it says so', async () => {
      const { data } = await report(world.env('hill'), scan(), { as: 'suspect', note: 'blurred print' });
      expect(data.warnings).toEqual(exit === 19 ? [verdict()?.text.replace(' Not', '. Not')] : []);
      expect(data.event).toMatch(/\/\d+$/);
    });

    test.each(MODES)('a session that is to %s', async (mode) => {
      const request = {
        mode,
        ...(mode === 'ship' ? { to: MIDWAY.gln } : {}),
        ...(mode === 'pack' ? { into: 'new' } : {}),
      };
      const stdin = async function* () {
        yield Buffer.from(`${scan()}\n`);
      };
      for await (const line of scanSession(world.env('hill'), request, {
        strict: false,
        lines: () => scansOf(['-'], stdin),
      })) {
        if (line.data.kind !== 'scan') continue;
        expect(line.data.item).toMatchObject({ serial: expect.any(String) });
        expect(line).toMatchObject(kind === PAST ? { exit: 13 } : { exit, data: { code } });
        if (kind !== PAST) expect(`${line.data.text} ${line.data.advice}`).toBe(verdict()?.text);
        return;
      }
      throw new Error('the session said nothing');
    });
  });

  test.each(MODES)(
    'a container that no delivery names, in a session that is to %s, is told by its SSCC',
    async (mode) => {
      const request = {
        mode,
        ...(mode === 'ship' ? { to: MIDWAY.gln } : {}),
        ...(mode === 'pack' ? { into: 'new' } : {}),
      };
      const stdin = async function* () {
        yield Buffer.from('(00)095060001343520017\n');
      };
      for await (const line of scanSession(world.env('hill'), request, {
        strict: false,
        lines: () => scansOf(['-'], stdin),
      })) {
        if (line.data.kind !== 'scan') continue;
        expect(line).toMatchObject({ exit: 19, data: { status: 'unknown', item: { sscc: '095060001343520017' } } });
        const shown = sessionText(line.data, plainStyle(), { exit: 19 });
        expect(shown.split('\n')[0]).toBe('CANNOT TELL  SSCC 095060001343520017');
        return;
      }
      throw new Error('the session said nothing');
    },
  );

  test('an SSCC that was typed wrong is said to be one, by whatever takes it', async () => {
    const scan = '095060001343520016';
    const wrong = { code: 'not-gs1', message: 'not an SSCC: its check digit is wrong' };
    const options = { strict: false, at: undefined, maxAge: undefined };
    for await (const { error } of verifyScans(world.env('hill'), [scan], options)) {
      expect(error).toMatchObject(wrong);
    }
    await expect(traceScan(world.env('hill'), scan)).rejects.toMatchObject(wrong);
    await expect(world.as('hill', (home) => contents(home, scan))).rejects.toMatchObject(wrong);
    await expect(report(world.env('hill'), scan, { as: 'suspect', note: 'x' })).rejects.toMatchObject(wrong);
  });
});
