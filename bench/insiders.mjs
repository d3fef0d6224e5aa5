// A verdict at the holder of a pack after an accredited party wrote thousands of events without the right to them, against the
// verdict in a ledger in which the same party wrote as many honest events; the code compiled, both ledgers open, looked at in
// turns. `npm run bench -- insiders` writes 2 000 of each kind, with PEDIGREE_LONG=1 it is 10 000 and every kind.
import { ATTACKS, makeScene, NOISE, strike, timed } from '../test/app/insiders.ts';
import { OLD_STEPS } from '../test/app/old-steps.ts';
import { row } from './ledger/party.mjs';

const LONG = process.env.PEDIGREE_LONG === '1';
const EVENTS = LONG ? 10_000 : 2_000;
const ROUNDS = 7;
const LOOKS = 60;
const BUDGET = 2;

const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function rows() {
  const rows = [];
  const words = process.env.PEDIGREE_INSIDERS ?? '';
  const quiet = await makeScene();
  await strike(quiet, NOISE, 0, EVENTS);
  await timed(quiet, 3 * LOOKS);
  for (const attack of LONG ? [...ATTACKS, ...OLD_STEPS] : ATTACKS) {
    if (!attack.what.includes(words)) continue;
    const scene = await makeScene();
    await strike(scene, attack, 0, EVENTS);
    await timed(scene, LOOKS);
    const ratios = [];
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = (await timed(quiet, LOOKS)).ms;
      const after = (await timed(scene, LOOKS)).ms;
      ratios.push(after / before);
      times.push([before, after]);
    }
    scene.world.remove();
    const [before, after] = [0, 1].map((i) => middle(times.map((pair) => pair[i])).toFixed(2));
    const what = `a verdict after ${EVENTS} × ${attack.what}`;
    rows.push(row(what, 'as many honest events', middle(ratios), BUDGET, 1.5, `${after} ms, ${before} ms`));
    if (LONG) console.error(`${middle(ratios).toFixed(2)}  ${after} ms, ${before} ms  ${attack.what}`);
  }
  quiet.world.remove();
  return rows;
}
