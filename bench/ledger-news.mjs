// What follows a sync that brought a hundred events, in a ledger with a million tokens of others against one with ten thousand: who
// used a token twice is looked up for the tokens that came. The code compiled, both folders open, looked at in turns.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { retryOutbox } from '../src/app/exchange/outbox-retry.ts';
import { openHome } from '../src/app/node/home.ts';
import { random } from '../src/app/node/random.ts';
import { key48 } from '../src/ledger/ids.ts';
import { makeScene, NOISE, strike } from '../test/app/insiders.ts';
import { row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const SIZES = [10_000, 1_000_000];
const EVENTS = 100;
const ROUNDS = 11;
const WARM = 3;

/** A pharmacy whose index has so many tokens of others. */
async function scene(tokens) {
  const made = await makeScene();
  await made.world.as('hill', (home) => retryOutbox(home));
  const db = new Database(join(made.world.path('hill'), 'ledger.db'));
  const [leaf] = db.prepare('SELECT max(leaf) FROM hop').pluck().all();
  const insert = db.prepare('INSERT OR IGNORE INTO hop VALUES (?, ?)');
  db.transaction(() => {
    for (let i = 0; i < tokens; i++) insert.run(key48(random(6)), leaf);
  })();
  db.close();
  let written = 0;
  return {
    /** ms of the processor after a hundred more events. */
    async look() {
      await strike(made, NOISE, written, written + EVENTS);
      written += EVENTS;
      const home = openHome(made.world.env('hill'));
      const before = process.threadCpuUsage();
      retryOutbox(home);
      const { user, system } = process.threadCpuUsage(before);
      home.close();
      return (user + system) / 1000;
    },
    close: () => made.world.remove(),
  };
}

export async function rows() {
  const scenes = [];
  for (const tokens of SIZES) scenes.push(await scene(tokens));
  const times = scenes.map(() => []);
  for (let round = 0; round < WARM + ROUNDS; round++) {
    for (const [i, one] of scenes.entries()) {
      const took = await one.look();
      if (round >= WARM) times[i]?.push(took);
    }
  }
  for (const one of scenes) one.close();
  const [few, many] = times.map(median);
  const detail = `${many.toFixed(1)} ms, ${few.toFixed(1)} ms`;
  const what = 'what follows a sync of 100 events, 1 000 000 tokens here';
  return [row(what, '10 000 tokens here', many / few, 1.25, 1.1, detail)];
}
