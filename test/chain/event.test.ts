// One event from draft to reader: who opens what, and what gives nothing away.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, b64u, compareBytes, hex, text } from '../../src/chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../src/chain/canonical.ts';
import { type Draft, openingEvent, sealEvent } from '../../src/chain/compose.ts';
import { eventContext } from '../../src/chain/context.ts';
import { holdToken, itemToken, packKey } from '../../src/chain/item-key.ts';
import { renewed } from '../../src/chain/keyring.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../../src/chain/leaf.ts';
import { openGrant, openPart, openRow, openSealedToSelf, sealedPageLength } from '../../src/chain/open.ts';
import { INLINE_LIMIT, SEALED_PAGE } from '../../src/chain/pages.ts';
import { encodePlain, paddedLength } from '../../src/chain/plain.ts';
import { findRow, paddedRows, rowsOf } from '../../src/chain/rows.ts';
import { commitTo, openPage, partSeal, sealPage } from '../../src/chain/seal.ts';
import { changed, counting, event, openPrivate, party, scattered } from './fixed.ts';

const maker = party(0);
const pharmacy = party(64);
const regulator = newKeyring(counting(128));
const stranger = newKeyring(counting(192));
const gtin = '09506000134352';
const none = () => undefined;

const pack = (serial: string, n = 3) => {
  const key = packKey(maker.chain, gtin, serial);
  return { key, token: itemToken(key, n) };
};
const packs = (count: number) => Array.from({ length: count }, (_, i) => pack(`SN${i}`));
const pairOf = (reader: typeof regulator, author = maker) => reader.seal.agree(author.keyring.seal.public);

// How the holder of an item opens an event.
function openAs(item: { key: Bytes; token: Bytes }, leaf: Leaf, chain = maker.chain, pages: typeof none = none) {
  const opener = findRow(leaf, item.token, pages);
  if (opener === undefined || typeof opener !== 'object') return opener;
  const kd = openRow(item.key, leaf, chain, opener);
  return kd && openPart(leaf, chain, 'details', kd, pages);
}

const ship: Draft = {
  type: 'ship',
  public: {},
  items: packs(2),
  details: { to: '9506000140445' },
  manifest: { shipment: 'S-1', items: { packs: [] } },
  private: { operator: 'maria' },
  readers: [pharmacy.keyring.seal.public, regulator.seal.public, regulator.seal.public],
};

