// The quick reading of an everyday leaf says nothing that the full one would not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, b64u } from '../../src/chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../src/chain/canonical.ts';
import { decodeLeaf, type Leaf } from '../../src/chain/leaf.ts';
import { readPlainLeaf } from '../../src/chain/plain-leaf.ts';
import { changed, event, party, scattered } from './fixed.ts';

const author = party(1);
const random = scattered(11);
const items = (n: number) => Array.from({ length: n }, () => ({ key: random(32), token: random(16) }));

function full(bytes: Bytes): Leaf | undefined {
  try {
    return decodeLeaf(bytes);
  } catch {
    return undefined;
  }
}

/** Whatever the quick reading returns, the full one agrees with it. */
function agrees(bytes: Bytes): void {
  const quick = readPlainLeaf(bytes);
  if (quick === undefined) return;
  const leaf = full(bytes);
  expect(leaf).toBeDefined();
  expect(leaf?.fault).toBeUndefined();
  expect({ ...quick, rows: quick.rows && b64u(quick.rows) }).toEqual({
    hash: b64u(leaf?.hash ?? new Uint8Array(0)),
    seq: leaf?.seq,
    prev: b64u(leaf?.prev ?? new Uint8Array(0)),
    at: leaf?.at,
    type: leaf?.type,
    rows: leaf?.rows?.data && b64u(leaf.rows.data),
  });
}

const EVERYDAY = [
  event(author, { type: 'dispense', public: {}, items: items(1), private: { ref: 'RX-1' } }),
  event(author, { type: 'receive', public: {}, items: items(1), details: { from: '9506000100012' } }),
  event(author, {
    type: 'ship',
    public: {},
    items: items(100),
    details: { to: '9' },
    manifest: { po: '7' },
    readers: [party(50).keyring.seal.public],
  }),
  event(author, { type: 'exception', public: {}, manifest: { kind: 'underage' } }),
  event(author, { type: 'found', public: {}, items: items(3) }),
  event(author, { type: 'exception', public: {}, manifest: { kind: 'underage' }, private: { note: 'wet' } }),
  event(author, { type: 'allocate', public: {}, private: { lot: 'A1' } }),
];

describe('an everyday leaf', () => {
  test('is read quickly', () => {
    for (const { bytes } of EVERYDAY.filter((_, i) => i !== 2)) {
      expect(readPlainLeaf(bytes)).toBeDefined();
      agrees(bytes);
    }
  });

  test('is left to the full reading where it has anything to say in public, or rows in no order', () => {
    const [first] = EVERYDAY as [(typeof EVERYDAY)[0]];
    expect(readPlainLeaf(changed(first.leaf, { public: { seq: 1 } }))).toBeUndefined();
    expect(readPlainLeaf(changed(first.leaf, { rows: { n: 2, data: b64u(new Uint8Array(64)) } }))).toBeUndefined();
    expect(readPlainLeaf(author.opening.bytes)).toBeUndefined();
  });

  test('with a field gone, doubled or of another shape is never taken for a good one', () => {
    const values = [
      undefined,
      null,
      0,
      -1,
      1.5,
      2 ** 53,
      '',
      'A',
      'AA',
      'AB',
      b64u(random(16)),
      b64u(random(32)),
      b64u(random(40)),
      [],
      {},
      { d: 'AA' },
    ];
    const names = [
      'v',
      'seq',
      'at',
      'type',
      'prev',
      'public',
      'rows',
      'salt',
      'commits',
      'details',
      'manifest',
      'private',
      'grants',
      'more',
    ];
    for (const { leaf } of EVERYDAY) {
      for (const name of names) {
        for (const value of values) {
          let bytes: Bytes;
          try {
            bytes = changed(leaf, { [name]: value } as JsonObject);
          } catch {
            continue;
          }
          agrees(bytes);
        }
      }
    }
  });

  test('with any byte changed, added or gone is read as the full reading reads it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EVERYDAY),
        fc.nat(),
        fc.nat(255),
        fc.constantFrom('set', 'insert', 'cut'),
        ({ bytes }, at, byte, how) => {
          const place = at % bytes.length;
          const parts = [
            bytes.subarray(0, place),
            how === 'cut' ? [] : [byte],
            bytes.subarray(how === 'insert' ? place : place + 1),
          ];
          agrees(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
        },
      ),
      { numRuns: 4000 },
    );
  });

  test('with the last character of its digits changed is refused for its stray bits', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const { bytes } of EVERYDAY) {
      const text = Buffer.from(bytes).toString();
      for (const match of text.matchAll(/[A-Za-z0-9_-](?=")/g)) {
        for (const digit of digits)
          agrees(Buffer.from(text.slice(0, match.index) + digit + text.slice(match.index + 1)));
      }
    }
  });

  test('needs its salt, its commits and grants in order', () => {
    const ship = event(author, {
      type: 'ship',
      public: {},
      items: items(1),
      details: { to: '9' },
      readers: [2, 3, 4].map((n) => party(n * 30).keyring.seal.public),
    });
    agrees(ship.bytes);
    expect(readPlainLeaf(ship.bytes)).toBeDefined();
    const grants = (JSON.parse(Buffer.from(ship.bytes).toString()) as { grants: string[] }).grants;
    for (const other of [[...grants].reverse(), [...grants, grants[0] ?? ''], grants.slice(1)])
      agrees(changed(ship.leaf, { grants: other }));
    expect(readPlainLeaf(changed(ship.leaf, { grants: [...grants].reverse() }))).toBeUndefined();
    expect(
      readPlainLeaf(
        encodeCanonical({ ...(JSON.parse(Buffer.from(ship.bytes).toString()) as JsonObject), salt: undefined }),
      ),
    ).toBeUndefined();
  });
});
