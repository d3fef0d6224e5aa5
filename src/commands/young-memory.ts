// The room of what is made and let go at once. V8 doubles it whenever as much as it holds has outlived it, up to 128 MB, and in a job
// over a million packs that always comes to be: half of the memory of such a process was this.
import { v8 } from '../builtins.ts';

/** Bytes from which on it grows no more: larger than that it saves a tenth of the time, and makes buffers wait longer to be let go. */
const ENOUGH = 16 * 1024 * 1024;

/** After so long without a word the job is over, ms. */
const A_WHILE = 10_000;

let held: NodeJS.Timeout | undefined;

/**
 * Called now and then by whoever goes through very much: from some size on the young memory of this process grows no further, until
 * nobody has called for a while. A server goes on then, and V8 takes the room of an idle one back: what cannot grow again from there
 * is collected twice as long.
 */
export function holdYoungMemory(): void {
  if (held !== undefined) {
    held.refresh();
    return;
  }
  const young = v8()
    .getHeapSpaceStatistics()
    .find(({ space_name }) => space_name === 'new_space');
  if (young === undefined || young.space_size < ENOUGH) return;
  // The one setting of it that V8 reads while it runs; `--max-semi-space-size` is read when a process begins.
  growBy(1);
  held = setTimeout(() => {
    held = undefined;
    growBy(2);
  }, A_WHILE).unref();
}

/** V8's own factor is 2. */
function growBy(factor: number): void {
  v8().setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
