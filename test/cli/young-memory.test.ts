// A process that makes and lets go of very much: the room for it grows no further where somebody holds it.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('../../src/commands/young-memory.ts', import.meta.url).href;

/** MB of the young memory of a process through whose hands much has gone, of which a part lives on; once more after some time. */
function youngOf(hold: boolean, isLater = false): number {
  const code = `import { holdYoungMemory } from '${MODULE}';
    import { getHeapSpaceStatistics } from 'node:v8';
    const kept = [];
    const work = (hold) => {
      for (let i = 0; i < 2e6; i++) {
        kept[i % 200_000] = { i, two: [i, i + 1], text: 'x' + i };
        if (hold && i % 1_000 === 0) holdYoungMemory();
      }
    };
    const wait = setTimeout;
    globalThis.setTimeout = (later, ms) => wait(later, ms / 1_000);
    work(${hold});
    if (${isLater}) {
      await new Promise((later) => wait(later, 500));
      work(false);
    }
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })) / 2 ** 20;
}

describe('young memory', () => {
  it('grows to twice of what is enough at most', () => {
    expect(youngOf(true)).toBeLessThanOrEqual(32);
    expect(youngOf(false)).toBeGreaterThan(32);
  });

  it('grows again once nobody has held it for a while, since a server goes on for weeks', () => {
    expect(youngOf(true, true)).toBeGreaterThan(32);
  });
});
