// A party that signs two histories: found when they meet, kept both, and told on.
import { cpSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeForkProof } from '../../src/chain/fork.ts';
import { encodeFrame } from '../../src/chain/frame.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { toFrame } from '../../src/sync/frames.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  type Party,
  party,
  serials,
} from '../ledger/network.ts';
import { sideOf, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let copy: Party;
let midway: Party;
let hill: Party;
let network: string;

/** The same folder twice: what happens when somebody copies it and works on with both. */
function copied(original: Party): Party {
  const dir = folder();
  original.ledger.read(() => undefined);
  original.ledger.backup(`${dir}/copy.db`, []);
  cpSync(`${original.dir}/head`, `${dir}/head`);
  cpSync(`${dir}/copy.db`, `${dir}/ledger.db`);
  const ledger = openLedger(dir);
  ledger.confirmHead();
  return { ...original, dir, ledger };
}

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  acme = party('Acme', '9506000100018', network);
  midway = party('Midway', '9506000100025', network);
  hill = party('Hill', '9506000100032', network);
  for (const one of [acme, midway, hill]) one.ledger.admit(batchOf(agency.ledger, network));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  accredit(agency, midway, ['distributor']);
  accredit(agency, hill, ['dispenser']);
  for (let i = 0; i < 300; i += 1) add(acme, { type: 'profile', public: { name: 'Acme', contact: `+44 ${i}` } });
  for (const one of [acme, midway, hill]) talk(network, one, agency);
  copy = copied(acme);
  add(acme, commission(network, serials(3, 'A')));
  add(copy, commission(network, serials(3, 'B')));
  add(copy, commission(network, serials(3, 'C')));
});
afterEach(cleanUp);

describe('a forked chain', () => {
  it('is found where the two histories meet, at the right event, and both are kept', () => {
    talk(network, acme, midway);
    talk(network, copy, hill);
    const { asker, answerer } = talk(network, midway, hill);
    expect([...asker.forks, ...answerer.forks]).toEqual([
      { chain: acme.chain, index: 301 },
      { chain: acme.chain, index: 301 },
    ]);
    for (const one of [midway, hill]) {
      expect(one.ledger.read((view) => view.forks().map(({ chain, index }) => [chain, index]))).toEqual([
        [acme.chain, 301],
      ]);
      const branches = one.ledger.read((view) => view.chains().filter(({ chain }) => chain === acme.chain));
      expect(branches.map(({ size }) => size).sort()).toEqual([302, 303]);
    }
  });

  it('is told on to a third, who ends with the same branches', () => {
    talk(network, acme, midway);
    talk(network, copy, hill);
    talk(network, midway, hill);
    talk(network, agency, midway);
    const branches = agency.ledger.read((view) => view.chains().filter(({ chain }) => chain === acme.chain));
    expect(branches.map(({ size }) => size).sort()).toEqual([302, 303]);
    expect(talk(network, agency, hill)).toMatchObject({ asker: { in: 0 }, answerer: { in: 0 } });
  });

  it('is proved to somebody who has one history only, by a proof alone', () => {
    talk(network, acme, midway);
    talk(network, copy, hill);
    talk(network, midway, hill);
    add(acme, commission(network, serials(3, 'D')));
    add(acme, commission(network, serials(3, 'E')));
    talk(network, acme, agency);
    const proof = midway.ledger.read((view) => view.forks().map((fork) => view.forkProof(fork))[0]);
    const told = sideOf(agency.ledger, network, network);
    const teller = sideOf(midway.ledger, network, midway.chain);
    const [hello] = teller.turn();
    if (hello === undefined || proof === undefined) throw new Error('nothing to tell');
    told.take(hello);
    expect(agency.ledger.read((view) => view.heard(acme.chain))).toHaveLength(0);
    const frame = toFrame({ type: 'fork', proof: encodeForkProof(proof) }, false);
    expect(encodeFrame(frame).length).toBeLessThan(8_192);
    told.take(frame);
    expect(agency.ledger.read((view) => view.heard(acme.chain))).toHaveLength(1);
  });

  it('leaves its checkpoint with whoever hears of the head alone, although the line breaks before any event has come', () => {
    talk(network, acme, midway);
    talk(network, copy, hill);
    const hearing = sideOf(hill.ledger, network, hill.chain);
    const telling = sideOf(midway.ledger, network, midway.chain);
    for (const frame of telling.turn()) hearing.take(frame);
    for (const frame of hearing.turn()) telling.take(frame);
    for (const frame of telling.turn()) hearing.take(frame);
    hearing.end();
    const head = acme.ledger.read((view) => view.chain(acme.chain)?.note);
    expect(hill.ledger.read((view) => view.heard(acme.chain).map(({ note }) => note))).toEqual([head]);
    expect(hill.ledger.read((view) => view.forks())).toEqual([]);
  });

  it('is seen by its own party when its copy has been at the same peer', () => {
    talk(network, copy, midway);
    const { asker } = talk(network, acme, midway);
    expect(asker.ownSize).toBe(303);
    expect(asker.forks).toEqual([{ chain: acme.chain, index: 301 }]);
  });
});
