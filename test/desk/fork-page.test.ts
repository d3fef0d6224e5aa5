// A fork on the page: two signed checkpoints side by side, as a picture and in the same words, and the proof as a file.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEnv } from '../../src/app/node/env.ts';
import { openHome } from '../../src/app/node/home.ts';
import { readCheckpoint } from '../../src/chain/checkpoint.ts';
import { copyFolder } from '../copy-folder.ts';
import { describeGiven } from '../left-out.ts';
import { Party } from '../scenarios/world.ts';
import { CHROMIUM, goTo, lookedOver } from './browser.ts';
import { type DeskPage, deskPage } from './desk-page.ts';

describeGiven('chromium', CHROMIUM, 'a fork on the page', (path) => {
  let { world, desk, page, close } = {} as DeskPage;

  beforeAll(async () => {
    ({ world, desk, page, close } = await deskPage(path, {
      before: async ({ A, H, tell }) => {
        const copy = `${A.home}-copy`;
        copyFolder(A.home, copy);
        const home = openHome(makeEnv({ home: copy }));
        home.ledger.confirmHead();
        home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
          tx.add({ type: 'profile', public: { contact: 'the copy' } }),
        );
        home.close();
        const elsewhere = new Party(A.name, A.gln, copy);
        const named = ['product', 'set', '--gtin', '09506000134369', '--name'];
        await A.expect(0, ...named, 'Ramipril one');
        await A.expect(0, ...named, 'Ramipril two');
        await tell(A, H);
        await elsewhere.expect(0, 'export', `${copy}.news`);
        await H.run('import', `${copy}.news`);
      },
    }));
  }, 240_000);
  afterAll(() => close());

  test('both checkpoints stand side by side, and the picture says the same as the words', async () => {
    const { json } = await world.H.expect(0, 'parties');
    const { forks, chains } = json.parties.find(({ name }: { name: string }) => name === 'Acme Pharma');
    expect(forks).toHaveLength(1);
    const [{ index, sides }] = forks;
    const notes = sides.map(({ note }: { note: string }) => readCheckpoint(note));
    expect(notes.map(({ chain }: { chain: string }) => chain)).toEqual([chains[0], chains[0]]);
    expect(sides.map(({ size }: { size: number }) => size)).toEqual([index + 2, index + 1]);
    expect(sides[0].leaf).not.toBe(sides[1].leaf);
    await goTo(page, `${desk.url}#parties`);
    const said = await page.locator('.fork svg').getAttribute('aria-label');
    const words = await page.locator('.fork p').first().innerText();
    expect(said).toBe(words);
    expect(words).toContain(`part at event ${index}.`);
    for (const { root } of sides) {
      expect(words).toContain(root.slice(0, 16));
      await expect.poll(() => page.locator('.sides').innerText()).toContain(root);
    }
    expect(await lookedOver(page, 'fork')).toEqual([]);
  });

  test('the proof that is saved has both notes as they were signed', async () => {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Save the proof' }).click(),
    ]);
    const proof = JSON.parse(readFileSync(await saved.path(), 'utf8'));
    const { json } = await world.H.expect(0, 'parties');
    const [{ sides }] = json.parties.find(({ name }: { name: string }) => name === 'Acme Pharma').forks;
    expect(proof.notes).toEqual(sides.map(({ note }: { note: string }) => note));
  });
});