describe('a shipment', () => {
  const sealed = event(maker, ship);
  const { leaf } = sealed;

  it('is a leaf at its place in the chain', () => {
    expect(leaf).toMatchObject({ v: 1, seq: 1, at: 1_795_334_400_123, type: 'ship', public: {}, fault: undefined });
    expect(hex(leaf.prev)).toBe(hex(maker.opening.hash));
    expect(hex(leaf.hash)).toBe(hex(sealed.hash));
    expect(sealed.attachments).toEqual([]);
  });

  it('opens its details to whoever holds an item of it', () => {
    for (const item of packs(2)) expect(openAs(item, leaf)).toEqual({ to: '9506000140445' });
  });

  it('shows nothing to the holder of another item, or of another step of this one', () => {
    expect(openAs(pack('SN9'), leaf)).toBeUndefined();
    expect(openAs(pack('SN0', 2), leaf)).toBeUndefined();
    const [first] = packs(1);
    const opener = findRow(leaf, first?.token ?? new Uint8Array(16), none);
    expect(openRow(pack('SN9').key, leaf, maker.chain, opener as Bytes)).toBeUndefined();
  });

  it('opens details and manifest to author, partner and regulator, and to nobody else', () => {
    for (const reader of [maker.keyring, pharmacy.keyring, regulator]) {
      const keys = openGrant(leaf, maker.chain, pairOf(reader));
      expect(keys && hex(keys.kd ?? new Uint8Array(0))).toBe(hex(sealed.kd ?? new Uint8Array(1)));
      expect(openPart(leaf, maker.chain, 'manifest', keys?.km ?? new Uint8Array(16), none)).toEqual(ship.manifest);
      expect(openPart(leaf, maker.chain, 'details', keys?.kd ?? new Uint8Array(16), none)).toEqual(ship.details);
    }
    // Three of them: their number is filled up, so that it does not tell how many tills the partner has.
    expect(leaf.grants).toHaveLength(4);
    expect(openGrant(leaf, maker.chain, pairOf(stranger))).toBeUndefined();
  });

  it('grants nothing where the grant has the hint of a reader and another body', () => {
    const spoilt = leaf.grants.map((grant) => b64u(Buffer.concat([grant.subarray(0, 8), Buffer.alloc(32)])));
    const bad = decodeLeaf(changed(leaf, { grants: spoilt }));
    expect(bad.fault).toBeUndefined();
    expect(openGrant(bad, maker.chain, pairOf(regulator))).toBeUndefined();
  });

  it('does not open the manifest with the key of the details', () => {
    expect(openPart(leaf, maker.chain, 'manifest', sealed.kd ?? new Uint8Array(16), none)).toBeUndefined();
  });

  it('keeps the words for the own party for the own party, past a rotation of its seal key', () => {
    const rotated = renewed(renewed(maker.keyring, stranger, 'seal'), newKeyring(counting(9)), 'sign', 'seal');
    for (const own of [maker.keyring, rotated]) {
      expect(openPrivate(leaf, maker, own, none)).toEqual({ operator: 'maria' });
    }
    for (const other of [regulator, pharmacy.keyring, stranger])
      expect(openPrivate(leaf, maker, other, none)).toBeUndefined();
  });

  it('opens whole to each till of its author, and says no more to others with a till than without', () => {
    const tills = [party(30), party(31)].map(({ keyring }) => keyring);
    const sealed = event(maker, { ...ship, siblings: tills.map(({ seal }) => seal.public) });
    for (const till of [maker.keyring, ...tills]) {
      const keys = openGrant(sealed.leaf, maker.chain, pairOf(till));
      expect(openPrivate(sealed.leaf, maker, till)).toEqual({ operator: 'maria' });
      expect(openPart(sealed.leaf, maker.chain, 'manifest', keys?.km ?? new Uint8Array(16), none)).toEqual(
        ship.manifest,
      );
      expect(openPart(sealed.leaf, maker.chain, 'details', keys?.kd ?? new Uint8Array(16), none)).toEqual(ship.details);
    }
    // Three readers of the party, two others: as many grants as without a word for the party.
    expect(sealed.leaf.grants).toHaveLength(8);
    const { private: _, ...silent } = { ...ship, siblings: tills.map(({ seal }) => seal.public) };
    expect(event(maker, silent).leaf.grants).toHaveLength(8);
  });

  it('gives neither the key of the words for the party nor a way to it to whoever reads the rest', () => {
    const keys = openGrant(leaf, maker.chain, pairOf(regulator));
    expect(keys).toEqual({ kd: sealed.kd, km: sealed.km });
    for (const k of [keys?.kd, keys?.km] as Bytes[]) {
      expect(openPart(leaf, maker.chain, 'private', k, none)).toBeUndefined();
      expect(hex(commitTo(k))).not.toBe(hex(leaf.commits?.p ?? new Uint8Array(0)));
    }
    const [first, second] = [openAs(pack('SN0'), leaf), openAs(pack('SN1'), leaf)];
    expect([first, second]).toEqual([ship.details, ship.details]);
  });

  it('of before, whose words for the author alone were sealed to its own pair, opens to it still', () => {
    const own = pairOf(maker.keyring);
    const ctx = eventContext(maker.chain, 1, leaf.salt ?? new Uint8Array(16));
    const part = sealPage(partSeal('private', own, ctx, maker.chain, 1), 0, true, encodePlain({ operator: 'maria' }));
    const commits = { d: b64u(leaf.commits?.d ?? own), m: b64u(leaf.commits?.m ?? own) };
    const old = decodeLeaf(changed(leaf, { commits, private: b64u(part) }));
    expect(old.fault).toBeUndefined();
    const rotated = renewed(maker.keyring, newKeyring(counting(9)), 'sign', 'seal');
    for (const keyring of [maker.keyring, rotated])
      expect(openSealedToSelf(old, maker.chain, keyring, none)).toEqual({ operator: 'maria' });
    expect(openSealedToSelf(old, maker.chain, stranger, none)).toBeUndefined();
    expect(openSealedToSelf(leaf, maker.chain, maker.keyring, none)).toBeUndefined();
  });

  it('opens nowhere but at its own place in its own chain', () => {
    const [item] = packs(1);
    if (item === undefined) return;
    expect(openAs(item, leaf, pharmacy.chain)).toBeUndefined();
    const moved = decodeLeaf(changed(leaf, { seq: 2 }));
    expect(openAs(item, moved)).toBeUndefined();
    expect(openGrant(moved, maker.chain, pairOf(regulator))).toBeUndefined();
  });

  it('has one length whether or not its private part says what there is room for', () => {
    const length = (draft: Partial<Draft>) => event(maker, { ...ship, ...draft }).bytes.length;
    const once = 'hZ3nX0kTq8vYp2Lw9aBcDeFg';
    for (let more = 0; more < 80; more++) {
      const own = { operator: 'm'.repeat(1 + more), note: 'n' };
      expect(length({ private: own, room: { once } })).toBe(length({ private: { ...own, once }, room: { once } }));
    }
    expect(length({ private: { note: 'n'.repeat(40) } })).toBeLessThan(
      length({ private: { note: 'n'.repeat(40) }, room: { once } }),
    );
  });

  it('has other bytes in every attempt', () => {
    const again = event(maker, ship, scattered(8));
    expect(hex(again.bytes)).not.toBe(hex(sealed.bytes));
    expect(event(maker, ship).bytes).toEqual(sealed.bytes);
  });

  it('says nothing where a part was changed', () => {
    const part = leaf.details && 'inline' in leaf.details ? leaf.details.inline : new Uint8Array(0);
    const flipped = Buffer.from(part);
    flipped[5] = (flipped[5] ?? 0) ^ 1;
    const bad = decodeLeaf(changed(leaf, { details: b64u(flipped) }));
    expect(openPart(bad, maker.chain, 'details', sealed.kd ?? new Uint8Array(16), none)).toBeUndefined();
  });
});

