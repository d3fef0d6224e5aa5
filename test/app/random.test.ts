// Random bytes drawn ahead: nobody is given what somebody else has, and nothing given lies about.
import { describe, expect, it } from 'vitest';
import { random } from '../../src/app/node/random.ts';

describe('random bytes', () => {
  it('are as many as asked for, and never the same, over many draws of the pool', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 1_000; i++) {
      for (const n of [12, 16, 32, 64, 65, 4_096]) {
        const bytes = random(n);
        expect(bytes).toHaveLength(n);
        // The chance of twelve equal bytes among six thousand draws is 2^-71.
        seen.add(Buffer.from(bytes.subarray(0, 12)).toString('hex'));
      }
    }
    expect(seen.size).toBe(6_000);
    expect(random(0)).toHaveLength(0);
  });

  it('are spread over all values, up to the last one of each draw', () => {
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i < 20_000; i++) for (const byte of random(13)) counts[byte] = (counts[byte] ?? 0) + 1;
    // 260 000 bytes: about 1 016 of each, 32 the deviation.
    for (const count of counts) expect(Math.abs(count - 1_016)).toBeLessThan(320);
  });

  it('are a copy, which its owner may wipe and nobody else sees', () => {
    const first = random(32);
    const kept = first.slice();
    random(32).fill(0);
    expect(first).toEqual(kept);
    expect(new Uint8Array(first.buffer)).toEqual(first);
  });
});
