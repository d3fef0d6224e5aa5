// What a folder records is given to its hub soon after, and all of it is compared now and then.
import { setTimeout as later } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { drainOn } from '../../src/app/hub/drain.ts';
import { PedigreeError } from '../../src/errors.ts';
import { add, cleanUp, party } from '../ledger/network.ts';

it('gives what was recorded at the next look, and nothing while nothing is', async () => {
  const acme = party('Acme', '9506000100018', null);
  const stop = new AbortController();
  let drained = 0;
  const drain = async () => void drained++;
  const over = drainOn(acme.ledger, drain, stop.signal, { look: 10, most: 60_000 });
  await later(100);
  expect(drained).toBe(0);
  add(acme, { type: 'profile', public: { name: acme.name, contact: 'x' } });
  await expect.poll(() => drained).toBe(1);
  await later(100);
  expect(drained).toBe(1);
  stop.abort();
  await over;
  cleanUp();
});

it('compares all of it even where nothing was recorded', async () => {
  const acme = party('Acme', '9506000100018', null);
  const stop = new AbortController();
  let drained = 0;
  const over = drainOn(acme.ledger, async () => void drained++, stop.signal, { look: 10, most: 50 });
  await expect.poll(() => drained).toBeGreaterThan(1);
  stop.abort();
  await over;
  cleanUp();
});

it('goes on where the folder cannot be read for a while', async () => {
  const stop = new AbortController();
  let drained = 0;
  const mark = () => {
    throw new PedigreeError('io-failed', 'a disk that does not answer');
  };
  const over = drainOn({ mark }, async () => void drained++, stop.signal, { look: 10, most: 50 });
  await expect.poll(() => drained).toBeGreaterThan(1);
  stop.abort();
  await over;
});
