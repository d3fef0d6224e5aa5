// Scans that outlive the page: what waits for the node, and what was judged late and is still in sight. After a reload they are
// judged anew, in their order, as what the node has answered is kept nowhere.
import { effect } from '@preact/signals';
import { keep, recallKept } from '../base/token.ts';
import { caughtUp, inTurn, kept } from './judging.ts';

const NAME = 'scans';
/** One tab of a device keeps its scans, so that none is judged in two. */
const LOCK = 'desk-scans';
/** How long the page that was here before may take to be gone, ms. */
const PATIENCE = 5_000;

/** From now on scans are kept; those that were are judged as soon as the node is there. */
export async function keepScans(): Promise<void> {
  await onlyHere();
  const before = await recallKept(NAME);
  if (Array.isArray(before)) kept.value = [...before.filter((scan) => typeof scan === 'string'), ...kept.peek()];
  let isWriting = false;
  let isOwed = false;
  const write = async (): Promise<void> => {
    isOwed = true;
    if (isWriting) return;
    isWriting = true;
    do {
      isOwed = false;
      const scans = scansHere();
      await keep(NAME, scans.length === 0 ? undefined : scans);
    } while (isOwed);
    isWriting = false;
  };
  effect(() => {
    scansHere();
    void write();
  });
}

function scansHere(): readonly string[] {
  const late = caughtUp.value.map(({ scan }) => scan).reverse();
  return [...late, ...inTurn.value, ...kept.value];
}

/** Goes on once no other tab keeps scans; never, where one goes on to. */
function onlyHere(): Promise<void> {
  return new Promise((resolve) => {
    const hold = () => {
      resolve();
      return new Promise<never>(() => undefined);
    };
    // Refused where another tab has it all the time; missing in old browsers, and where an address is not safe.
    navigator.locks?.request(LOCK, { signal: AbortSignal.timeout(PATIENCE) }, hold).catch(() => undefined);
  });
}