describe('a dispense', () => {
  it('of one pack, granted to author and regulator, with item and reference, stays under 700 bytes', () => {
    const { bytes, leaf } = event(pharmacy, {
      type: 'dispense',
      public: {},
      items: [pack('ABCDEFGHJKMNPQRS')],
      private: {
        ref: 'RX-2026-004711',
        operator: 'maria',
        once: 'hZ3nX0kTq8vYp2Lw9aBcDeFg',
        items: {
          packs: [{ gtin, lot: 'ABC123', expiry: '2027-05-31', n: 3, serials: ['ABCDEFGHJKMNPQRS'] }],
        },
      },
      readers: [regulator.seal.public],
    });
    expect(bytes.length).toBeLessThan(700);
    expect(openAs(pack('ABCDEFGHJKMNPQRS'), leaf, pharmacy.chain)).toEqual({});
    expect(openGrant(leaf, pharmacy.chain, pairOf(regulator, pharmacy))?.km).toBeUndefined();
    expect(openPart(leaf, pharmacy.chain, 'manifest', new Uint8Array(16), none)).toEqual({});
  });
});

describe('a commission', () => {
  const tokens = (count: number) =>
    Buffer.concat(
      packs(count)
        .map(({ key }) => itemToken(key, 0))
        .sort(compareBytes),
    );

  it('has bare tokens in public, unpadded, and seals its seed to the own party', () => {
    const { leaf } = event(maker, {
      type: 'commission',
      public: { gtin, lot: 'A1', expiry: '2027-05-31', count: 3 },
      tokens: tokens(3),
      private: { seed: 'AAAA' },
    });
    expect(leaf.rows).toMatchObject({ n: 3, width: 16 });
    expect(leaf.grants).toHaveLength(1);
    expect(leaf.commits?.d ?? leaf.commits?.m).toBeUndefined();
    expect(findRow(leaf, itemToken(pack('SN1').key, 0), none)).toBe(true);
    expect(findRow(leaf, itemToken(pack('SN1').key, 1), none)).toBeUndefined();
    expect(openPrivate(leaf, maker, maker.keyring, none)).toEqual({ seed: 'AAAA' });
    expect(openPrivate(leaf, maker, regulator, none)).toBeUndefined();
  });

  it('of more than a page keeps its tokens beside the leaf, and finds each of them', () => {
    const { leaf, pages, attachments } = event(maker, { type: 'commission', public: { gtin }, tokens: tokens(777) });
    expect(leaf.salt).toBeUndefined();
    expect(leaf.rows).toMatchObject({ n: 777, width: 16 });
    expect(attachments[0]?.pages.map((page) => page.length)).toEqual([4000, 4000, 4000, 27 * 16]);
    for (const { key } of packs(777)) expect(findRow(leaf, itemToken(key, 0), pages)).toBe(true);
    expect(findRow(leaf, holdToken(pack('SN1').key, 0), pages)).toBeUndefined();
    expect(rowsOf(leaf, pages)).toHaveLength(777 * 16);
    expect(rowsOf(leaf, none)).toBe('missing-page');
    expect(findRow(leaf, new Uint8Array(16), none)).toBe('missing-page');
    expect(findRow(leaf, new Uint8Array(16), (_root, i) => (i === 0 ? undefined : pages(_root, i)))).toBe(
      'missing-page',
    );
  });

  it('has no rows for anybody where its pages do not ascend or have another length', () => {
    const { leaf, pages } = event(maker, { type: 'commission', public: { gtin }, tokens: tokens(500) });
    const swapped = (root: Bytes, index: number) => pages(root, 1 - index);
    expect(rowsOf(leaf, swapped)).toBeUndefined();
    const cut = (root: Bytes, index: number) => pages(root, index)?.subarray(1);
    expect(rowsOf(leaf, cut)).toBeUndefined();
    expect(findRow(leaf, new Uint8Array(16).fill(255), cut)).toBeUndefined();
  });
});

