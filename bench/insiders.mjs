// A verdict at the holder of a pack after an accredited party wrote ten thousand events without the right to them, against
// the same verdict before; the code compiled, the ledger open.
import { ATTACKS, makeScene, strike, timed } from '../test/app/insiders.ts';
import { row } from './ledger/party.mjs';

const EVENTS = 10_000;
const LOOKS = 200;

export async function rows() {
  const rows = [];
  for (const attack of ATTACKS) {
    const scene = await makeScene();
    await timed(scene, LOOKS);
    const before = (await timed(scene, LOOKS)).ms;
    await strike(scene, attack, 0, EVENTS);
    const after = (await timed(scene, LOOKS)).ms;
    scene.world.remove();
    const detail = `${after.toFixed(2)} ms, ${before.toFixed(2)} ms`;
    // What opens with the key of the pack is read sixteen times and told three times, however often it was written.
    rows.push(row(`a verdict after 10 000 × ${attack.what}`, 'before', after / before, 8, 2, detail));
  }
  return rows;
}
