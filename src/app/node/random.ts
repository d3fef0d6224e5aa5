// Random bytes of the system, drawn ahead: an event wants a few of them several times, and each draw is a call into the kernel.
import { crypto } from '../../builtins.ts';
import type { Bytes } from '../../chain/bytes.ts';

const POOL = new Uint8Array(1024);
/** What is longer is drawn by itself. */
const SHORT = 64;
let used = POOL.length;

/** `n` random bytes, that nothing else has been given. */
export function random(n: number): Bytes {
  if (n > SHORT) return crypto().randomFillSync(new Uint8Array(n));
  if (used + n > POOL.length) {
    crypto().randomFillSync(POOL);
    used = 0;
  }
  const bytes = POOL.slice(used, used + n);
  // Most of them become keys, which are not to lie about longer than they are used.
  POOL.fill(0, used, used + n);
  used += n;
  return bytes;
}
