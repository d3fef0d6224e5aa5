// What is printed is what is meant: what a recall means for each party, and what a filter leaves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandsIn } from '../../src/ui/command-lines.ts';
import { main } from '../../src/ui/main.ts';
import { GTIN_A, type Party, run, type World, world } from './world.ts';

/** What a command prints, without colours, for a person. */
async function printed(party: Party, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(['--home', party.home, ...args]);
  return stdout;
}

/** The same on a terminal of so many columns. */
async function printedAt(columns: number, party: Party, ...args: readonly string[]): Promise<string> {
  let stdout = '';
  await main(args, {
    write: (text) => {
      stdout += text;
    },
    talk: () => {},
    outIsTerminal: true,
    talkIsTerminal: false,
    inIsTerminal: false,
    columns,
    environment: { NO_COLOR: '1', PEDIGREE_HOME: party.home },
    stdin: async function* () {},
  });
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

describe('the life and the papers of goods', () => {
  let w: World;
  let kase = '';
  let pallet = '';
  let shipment = '';
  let packs: readonly string[] = [];

  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    await w.sync();
    await w.A.expect(
      0,
      'product',
      'set',
      '--gtin',
      GTIN_A,
      '--name',
      'Amoxil',
      '--strength',
      '500 mg',
      '--form',
      'gel',
    );
    packs = await w.mint(6, { lot: 'TR' });
    kase = (await w.A.expect(0, 'pack', '--into', 'new', ...packs.slice(0, 4))).json.container;
    await w.A.expect(0, 'unpack', '--from', kase, packs[3] ?? '');
    pallet = (await w.A.expect(0, 'pack', '--into', 'new', kase)).json.container;
    const papers = ['--despatch', 'DA-4711'];
    shipment = (await w.A.expect(0, 'ship', '--to', w.C.gln, ...papers, pallet, packs[4] ?? '')).json.shipment;
    await w.sync();
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('a shipment shows what it holds on the way, and what it held once it was received and opened', async () => {
    const before = (await w.C.expect(0, 'contents', 'DA-4711')).json;
    expect(before).toMatchObject({ packs: 4, shipment: { state: 'on-the-way', onTheWay: 4, despatch: 'DA-4711' } });
    await w.C.expect(0, 'receive', shipment);
    await w.C.expect(0, 'unpack', pallet);
    await w.C.expect(0, 'dispense', packs[0] ?? '', '--ref', 'RX-17', '--note', 'by bicycle');
    const after = (await w.C.expect(0, 'contents', shipment)).json;
    expect(after).toMatchObject({
      packs: 4,
      lots: [{ lot: 'TR', packs: 4, strength: '500 mg', form: 'gel' }],
      shipment: { state: 'received', onTheWay: 0, fromName: w.A.name, toName: w.C.name },
    });
    const shown = await printed(w.C, 'contents', shipment);
    expect(shown.split('\n')[0]).toMatch(/^from Acme to Corner Pharmacy, sent [-\d]+ [:\d]+: received [-\d]+ [:\d]+/);
    expect(shown).toContain(`  ${pallet}  3 packs  received`);
    expect(shown).toContain(`    ${kase}  3 packs`);
    expect(shown).toContain(`4 packs of Amoxil 500 mg gel (${GTIN_A}), lot TR`);
    expect((await w.C.expect(0, 'contents', pallet)).json.packs).toBe(0);
  });

  test('a delivery that comes, and one that is refused, name the command that goes on, and it runs', async () => {
    const [one = '', other = ''] = (await w.mint(2, { lot: 'RF' })) ?? [];
    const ids: string[] = [];
    for (const item of [one, other]) ids.push((await w.A.expect(0, 'ship', '--to', w.C.gln, item)).json.shipment);
    await w.sync();
    const shown = await printed(w.C, 'incoming');
    for (const id of ids) expect(shown).toContain(`next: pedigree receive ${id}`);
    const [first = ''] = ids;
    const said = await printed(w.C, 'refuse', first, '--reason', 'wet');
    const [from, to] = commandsIn(said).at(-1) ?? [0, 0];
    const command = said.slice(from, to).replaceAll(/\\\n */g, '');
    expect(command).toBe(`pedigree void ${first} --reason refused`);
    await w.sync();
    await w.A.expect(0, ...command.split(' ').slice(1));
    await w.A.expect(0, 'void', ids[1] ?? '', '--reason', 'left behind');
    await w.sync();
  });

  test('a trace tells the party that supplied it its own reference, and nobody else', async () => {
    await w.sync();
    const own = (await w.C.expect(0, 'trace', packs[0] ?? '')).json;
    expect(own.steps.at(-1)).toMatchObject({ type: 'dispense', ref: 'RX-17', note: 'by bicycle' });
    expect(own.steps.find((step: { type: string }) => step.type === 'ship')).toMatchObject({ despatch: 'DA-4711' });
    const shown = await printed(w.C, 'trace', packs[0] ?? '');
    expect(shown).toContain('reference RX-17');
    const { json } = await w.A.expect(0, 'trace', packs[0] ?? '');
    expect(JSON.stringify(json)).not.toMatch(/RX-17|bicycle/);
  });

  test('a trace names the receiver however narrow the terminal', async () => {
    for (const columns of [20, 40, 60, 80, 200]) {
      const shown = await printedAt(columns, w.A, 'trace', packs[4] ?? '');
      expect(shown.replace(/\s+/g, ' '), `${columns} columns`).toContain('Corner Pharmacy');
      for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 40));
    }
  });

  test('recalls of a pack are part of its life, and that they were taken back too', async () => {
    const issue = ['recall', 'issue', '--gtin', GTIN_A, '--lot', 'TR', '--confirm', 'TR', '--reason', 'glass'];
    const { recall } = (await w.A.expect(0, ...issue, '--class', '2', '--number', 'N1')).json;
    const recalled = await printed(w.A, 'trace', packs[5] ?? '');
    expect(recalled).toMatch(/recalled +Acme/);
    expect(recalled).toContain('N1, class 2: glass');
    expect(recalled).toContain('now active at Acme, recalled');
    await w.A.expect(0, 'recall', 'rescind', recall, '--confirm', recall, '--reason', 'wrong lot');
    const { recalls } = (await w.A.expect(0, 'trace', packs[5] ?? '')).json;
    expect(recalls).toMatchObject([{ id: recall, class: 2, state: 'rescinded', end: { reason: 'wrong lot' } }]);
    const shown = await printed(w.A, 'trace', packs[5] ?? '');
    expect(shown).toMatch(/recalled +Acme[\s\S]+recall taken back +Acme/);
    expect(shown).not.toContain('Acme, recalled');
  });

  test('a filter that nothing passes is said, and is no empty shelf', async () => {
    expect(await printed(w.A, 'stock', '--lot', 'NONE')).toMatch(/^nothing of lot NONE is here/);
    expect(await printed(w.A, 'stock', '--expiring', '3')).toMatch(/^nothing here expires within 3 days/);
    expect((await w.A.expect(0, 'stock', '--lot', 'NONE')).json.filter).toEqual({ lot: 'NONE' });
    expect(await printed(w.A, 'log', '--type', 'dispens')).toMatch(
      /^no event of type dispens: here are \d+ events of open, profile/,
    );
    expect(await printed(w.H, 'stock')).toBe('nothing is here\n');
  });

  test('times are those of the zone that is set', async () => {
    const steps = (await w.A.expect(0, 'trace', packs[5] ?? '')).json.steps as { at: string }[];
    const at = Date.parse(steps[0]?.at ?? '');
    const said = (offset: number) => new Date(at + offset * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    await w.A.expect(0, 'config', 'set', 'zone', 'Asia/Tokyo');
    for (const line of [
      ['trace', packs[5] ?? ''],
      ['log', '--type', 'commission'],
    ])
      expect(await printed(w.A, ...line), line[0]).toContain(said(9));
    await w.A.expect(0, 'config', 'set', 'zone', 'UTC');
    expect(await printed(w.A, 'trace', packs[5] ?? '')).toContain(said(0));
  });
});
