// A file proves itself: with the proof beside it and one fingerprint anybody sees whose word it is, and since when.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkProof } from '../../src/app/export/check-proof.ts';
import type { EpcisExportRequest } from '../../src/app/export/export-epcis.ts';
import { decodeFileProof, encodeFileProof } from '../../src/app/export/file-proof.ts';
import { exportWithProof } from '../../src/app/export/prove-file.ts';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { fingerprint } from '../../src/app/node/fingerprint.ts';
import { rotateKeys } from '../../src/app/parties/keys.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { checkEpcis } from '../../src/epcis/check.ts';
import { PedigreeError } from '../../src/errors.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { exported } from '../../src/ui/text/documents.ts';
import { read } from '../epcis/files.ts';
import { makeWorld, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let founder: string;
let scans: readonly string[];
let files = 0;
beforeAll(async () => {
  world = await makeWorld();
  founder = await world.as('agency', ({ self }) => self.chain);
  ({ scans } = await world.mint({ count: 4 }));
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(0, 3), despatch: 'DA-1' }));
});
afterAll(() => world.remove());

async function proved(who: Who, items: readonly string[], more: Partial<EpcisExportRequest> = {}) {
  const out = world.path(`proved-${++files}`);
  const data = await world.at(who, (home) => exportWithProof(home, { items, out, ...more }));
  return { data, out, proof: readFileSync(data.proof, 'utf8') };
}
const refused = (fn: () => unknown) => {
  try {
    fn();
  } catch (error) {
    if (error instanceof PedigreeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe.each(['1.2', '2.0'] as const)('a file in %s', (to) => {
  test('is proved by its own bytes, the proof and the fingerprint of the founder', async () => {
    const { data, out } = await proved('acme', ['DA-1'], { to });
    const shown = checkProof(out, data.proof, fingerprint(founder));
    expect(shown).toMatchObject({
      event: data.event,
      party: { gln: ACME.gln, name: ACME.name },
      network: founder,
      fingerprint: fingerprint(founder),
      confirmed: true,
    });
    expect(checkProof(out, data.proof)).toMatchObject({ confirmed: false });
    expect(refused(() => checkProof(out, data.proof, '00000 00000 00000 00000 00000'))).toMatchObject({ exit: 77 });
    expect(checkProof(out, data.proof, founder)).toMatchObject({ confirmed: true });
  });

  test('names of each event which it is on its chain, and passes our check', async () => {
    const { out } = await proved('acme', ['DA-1'], { to });
    const text = readFileSync(out);
    const { events } = await read(text);
    const marks = events.map(({ extensions }) =>
      Object.fromEntries(extensions.map(({ name, value }) => [name, value] as const)),
    );
    await world.as('acme', (home) =>
      home.ledger.read((view) => {
        for (const { event, leaf } of marks) {
          expect(Buffer.from(view.event(event ?? '')?.leaf.hash ?? []).toString('base64url')).toBe(leaf);
        }
      }),
    );
    expect((await checkEpcis(() => [text])).findings).toEqual([]);
  });
});

test('one changed byte of file or proof shows nothing', async () => {
  const { data, out, proof } = await proved('acme', ['DA-1']);
  const other = world.path('other');
  writeFileSync(other, readFileSync(out, 'utf8').replace('ABC123', 'ABC124'));
  expect(refused(() => checkProof(other, data.proof, founder))).toMatchObject({ code: 'not-authentic', exit: 10 });
  const changed = world.path('changed.proof');
  const lines = proof.split('\n');
  let tried = 0;
  for (const [at, line] of lines.entries()) {
    const value = /": ?"?([\w-]{12,})/.exec(line) ?? /^ *"([\w-]{12,})/.exec(line);
    if (value?.[1] === undefined || /"sha256"/.test(line)) continue;
    const place = line.indexOf(value[1]) + 6;
    const letter = line[place] === 'A' ? 'B' : 'A';
    const torn = line.slice(0, place) + letter + line.slice(place + 1);
    writeFileSync(changed, lines.with(at, torn).join('\n'));
    expect([10, 65]).toContain(refused(() => checkProof(out, changed, founder)).exit);
    tried++;
  }
  expect(tried).toBeGreaterThan(5);
  writeFileSync(changed, '{"proof": 1}');
  expect(refused(() => checkProof(out, changed, founder))).toMatchObject({ code: 'bad-input', exit: 65 });
  writeFileSync(changed, 'no JSON');
  expect(refused(() => checkProof(out, changed, founder))).toMatchObject({ code: 'bad-input', exit: 65 });
});

test('a chain that nobody let in proves nothing, though all of it is signed', async () => {
  const { out, proof } = await proved('acme', ['DA-1']);
  const { sha256, chains } = decodeFileProof(proof);
  const path = world.path('alone.proof');
  // Its own chain alone founds nothing.
  writeFileSync(path, encodeFileProof({ sha256, chains: chains.slice(1) }));
  expect(refused(() => checkProof(out, path))).toMatchObject({ code: 'not-authentic', exit: 10 });
  // What lets in another chain does not let in this one.
  const theirs = decodeFileProof((await proved('midway', ['DA-1'].slice(0, 0).concat(await received()))).proof);
  writeFileSync(path, encodeFileProof({ sha256, chains: [theirs.chains[0] ?? never(), ...chains.slice(1)] }));
  expect(refused(() => checkProof(out, path, founder))).toMatchObject({ code: 'not-authentic', exit: 10 });
});

async function received(): Promise<readonly string[]> {
  await world.share();
  await world.as('midway', (home) => receive(home, { items: ['DA-1'] }));
  await world.as('midway', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 1), despatch: 'M-1' }));
  return ['M-1'];
}

