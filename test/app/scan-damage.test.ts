// What a scanner did to the code of a pack that is known never makes it a suspect; a real fake stays one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import { GS } from '../../src/gs1/index.ts';
import { swapCase, swapYZ } from '../../src/gs1/keyboard.ts';
import { makeWorld, type World } from './goods-world.ts';

describe('codes that came through a scanner changed', () => {
  let world: World;
  let scan: string;
  let others: string;
  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ lot: 'ZY7Q1A', count: 3 });
    await world.mint({ lot: 'ZY7', count: 1 });
    scan = scans[0] ?? '';
    others = scans[1] ?? '';
    await world.share();
  });
  afterAll(() => world.remove());

  /** Exit, codes and cause of a verdict at the pharmacy. */
  const verdict = async (text: string): Promise<readonly unknown[]> =>
    await world.as('hill', async (home) => {
      for await (const { exit, error, data } of verifyScans(home.env, [text], { strict: false })) {
        if (error instanceof PedigreeError) return [error.exit, error.message];
        if ('reasons' in data)
          return [exit, data.reasons.map(({ code }) => code).filter((code) => MISMATCH.test(code))];
      }
      return [];
    });
  const MISMATCH = /^(unknown|lot|expiry|scan)/;
  const parts = (): readonly [head: string, expiry: string, lot: string, serial: string] => {
    const [main = '', serial = ''] = scan.split(GS);
    return [main.slice(3, 19), main.slice(19, 27), main.slice(27), serial];
  };

  test('are settled on the pack: y and z, caps lock, letters of one case, lost separators', async () => {
    const damaged = [swapYZ(scan), swapCase(scan), swapCase(scan.slice(3)), scan.toLowerCase(), scan.replace(GS, '')];
    for (const text of damaged) expect([text, (await verdict(text))[0]]).toEqual([text, 14]);
    expect(await verdict(scan)).toEqual([14, []]);
  });

  test('a code that was cut off within the lot is scanned again; the whole name of another lot is not', async () => {
    const [head, expiry, lot, serial] = parts();
    const cut = (short: string): string => `]d2${head}${serial}${GS}${expiry}${short}`;
    expect(await verdict(cut(lot))).toEqual([14, []]);
    expect(await verdict(cut(lot.slice(0, -1)))).toEqual([65, 'the code was cut off within the lot']);
    expect(await verdict(cut('10ZY7'))).toEqual([10, ['lot-mismatch']]);
  });

  test('a lot that was corrected to its beginning is not cut off', async () => {
    const { scans } = await world.mint({ lot: 'KQ4411', count: 1 });
    const [main = '', serial = ''] = (scans[0] ?? '').split(GS);
    const label = `${main.slice(0, 19)}${serial}${GS}${main.slice(19, 27)}10KQ44`;
    await world.share();
    expect(await verdict(label)).toEqual([65, 'the code was cut off within the lot']);
    await world.as('acme', (home) => {
      const notice = {
        gtin: main.slice(5, 19),
        kind: 'correct',
        lots: ['KQ4411'],
        correct: { lot: 'KQ44' },
        reason: 'r',
      };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'lot-notice', public: notice }));
    });
    await world.share();
    expect((await verdict(label))[0]).toBe(14);
  });

  test('several packs that a code may be are no verdict', async () => {
    expect((await verdict(`${scan}${others}`))[0]).toBe(65);
  });

  test('wrong lots, wrong dates and serials that were never made are found as before', async () => {
    const [head, expiry, lot, serial] = parts();
    expect(await verdict(`]d2${head}17311130${lot}${GS}${serial}`)).toEqual([10, ['expiry-mismatch']]);
    expect(await verdict(scan.replace('ZY7Q1A', 'WRONG1'))).toEqual([10, ['lot-mismatch']]);
    const made = (up: string): string => `${scan.split(GS)[0]}${GS}21${up}`;
    expect(await verdict(made('NEVERMADE1234567'))).toEqual([11, ['unknown-item']]);
    expect((await verdict(made('FAKE')))[0]).toBe(65);
    expect(await verdict(`(01)${head.slice(2)}(17)${expiry.slice(2)}(10)${lot.slice(2)}(21)FAKE`)).toEqual([
      11,
      ['unknown-item'],
    ]);
  });
});