describe('rows', () => {
  it('are filled up so that their number says little', () => {
    expect([1, 2, 3, 5, 128, 129, 250, 251, 501].map(paddedRows)).toEqual([1, 2, 4, 8, 128, 250, 250, 500, 750]);
    for (const count of [3, 130, 260]) {
      const { leaf, pages } = event(maker, { ...ship, items: packs(count) });
      expect(leaf.rows).toMatchObject({ n: paddedRows(count), width: 32 });
      expect(rowsOf(leaf, pages)).toHaveLength(paddedRows(count) * 32);
      for (const item of packs(count))
        expect(openAs(item, leaf, maker.chain, pages as typeof none)).toEqual(ship.details);
    }
  });

  it('are none where an event has none', () => {
    const { leaf } = event(maker, { type: 'profile', public: { name: 'Acme' } });
    expect(rowsOf(leaf, none)).toBeUndefined();
    expect(findRow(leaf, new Uint8Array(16), none)).toBeUndefined();
    expect(openRow(pack('SN1').key, leaf, maker.chain, new Uint8Array(16))).toBeUndefined();
    expect(openPrivate(leaf, maker, maker.keyring, none)).toEqual({});
    expect(openGrant(leaf, maker.chain, pairOf(maker.keyring))).toBeUndefined();
    expect(leaf.salt).toBeUndefined();
  });

  it('in the leaf that do not ascend are no rows for anybody, while the event stands', () => {
    const { leaf } = event(maker, ship);
    const data = leaf.rows?.data ?? new Uint8Array(0);
    const turned = decodeLeaf(
      changed(leaf, { rows: { data: b64u(Buffer.concat([data.subarray(32), data.subarray(0, 32)])), n: 2 } }),
    );
    expect(turned.rows).toBeUndefined();
    expect(turned.fault).toBeUndefined();
  });
});

