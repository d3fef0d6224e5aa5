// What is printed is what is meant: what a recall means for each party, and what a filter leaves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GTIN_A, type Party, run, type World, world } from './world.ts';

/** What a command prints, without colours, for a person. */
async function printed(party: Party, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(['--home', party.home, ...args]);
  return stdout;
}

describe('a recall', () => {
  let w: World;
  let kase = '';
  let packs: readonly string[] = [];
  let recall = '';
  const heard = new Map<Party, string>();

  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    await w.sync();
    await w.A.expect(0, 'product', 'set', '--gtin', GTIN_A, '--name', 'Amoxil', '--strength', '500 mg');
    packs = await w.mint(13, { lot: 'RC' });
    kase = (await w.A.expect(0, 'pack', '--into', 'new', ...packs.slice(0, 6))).json.container;
    await w.A.expect(0, 'ship', '--to', w.M.gln, kase, ...packs.slice(6, 12));
    await w.sync();
    await w.M.expect(0, 'receive', '--all');
    await w.M.expect(0, 'ship', '--to', w.C.gln, ...packs.slice(9, 12));
    await w.sync();
    await w.C.expect(0, 'receive', '--all');
    await w.C.expect(0, 'dispense', packs[9] ?? '');
    await w.C.expect(0, 'quarantine', '--reason', 'damaged', packs[10] ?? '');
    await w.A.expect(0, 'ship', '--to', w.C.gln, packs[12] ?? '');
    await w.sync();
    const what = ['--gtin', GTIN_A, '--lot', 'RC', '--confirm', 'RC', '--class', '1', '--reason', 'glass'];
    recall = (await w.A.expect(0, 'recall', 'issue', ...what, '--number', 'FMD-7')).json.recall;
    const file = w.path('recall.pedigree');
    await w.A.expect(0, 'export', file);
    for (const party of [w.M, w.C, w.H, w.R]) heard.set(party, await printed(party, 'import', file));
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test.each([
    ['M', ['RECALL 1  you hold 9 packs (2 places), sent on 3 to 1 party', `          where: 6 in `, '3 loose']],
    ['C', ['RECALL 1  you hold 2 packs (1 place), dispensed 1, on the way here 1', 'in quarantine 1']],
    ['H', ['RECALL 1  none of it was ever here: there is nothing to do']],
    ['R', ['RECALL 1  you hold no goods: there is nothing to do here']],
  ] as const)('tells %s first what it has, in the news, the list and the status', async (key, wanted) => {
    const party = w[key];
    const answers = key === 'M' || key === 'C';
    const list = await printed(party, 'recall', 'list');
    const show = await printed(party, 'recall', 'show', 'FMD-7');
    for (const said of [heard.get(party) ?? '', list]) {
      for (const words of wanted) expect(said).toContain(words);
      expect(said).toContain(`Amoxil 500 mg (${GTIN_A}), lot RC`);
      expect(said.includes('pedigree recall respond FMD-7')).toBe(answers);
    }
    expect(show).toContain(wanted[0].replace('RECALL 1  ', ''));
    expect(show.includes('next: pedigree recall respond')).toBe(answers);
    expect((await printed(party, 'status')).includes(wanted[0])).toBe(answers);
  });

  test('has its counts in the answers for scripts too', async () => {
    const { json } = await w.M.expect(0, 'recall', 'list');
    expect(json.recalls[0].here).toMatchObject({
      mayHold: true,
      answered: false,
      counts: { held: 9, sentOn: 3, received: 12 },
      places: [{ within: kase, packs: 6 }, { packs: 3 }],
      sentTo: [w.C.name],
    });
    expect((await w.A.expect(0, 'recall', 'show', recall)).json.recall.here).toMatchObject({ own: true });
    expect((await w.M.expect(0, 'status')).json.recalls).toMatchObject([
      { number: 'FMD-7', here: { answered: false } },
    ]);
  });

  test('that is answered asks for nothing more, and that was taken back neither', async () => {
    await w.M.expect(0, 'recall', 'respond', 'FMD-7');
    const said = await printed(w.M, 'recall', 'list');
    expect(said).toContain('in quarantine 9');
    expect(said).not.toContain('recall respond');
    expect(await printed(w.M, 'recall', 'respond', 'FMD-7')).toContain('in quarantine        9');
  });
});