test('goes on after the keys were changed', async () => {
  await world.as('acme', (home) => rotateKeys(home, ['sign']));
  const rotated = await proved('acme', ['DA-1']);
  expect(checkProof(rotated.out, rotated.data.proof, founder)).toMatchObject({ confirmed: true });
  await world.as('acme', (home) => rotateKeys(home, ['sign']));
  const again = await proved('acme', ['DA-1']);
  expect(checkProof(again.out, again.data.proof, founder)).toMatchObject({ party: { gln: ACME.gln } });
});

test('a dry run says the same and leaves nothing', async () => {
  const out = world.path('dry');
  const before = await world.as('acme', ({ ledger, self }) => ledger.read((view) => view.chain(self.chain)?.size));
  const dry = await world.at('acme', (home) => exportWithProof(home, { items: ['DA-1'], out }), { dryRun: true });
  expect(dry).toMatchObject({ dryRun: true, events: 2, packs: 3, already: false });
  expect([existsSync(out), existsSync(dry.proof)]).toEqual([false, false]);
  expect(await world.as('acme', ({ ledger, self }) => ledger.read((view) => view.chain(self.chain)?.size))).toBe(
    before,
  );
});

test('is kept with what goes out, and the audit looks for it', async () => {
  const { data } = await proved('acme', ['DA-1']);
  expect(data.document).toMatch(/^[0-9a-f]{64}$/);
  const said = exported(data, await makeStyle(false, false)).split('\n');
  expect(said.slice(0, 2)).toEqual([
    `2 events of 3 packs for ${MIDWAY.gln} in ${data.file}`,
    `Its proof is ${data.proof}`,
  ]);
  expect(auditFolder(world.env('acme')).findings).toEqual([]);
  const error = await world.as('acme', (home) => exportWithProof(home, { items: ['DA-1'], out: '-' }).catch((e) => e));
  expect(error).toMatchObject({ code: 'usage' });
  const there = await world.as('acme', (home) =>
    exportWithProof(home, { items: ['DA-1'], out: data.file }).catch((e) => e),
  );
  expect(there).toMatchObject({ code: 'cannot-create', exit: 73 });
});

function never(): never {
  throw new Error('a proof has the chain of the founder');
}
