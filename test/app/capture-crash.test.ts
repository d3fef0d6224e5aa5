// A capture is killed, or the disk fails, anywhere in it: all of a file is recorded or nothing, and the same files again end where
// an undisturbed run ends. PEDIGREE_KILLS says how many processes are killed.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaptureData, captureFile } from '../../src/app/capture/capture.ts';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { isKept } from '../../src/app/outside/kept-files.ts';
import { PedigreeError } from '../../src/errors.ts';
import { dice } from '../dice.ts';
import { atEachStep, type Fault } from '../faults.ts';
import { startWriter } from '../ledger/writers.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { Line, sgtin, sscc } from './line-files.ts';
import { lives } from './lives.ts';
import { ACME, MIDWAY, START } from './network.ts';

const FAULTS: readonly Fault[] = ['killed', 'ENOSPC'];
const KILLS = Number(process.env.PEDIGREE_KILLS ?? 10);
const SEED = Number(process.env.PEDIGREE_SEED ?? 27_182);

let world: World;
let serials = 0;
let cases = 0;
beforeAll(async () => {
  world = await makeWorld();
}, 240_000);
afterAll(() => world.remove());

/** Packs that are made, put into cases and on a pallet, and shipped; of them one is shipped in the next file. */
function shift(packs: number, perCase: number, lot: string) {
  const line = new Line(ACME.gln);
  const made = Array.from({ length: packs }, () => `K${++serials}`);
  const boxes: string[] = [];
  line.make(made.map(sgtin), lot);
  for (let at = 1; at < packs; at += perCase) {
    const box = sscc(++cases);
    boxes.push(box);
    line.pack(box, made.slice(at, at + perCase).map(sgtin));
  }
  const pallet = sscc(++cases);
  line.pack(pallet, boxes).ship([pallet], MIDWAY.gln, `DA-${lot}`);
  const rest = new Line(ACME.gln).ship(made.slice(0, 1).map(sgtin), MIDWAY.gln, `DB-${lot}`);
  return { line, rest, scans: made.map((serial) => `(01)${GTIN}(21)${serial}`) };
}

function written(name: string, line: Line): string {
  const path = world.path(`${name}.json`);
  writeFileSync(path, line.text());
  return path;
}

const sizeNow = () => world.as('acme', ({ ledger, self }) => ledger.read((view) => view.chain(self.chain)?.size ?? 0));

/** Types of the events of the chain from a place on. */
async function typesFrom(from: number): Promise<(string | undefined)[]> {
  const size = await sizeNow();
  return world.as('acme', ({ ledger, self }) =>
    ledger.read((view) =>
      Array.from({ length: size - from }, (_, at) => view.event(`${self.chain}/${from + at}`)?.leaf.type),
    ),
  );
}

/** The lives of some packs, by their states and steps. */
async function some(scans: readonly string[]) {
  const few = scans.filter((_, at) => at % 100 === 0);
  const { told } = await lives(world, 'acme', few);
  return told.map(({ state, steps }) => [state, steps.map(({ type }) => type)]);
}

const capture = (path: string): Promise<CaptureData> => world.at('acme', (home) => captureFile(home, path));

describe.each(FAULTS)('%s at each step of a capture', (fault) => {
  it('all of the file is there or nothing, what is said of it is true, and the file again does the rest', async () => {
    let n = 0;
    let [lot, size] = [`${fault}0`, await sizeNow()];
    let { line, scans } = shift(5, 2, lot);
    let path = written(lot, line);
    const steps = await atEachStep(
      fault,
      () => capture(path),
      async ({ value, error }) => {
        const recorded = (await typesFrom(size)).length > 0;
        if (value !== undefined) expect(recorded).toBe(true);
        if (error !== undefined && fault !== 'killed') {
          if (!(error instanceof PedigreeError)) throw error;
          expect(error.code).toMatch(/^(io-failed|cannot-create)$/);
          if (recorded) expect(error.message).not.toMatch(/nothing was recorded/);
          else expect(error.message).toMatch(/nothing was recorded|cannot (keep|create|write)/);
        }
        const again = await capture(path);
        expect(again).toMatchObject({ already: recorded, before: recorded ? 5 : 0, skipped: [], exit: 0 });
        expect(await typesFrom(size)).toEqual(['commission', 'pack', 'pack', 'pack', 'ship', 'document']);
        expect(isKept(world.path('acme'), again.document)).toBe(true);
        const { told } = await lives(world, 'acme', scans);
        expect(told.filter(({ state }) => state === 'in-transit')).toHaveLength(4);
        expect(auditFolder(world.env('acme')).findings).toEqual([]);
        [lot, size] = [`${fault}${++n}`, size + 6];
        ({ line, scans } = shift(5, 2, lot));
        path = written(lot, line);
      },
    );
    expect(steps).toBeGreaterThan(5);
  }, 300_000);
});

describe('a process that captures files', () => {
  it('is killed at any moment, and the files again end where an undisturbed run ends', async () => {
    const roll = dice(SEED);
    let size = await sizeNow();
    const files = (lot: string) => {
      const { line, rest, scans } = shift(601, 10, lot);
      return { paths: [written(lot, line), written(`${lot}-rest`, rest)], scans };
    };
    const start = (paths: readonly string[]) =>
      startWriter('../app/capturer.ts', world.path('acme'), String(START), ...paths);
    // What an undisturbed run takes, and what it ends with.
    const calm = files('CALM');
    const writer = start(calm.paths);
    while (writer.said.length === 0) await sleep(5);
    const began = performance.now();
    expect(await writer.ended).toBe(0);
    const took = performance.now() - began;
    const expected = await typesFrom(size);
    const states = await some(calm.scans);
    let cut = 0;
    for (let round = 0; round < KILLS; round++) {
      size += expected.length;
      const { paths, scans } = files(`K${round}`);
      const killed = start(paths);
      while (killed.said.length === 0) await sleep(1);
      await sleep(roll(Math.ceil(took)));
      killed.child.kill('SIGKILL');
      if ((await killed.ended) === 'SIGKILL') cut++;
      const stands = await typesFrom(size);
      const whole = [0, expected.length - 2, expected.length];
      expect(whole).toContain(stands.length);
      const told = killed.said.length - 1;
      expect(stands.length).toBeGreaterThanOrEqual(whole[told] ?? 0);
      for (const path of paths) expect((await capture(path)).exit).toBe(0);
      expect(await typesFrom(size)).toEqual(expected);
      expect(await some(scans)).toEqual(states);
      expect(auditFolder(world.env('acme')).findings).toEqual([]);
    }
    expect(cut).toBeGreaterThan(0);
  }, 3_600_000);
});
