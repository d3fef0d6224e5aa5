// Numbers that look random and are the same in every run.

/** Gives whole numbers from 0 to below `below`; which ones, the seed decides. */
export type Dice = (below: number) => number;

/** A linear congruence, taken from its upper bits. */
export function dice(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
