// Several bundle files in one call: their order does not matter.
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importSet } from '../../src/app/exchange/import-set.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { PedigreeError } from '../../src/errors.ts';
import { HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

/** Files of one network, each useless to who does not have those before it. */
const CHAINED = ['founder', 'party', 'more'] as const;

describe('files of which one needs another', () => {
  let net: Network;
  let made = 0;
  const file = (name: string) => net.path(`${name}.pedigree`);

  beforeAll(async () => {
    net = makeNetwork();
    await net.found();
    await net.init('midway', { ...MIDWAY, network: net.path('agency.card'), contact: 'desk' });
    const { chain } = await net.at('midway', (home) => writeCard(home, net.path('midway.card')));
    await net.at('agency', (home) =>
      accredit(home, { who: net.path('midway.card'), roles: ['regulator'], prefixes: [], gtins: [] }),
    );
    await net.carry('agency', 'midway');
    await net.init('hill', { ...HILL, network: net.path('agency.card'), contact: 'desk' });
    const hill = await net.at('hill', (home) => writeCard(home, net.path('hill.card')));
    await net.at('midway', (home) =>
      accredit(home, { who: net.path('hill.card'), roles: ['dispenser'], prefixes: [], gtins: [] }),
    );
    const { chain: agency } = await net.at('agency', (home) => home.self);
    await net.at('agency', (home) => writeBundle(home.ledger, file('founder'), { chains: [agency] }));
    await net.at('midway', (home) => writeBundle(home.ledger, file('party'), { chains: [chain] }));
    await net.at('hill', (home) => writeBundle(home.ledger, file('more'), { chains: [hill.chain] }));
  });
  afterAll(() => net.remove());

  /** What a fresh observer has after these files, and what each of them said. */
  async function taken(names: readonly string[]) {
    const home = `fresh${++made}`;
    await net.init(home, { name: 'Fresh', gln: '9506000100050', network: net.path('agency.card') });
    return net.at(home, async (at: Home) => {
      const answers = [];
      const files = names.map((name) => async () => ({ path: file(name), named: name }));
      for await (const answer of importSet(at, files)) answers.push(answer);
      const sizes = at.ledger.read((view) =>
        view
          .chains()
          .filter(({ chain }) => chain !== at.self.chain)
          .map(({ chain, size }) => `${chain} ${size}`)
          .sort(),
      );
      return { answers, sizes };
    });
  }

  const ORDERS = CHAINED.flatMap((a) =>
    CHAINED.filter((b) => b !== a).map((b) => [a, b, CHAINED.find((c) => c !== a && c !== b) ?? a] as const),
  );

  test.each(ORDERS)('are taken in whole as %s, %s, %s, and each is answered in its place', async (...names) => {
    const { answers, sizes } = await taken(names);
    const right = await taken(CHAINED);
    expect(sizes).toEqual(right.sizes);
    expect(answers.map((answer) => (answer instanceof PedigreeError ? answer.code : answer.file))).toEqual(names);
    for (const answer of answers)
      expect(answer).toMatchObject({ exit: 0, setAside: [], ending: 'whole', warnings: [] });
    const told = answers.flatMap((answer) => (answer instanceof PedigreeError ? [] : [answer.events]));
    const wanted = right.answers.flatMap((answer) => (answer instanceof PedigreeError ? [] : [answer.events]));
    const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
    expect(sum(told)).toBe(sum(wanted));
  });

  test('are taken although one between them is damaged or missing, and what still waits is named', async () => {
    writeFileSync(file('damaged'), 'no bundle');
    rmSync(file('nowhere'), { force: true });
    const { answers } = await taken(['more', 'damaged', 'party', 'nowhere', 'founder']);
    expect(answers).toMatchObject([
      { setAside: [] },
      { code: 'bad-bundle' },
      { setAside: [] },
      { code: 'no-such-file' },
      { setAside: [] },
    ]);
    const lacking = await taken(['more', 'founder']);
    expect(lacking.answers).toMatchObject([{ setAside: [{ why: 'not-accredited' }] }, { setAside: [] }]);
  });
});
