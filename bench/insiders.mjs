// A verdict at the holder of a pack after an accredited party wrote thousands of events without the right to them, against the
// verdict in a ledger in which the same party wrote as many honest events; the code compiled, both ledgers open, looked at in
// turns. `npm run bench -- insiders` writes 2 000 of each kind; with PEDIGREE_LONG=1 it is 10 000, and every type at old steps.
import { manyForks, manyTills, nested } from '../test/app/crowds.ts';
import { ATTACKS, makeScene, NOISE, strike, timed } from '../test/app/insiders.ts';
import { OLD_STEPS } from '../test/app/old-steps.ts';
import { cleanUp } from '../test/ledger/network.ts';
import { row } from './ledger/party.mjs';

const LONG = process.env.PEDIGREE_LONG === '1';
const EVENTS = LONG ? 10_000 : 2_000;
const ROUNDS = 5;
const LOOKS = 100;
const BUDGET = 2;

const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const written = (events) => (attack) => ({
  what: `${events} × ${attack.what}`,
  grow: (scene) => strike(scene, attack, 0, events),
});

const KINDS = [
  ...ATTACKS.map(written(EVENTS)),
  ...(LONG ? OLD_STEPS : []).map(written(EVENTS)),
  ...[150, 1_500].map((tills) => ({ what: `${tills} tills of a pharmacy`, grow: (scene) => manyTills(scene, tills) })),
  { what: `11 forks of ${EVENTS} events`, grow: (scene) => manyForks(scene, EVENTS, 11) },
];

/** The middle of the ratios of several rounds, and the two times. */
async function compared(quiet, scene, looks = LOOKS) {
  await timed(scene, looks);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push([(await timed(quiet, LOOKS)).ms, (await timed(scene, looks)).ms]);
  }
  const [before, after] = [0, 1].map((i) => middle(rounds.map((pair) => pair[i])).toFixed(2));
  return { ratio: middle(rounds.map(([a, b]) => b / a)), detail: `${after} ms, ${before} ms` };
}

/** What a rightful custodian wrote of its own goods has no budget: it is told what it costs. */
async function containers(quiet) {
  const rows = [];
  for (const [levels, fillings] of LONG
    ? [
        [1, 2_000],
        [8, 2_000],
      ]
    : [[8, 20]]) {
    const scene = await nested(await makeScene(), levels, fillings);
    const { ratio, detail } = await compared(quiet, scene, LONG ? 2 : 20);
    scene.world.remove();
    const what = `a verdict on a pack in ${levels} containers, each filled ${fillings} times by its maker`;
    rows.push({ what, against: 'as many honest events', ratio, budget: '', stretch: '', ok: true, detail });
  }
  return rows;
}

export async function rows() {
  const rows = [];
  const quiet = await makeScene();
  await strike(quiet, NOISE, 0, EVENTS);
  await timed(quiet, 3 * LOOKS);
  for (const { what, grow } of KINDS) {
    const scene = await makeScene();
    await grow(scene);
    const { ratio, detail } = await compared(quiet, scene);
    scene.world.remove();
    cleanUp();
    if (LONG) console.error(`${ratio.toFixed(2)}  ${detail}  ${what}`);
    rows.push(row(`a verdict after ${what}`, 'as many honest events', ratio, BUDGET, 1.5, detail));
  }
  const inside = await containers(quiet);
  quiet.world.remove();
  return [...rows, ...inside];
}