describe('sealed parts', () => {
  it('of 64 MiB and more are refused', () => {
    const manifest = { note: 'x'.repeat(64 * 1024 * 1024) };
    expect(() => event(maker, { type: 'report', public: {}, manifest })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });

  // A receipt lists what did not come; nobody else has as much to say to every holder.
  it.each([
    ['receive', 4 * SEALED_PAGE],
    ['ship', 8192],
    ['report', 8192],
  ])('of details of %s over %i bytes are refused, written or read', (type, bytes) => {
    const draft = (length: number): Draft => ({ type, public: {}, details: { note: 'x'.repeat(length) } });
    const most = event(maker, draft(bytes - 100));
    expect(openPart(most.leaf, maker.chain, 'details', most.kd ?? new Uint8Array(16), most.pages)).toBeDefined();
    expect(() => event(maker, draft(bytes))).toThrow(expect.objectContaining({ code: 'bad-input' }));
    const said = JSON.parse(text(most.leaf.bytes)) as JsonObject;
    const as = (details: JsonObject | string) => decodeLeaf(encodeCanonical({ ...said, details })).fault;
    const root = b64u(new Uint8Array(32));
    const pages = Math.ceil(bytes / SEALED_PAGE);
    const size = bytes + pages * 16;
    expect(as({ root, pages, size })).toBeUndefined();
    expect(as({ root, pages, size: size + 1 })).toBe('details');
    expect(as({ root, pages: pages + 1, size: size + SEALED_PAGE })).toBe('details');
    if (pages === 1) expect(as(b64u(new Uint8Array(size)))).toBeUndefined();
    if (pages === 1) expect(as(b64u(new Uint8Array(size + 1)))).toBe('details');
  });

  it('are padded to 64, 128, 256 bytes and so on', () => {
    expect([0, 1, 64, 65, 128, 129, 8193].map(paddedLength)).toEqual([64, 64, 64, 128, 128, 256, 16384]);
    const size = (note: string) => {
      const part = event(maker, { type: 'report', public: {}, manifest: { note } }).leaf.manifest;
      return part && 'inline' in part ? part.inline.length : undefined;
    };
    expect(size('')).toBe(64 + 16);
    expect(size('x')).toBe(64 + 16);
    expect(size('x'.repeat(100))).toBe(128 + 16);
  });

  it('longer than the limit stand beside the leaf in pages', () => {
    const manifest: JsonObject = { note: 'é'.repeat(60_000) };
    const { leaf, pages, km = new Uint8Array(16) } = event(maker, { type: 'report', public: {}, manifest });
    const part = leaf.manifest;
    if (part === undefined || 'inline' in part) throw new Error('the part stands in the leaf');
    expect(part).toMatchObject({ pages: 2, size: 2 * (SEALED_PAGE + 16) });
    expect([0, 1, 2].map((i) => sealedPageLength(part, i))).toEqual([SEALED_PAGE + 16, SEALED_PAGE + 16, 0]);
    expect(openPart(leaf, maker.chain, 'manifest', km, pages)).toEqual(manifest);
    expect(openPart(leaf, maker.chain, 'manifest', km, none)).toBe('missing-page');
    const swapped = (root: Bytes, index: number) => pages(root, 1 - index);
    expect(openPart(leaf, maker.chain, 'manifest', km, swapped)).toBeUndefined();
    const tiny = () => new Uint8Array(3);
    expect(openPart(leaf, maker.chain, 'manifest', km, tiny)).toBeUndefined();
    const half = decodeLeaf(changed(leaf, { manifest: { root: b64u(part.root), pages: 1, size: SEALED_PAGE + 16 } }));
    expect(openPart(half, maker.chain, 'manifest', km, pages)).toBeUndefined();
  });

  it('are pages of the length that their place has, whatever their author made of them', () => {
    const manifest: JsonObject = { note: 'é'.repeat(60_000) };
    const { leaf, pages, km = new Uint8Array(16) } = event(maker, { type: 'report', public: {}, manifest });
    const part = leaf.manifest;
    if (part === undefined || 'inline' in part || leaf.salt === undefined) throw new Error('not beside the leaf');
    const seal = partSeal('manifest', km, eventContext(maker.chain, leaf.seq, leaf.salt), maker.chain, leaf.seq);
    const plain = [0, 1].map((i) => openPage(seal, i, i === 1, pages(part.root, i) ?? new Uint8Array()));
    const whole = Buffer.concat(plain.map((page) => page ?? new Uint8Array()));
    const cutAt = (at: number) => {
      const cut = [whole.subarray(0, at), whole.subarray(at)].map((page, i) => sealPage(seal, i, i === 1, page));
      return openPart(leaf, maker.chain, 'manifest', km, (_, index) => cut[index]);
    };
    expect(cutAt(SEALED_PAGE)).toEqual(manifest);
    expect(cutAt(SEALED_PAGE - 1)).toBeUndefined();
    expect(cutAt(SEALED_PAGE + 1)).toBeUndefined();
    expect(cutAt(64)).toBeUndefined();
  });

  it('are pages that know their place and which is the last', () => {
    const seal = partSeal('manifest', counting()(16), counting(16)(16), maker.chain, 7);
    const plain = Buffer.alloc(64, 'x');
    const sealed = sealPage(seal, 1, true, plain);
    expect(openPage(seal, 1, true, sealed)).toEqual(Uint8Array.from(plain));
    expect(openPage(seal, 1, false, sealed)).toBeUndefined();
    expect(openPage(seal, 2, true, sealed)).toBeUndefined();
  });

  it('of 8 KiB stand in the leaf', () => {
    const details = { note: 'x'.repeat(INLINE_LIMIT - 20) };
    const { leaf, attachments } = event(maker, { ...ship, details });
    expect(attachments).toEqual([]);
    expect(openAs(pack('SN0'), leaf)).toEqual(details);
  });

  it('move beside the leaf where the event would be too long', () => {
    const note = 'x'.repeat(8000);
    const readers = Array.from({ length: 255 }, (_, i) => newKeyring(scattered(i + 1)).seal.public);
    const draft: Draft = {
      ...ship,
      public: { note: 'y'.repeat(8000) },
      items: packs(250),
      details: { note },
      manifest: { note },
      private: { note },
      readers,
    };
    const { leaf, pages, attachments } = event(maker, draft);
    expect(attachments).toHaveLength(3);
    expect(leaf.fault).toBeUndefined();
    expect(openAs(pack('SN249'), leaf, maker.chain, pages as typeof none)).toEqual({ note });
    expect(openPrivate(leaf, maker, maker.keyring, pages)).toEqual({ note });
    expect(openPrivate(leaf, maker, maker.keyring, none)).toBe('missing-page');
  });

  it('come back as they were, whatever they say', () => {
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean()),
      {
        minKeys: 1,
        maxKeys: 6,
      },
    );
    fc.assert(
      fc.property(value, (own) => {
        const expected = JSON.parse(JSON.stringify(own));
        const { leaf } = event(maker, { type: 'report', public: {}, private: own });
        expect(openPrivate(leaf, maker, maker.keyring, none)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('of an event that has none and grants nothing are absent from its bytes', () => {
    const { leaf } = event(maker, { type: 'report', public: {}, details: {}, manifest: { note: undefined } });
    expect(Object.keys(JSON.parse(Buffer.from(leaf.bytes).toString()))).toEqual([
      'at',
      'prev',
      'public',
      'seq',
      'type',
      'v',
    ]);
  });
});

describe('an opening event', () => {
  it('names its chain', () => {
    expect(maker.chain).toMatch(/^[a-z2-7]{26}$/);
    expect(maker.chain).toBe(chainIdOf(maker.opening.bytes));
    expect(decodeLeaf(maker.opening.bytes)).toMatchObject({ seq: 0, type: 'open' });
  });

  it('seals nothing, because its chain has no id yet', () => {
    const position = { chain: maker.chain, seq: 0, prev: new Uint8Array(32), at: 1 };
    const draft = { type: 'open', public: {} };
    expect(hex(sealEvent(draft, position, maker.keyring, counting()).bytes)).toBe(hex(openingEvent(draft, 1).bytes));
    for (const part of [
      { private: { a: 1 } },
      { details: {} },
      { manifest: {} },
      { items: [] },
      { tokens: new Uint8Array(16) },
    ]) {
      expect(() => openingEvent({ ...draft, ...part }, 1)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
  });
});

describe('a draft is refused', () => {
  const twice = pack('SN1');
  it.each<[string, Draft, string]>([
    ['with tokens that do not ascend', { type: 'commission', public: {}, tokens: new Uint8Array(32) }, 'bad-input'],
    ['with half a token', { type: 'commission', public: {}, tokens: new Uint8Array(17) }, 'bad-input'],
    ['with no token', { type: 'commission', public: {}, tokens: new Uint8Array(0) }, 'bad-input'],
    ['with bare tokens on another type', { type: 'ship', public: {}, tokens: new Uint8Array(16) }, 'bad-input'],
    ['with an item twice', { ...ship, items: [twice, twice] }, 'bad-input'],
    [
      'with too many readers',
      { ...ship, readers: Array.from({ length: 256 }, (_, i) => newKeyring(scattered(i + 1)).seal.public) },
      'bad-input',
    ],
    ['with a reader that is no key', { ...ship, readers: [new Uint8Array(32)] }, 'bad-input'],
    ['with public words that fill the event', { type: 'profile', public: { name: 'x'.repeat(70_000) } }, 'bad-input'],
    ['with a fraction', { type: 'profile', public: { price: 0.5 } }, 'bad-encoding'],
    ['with a fraction in a part', { type: 'report', public: {}, manifest: { price: 0.5 } }, 'bad-encoding'],
  ])('%s', (_what, draft, code) => {
    expect(() => event(maker, draft)).toThrow(expect.objectContaining({ code }));
  });

  it('with more items than an event may have', () => {
    const items = Array.from({ length: 1_000_001 }, () => twice);
    expect(() => event(maker, { ...ship, items })).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it('with more rows than an event may have', () => {
    const tokens = new Uint8Array(1_000_001 * 16);
    const view = new DataView(tokens.buffer);
    for (let i = 0; i <= 1_000_000; i++) view.setUint32(i * 16, i);
    expect(() => event(maker, { type: 'commission', public: {}, tokens })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });
});
