// The room of what is made and let go at once. V8 doubles it whenever as much as it holds has outlived it, up to 128 MB, and in a job
// over a million packs that always comes to be: half of the memory of such a process was this.
import { v8 } from '../builtins.ts';

/** Bytes from which on it grows no more: larger than that it saves a tenth of the time, and makes buffers wait longer to be let go. */
const ENOUGH = 16 * 1024 * 1024;

let isHeld = false;

/** Called now and then by whoever goes through very much: from some size on the young memory of this process grows no further. */
export function holdYoungMemory(): void {
  if (isHeld) return;
  const young = v8()
    .getHeapSpaceStatistics()
    .find(({ space_name }) => space_name === 'new_space');
  if (young === undefined || young.space_size < ENOUGH) return;
  isHeld = true;
  // The one setting of it that V8 reads while it runs; `--max-semi-space-size` is read when a process begins.
  v8().setFlagsFromString('--semi-space-growth-factor=1');
}
