// A node whose folder was set back, or copied, counts its changes anew: what a peer remembers of it must not hide news.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { fromFrame } from '../../src/sync/frames.ts';
import type { PeerMemory } from '../../src/sync/options.ts';
import { copyFolder } from '../copy-folder.ts';
import { accredit, add, batchOf, cleanUp, folder, GTIN, NOW, type Party, party } from '../ledger/network.ts';
import { sideOf, type Talked, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let hill: Party;
let hub: Party;
let network: string;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  [acme, hill, hub] = [
    party('Acme', '9506000100018', network),
    party('Hill', '9506000100025', network),
    party('Hub', '9506000100032', network),
  ] as [Party, Party, Party];
  for (const one of [acme, hill, hub]) one.ledger.admit(batchOf(agency.ledger, network));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  accredit(agency, hill, ['dispenser']);
  accredit(agency, hub, ['distributor']);
  for (const one of [acme, hill, hub]) talk(network, one, agency);
  for (const one of [acme, hill]) talk(network, one, hub);
});
afterEach(cleanUp);

/** Something that this party says. */
function say(by: Party): void {
  add(by, { type: 'profile', public: { name: by.name, contact: 'the desk' } });
}

function sizeOf(at: Party, of: Party): number | undefined {
  return at.ledger.read((view) => view.chain(of.chain)?.size);
}

/** Closes the ledger, keeps what its file is now, and opens it again; `back` puts that in its place once more. */
function snapshot(of: Party): { readonly now: Party; readonly back: (later: Party) => Party } {
  const file = join(of.dir, 'ledger.db');
  const kept = join(folder(), 'kept.db');
  of.ledger.close();
  copyFileSync(file, kept);
  const open = (): Ledger => openLedger(of.dir);
  return {
    now: { ...of, ledger: open() },
    back: (later) => {
      later.ledger.close();
      // The same file in the same place, as a machine that is set back has it.
      copyFileSync(kept, file);
      return { ...of, ledger: open() };
    },
  };
}

function memoryOf({ memory }: Talked): PeerMemory {
  if (memory === undefined) throw new Error('the exchange was not whole');
  return memory;
}

describe('a node that was set back', () => {
  it('gives what came since to a peer that has counted further', () => {
    const { now, back } = snapshot(hub);
    for (let i = 0; i < 3; i += 1) say(hill);
    const met = memoryOf(talk(network, hill, now));
    const older = back(now);
    say(acme);
    talk(network, acme, older);
    expect(talk(network, hill, older, { last: met }).asker.in).toBe(1);
    expect(sizeOf(hill, acme)).toBe(sizeOf(acme, acme));
  });

  it('gives it too where it counts as many changes again, or more', () => {
    const { now, back } = snapshot(hub);
    say(hill);
    const met = memoryOf(talk(network, hill, now));
    const older = back(now);
    for (let i = 0; i < 3; i += 1) {
      say(acme);
      talk(network, acme, older);
    }
    expect(talk(network, hill, older, { last: met }).asker.in).toBe(3);
  });

  it('is given again what it has lost', () => {
    const { now, back } = snapshot(hub);
    say(hill);
    const met = memoryOf(talk(network, hill, now));
    const older = back(now);
    expect(sizeOf(older, hill)).toBe(1);
    talk(network, hill, older, { last: met });
    expect(sizeOf(older, hill)).toBe(2);
  });

  it('is given again what was brought in the very exchange that is remembered', () => {
    hub.ledger.mark();
    const { now, back } = snapshot(hub);
    say(hill);
    const met = memoryOf(talk(network, hill, now));
    const older = back(now);
    expect(older.ledger.knows(met.theirs)).toBe(true);
    expect(talk(network, hill, older, { last: met }).answerer.in).toBe(1);
    expect(sizeOf(older, hill)).toBe(2);
  });

  it('goes on telling only what changed to whoever met it before the time that it was set back to', () => {
    const met = memoryOf(talk(network, hill, hub));
    const { now, back } = snapshot(hub);
    say(acme);
    talk(network, acme, now);
    const older = back(now);
    const frames = headsAsked(hill, older, met);
    expect(frames).toBe(1);
  });
});

/** How many heads a node names to a peer with that memory: its own chain's and what changed. */
function headsAsked(by: Party, of: Party, last: PeerMemory): number {
  const asker = sideOf(by.ledger, network, by.chain, { last });
  const answerer = sideOf(of.ledger, network, of.chain);
  for (const frame of asker.turn()) answerer.take(frame);
  for (const frame of answerer.turn()) asker.take(frame);
  for (const frame of asker.turn()) answerer.take(frame);
  let heads = 0;
  for (const frame of answerer.turn()) {
    const said = fromFrame(frame);
    if (said?.type === 'heads') heads += said.heads.length;
  }
  return heads;
}

describe('a copy of a folder', () => {
  it('that answers in the place of the first one is another history', () => {
    const met = memoryOf(talk(network, hill, hub));
    hub.ledger.close();
    const dir = folder();
    copyFolder(hub.dir, dir);
    const copy = { ...hub, dir, ledger: openLedger(dir) };
    expect(copy.ledger.knows(met.theirs)).toBe(false);
    expect(copy.ledger.mark().epoch).not.toBe(met.theirs.epoch);
    expect(headsAsked(hill, copy, met)).toBeGreaterThan(1);
  });
});

describe('a mark', () => {
  it('that is one too high, of another hash or without one hides nothing', () => {
    const met = memoryOf(talk(network, hill, hub));
    say(acme);
    talk(network, acme, hub);
    const wrong: readonly PeerMemory[] = [
      { ...met, theirs: { ...met.theirs, n: met.theirs.n + 1 } },
      { ...met, theirs: { ...met.theirs, hash: '0'.repeat(32) } },
      { ...met, theirs: { epoch: met.theirs.epoch, n: met.theirs.n + 1 } },
    ];
    for (const last of wrong) expect(headsAsked(hill, hub, last)).toBe(4);
    expect(talk(network, hill, hub, { last: wrong[0] }).asker.in).toBe(1);
  });

  it('of the own history that is one too high keeps nothing back', () => {
    const met = memoryOf(talk(network, hill, hub));
    say(hill);
    const last = { ...met, ours: { ...met.ours, n: met.ours.n + 1 } };
    expect(talk(network, hill, hub, { last }).answerer.in).toBe(1);
  });

  it('is believed for a day and for a thousand exchanges', () => {
    const met = memoryOf(talk(network, hill, hub));
    expect(met).toMatchObject({ wholeAt: NOW, since: 0 });
    expect(memoryOf(talk(network, hill, hub, { last: met }))).toMatchObject({ wholeAt: NOW, since: 1 });
    expect(headsAsked(hill, hub, met)).toBe(1);
    const old: readonly PeerMemory[] = [
      { ...met, wholeAt: NOW - 86_400_000 },
      { ...met, wholeAt: NOW + 1 },
      { ...met, since: 1_000 },
    ];
    for (const last of old) {
      expect(headsAsked(hill, hub, last)).toBe(4);
      expect(memoryOf(talk(network, hill, hub, { last }))).toMatchObject({ wholeAt: NOW, since: 0 });
    }
  });
});
