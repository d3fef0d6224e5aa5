// What is said most is short: heads, wants and data in bytes, the same as their JSON to whoever reads them.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { b64u, base32 } from '../../src/chain/bytes.ts';
import { CODEC, FRAME } from '../../src/chain/frame.ts';
import { fromFrame, toFrame } from '../../src/sync/frames.ts';
import type { Message } from '../../src/sync/messages.ts';
import { accredit, add, batchOf, cleanUp, NOW, type Party, party } from '../ledger/network.ts';
import { sideOf, talk } from './talk.ts';

afterEach(cleanUp);

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const chain = () => bytes(16).map((id) => base32(id));
const size = () => fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

/** A checkpoint with one signature line or with two, one that is cut, and what is none. */
const noteOf = (id: string, n: number) =>
  fc
    .tuple(bytes(32), bytes(68), fc.constantFrom('whole', 'two', 'cut', 'other', 'none'))
    .map(([root, signature, how]) => {
      const b64 = (of: Uint8Array) => Buffer.from(of).toString('base64');
      const line = `— pedigree.v1/${id} ${b64(signature)}\n`;
      const note = `pedigree.v1/${id}\n${n}\n${b64(root)}\n\n${line}`;
      return { whole: note, two: note + line, cut: note.slice(0, -2), other: `x${note}`, none: '' }[how] ?? '';
    });

const said: fc.Arbitrary<Message> = fc.oneof(
  fc
    .array(
      fc.tuple(chain(), size()).chain(([id, n]) =>
        fc.record({
          chain: fc.constant(id),
          size: fc.constant(n),
          root: bytes(32),
          tip: bytes(32),
          note: noteOf(id, n),
          rank: fc.constantFrom('founder' as const, 'regulator' as const, 'member' as const, 'stranger' as const),
        }),
      ),
      { maxLength: 5 },
    )
    .chain((heads) =>
      fc.record({ type: fc.constant('heads' as const), full: fc.boolean(), heads: fc.constant(heads) }),
    ),
  fc.tuple(chain(), size(), bytes(32), bytes(32), fc.nat(1_000)).map(([id, n, root, tip, back]) => {
    const from = Math.max(0, n - 1 - back);
    return { type: 'want' as const, chain: id, size: n, root, from, to: n, tip: from === 0 ? new Uint8Array(0) : tip };
  }),
  fc
    .tuple(chain(), fc.nat(), fc.array(fc.uint8Array({ minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 4 }))
    .chain(([id, start, leaves]) =>
      noteOf(id, start + leaves.length).map((note) => ({ type: 'data' as const, chain: id, start, note, leaves })),
    ),
);

/** For comparison: whatever kind of bytes they are. */
const plain = (message: Message | undefined) =>
  JSON.stringify(message, function replacer(this: Record<string, unknown>, key, value) {
    const given = this[key];
    return given instanceof Uint8Array ? b64u(given) : value;
  });

describe('the short form', () => {
  it('says what was said, and any cut of it is no frame', () => {
    fc.assert(
      fc.property(said, fc.double({ min: 0, max: 0.999, noNaN: true }), (message, part) => {
        const frame = toFrame(message, false);
        expect(plain(fromFrame(frame))).toBe(plain(message));
        const cut = { ...frame, body: frame.body.subarray(0, Math.floor(part * frame.body.length)) };
        if (message.type !== 'data') expect(() => fromFrame(cut)).toThrow();
      }),
    );
  });

  it('and the long one are read alike', () => {
    const id = base32(Buffer.alloc(16, 7));
    const hash = b64u(Buffer.alloc(32, 1));
    const long = (type: number, value: object) => ({
      type,
      codec: CODEC.raw,
      body: Buffer.from(JSON.stringify(value)),
    });
    const head = { chain: id, size: 3, root: hash, tip: hash, note: 'n', rank: 'member' };
    expect(fromFrame(long(FRAME.heads, { full: true, heads: [head] }))).toMatchObject({
      heads: [{ chain: id, size: 3 }],
    });
    const want = { chain: id, size: 3, root: hash, from: 1, to: 3, tip: hash };
    expect(fromFrame(long(FRAME.want, want))).toMatchObject({ chain: id, from: 1, to: 3 });
  });
});

describe('a peer in step', () => {
  let agency: Party;

  function network(members: number): readonly [Party, Party] {
    agency = party('Agency', '9506000100001', null);
    const others = Array.from({ length: members }, (_, i) =>
      party(`P${i}`, `95060001${String(10_000 + i)}`, agency.chain),
    );
    for (const one of others) {
      agency.ledger.admit(batchOf(one.ledger, one.chain));
      accredit(agency, one, ['dispenser']);
    }
    const [hill] = others;
    if (hill === undefined) throw new Error('nobody');
    hill.ledger.admit(batchOf(agency.ledger, agency.chain));
    return [agency, hill];
  }

  it('is told of a new accreditation, and not of all chains once more', () => {
    const [hub, hill] = network(150);
    const { memory } = talk(hub.chain, hill, hub);
    const late = party('Late', '9506000199999', hub.chain);
    hub.ledger.admit(batchOf(late.ledger, late.chain));
    accredit(hub, late, ['dispenser']);
    const first = talk(hub.chain, hill, hub, { last: memory });
    // The side that dials honours somebody new since then.
    const heads = (last: typeof memory) => {
      const asker = sideOf(hill.ledger, hub.chain, hill.chain, { last });
      const answerer = sideOf(hub.ledger, hub.chain, hub.chain);
      let told = 0;
      for (let turn = 0; turn < 2; turn++) {
        for (const [from, to] of [
          [asker, answerer],
          [answerer, asker],
        ] as const) {
          for (const frame of from.turn()) {
            const message = fromFrame(frame);
            if (message?.type === 'heads') told += message.heads.length;
            to.take(frame);
          }
        }
      }
      return told;
    };
    expect(heads(first.memory)).toBeLessThan(10);
    // Full heads all the same, once a day.
    expect(heads({ ...(first.memory ?? memory), wholeAt: NOW - 86_400_000 } as typeof memory)).toBeGreaterThan(150);
  });

  it('is told again what one side had set aside when it honours its chain', () => {
    const [hub, hill] = network(80);
    const late = party('Late', '9506000199999', hub.chain);
    add(late, { type: 'profile', public: { name: 'Late', contact: 'desk' } });
    // Hill heard of the accreditation by another way than the chain, and hub the chain.
    const far = party('Far', '9506000199982', hub.chain);
    far.ledger.admit(batchOf(hub.ledger, hub.chain));
    const { memory } = talk(hub.chain, far, hub);
    accredit(hub, late, ['dispenser']);
    hub.ledger.admit(batchOf(late.ledger, late.chain));
    const { memory: offered } = talk(hub.chain, hub, hill, {});
    expect(hill.ledger.read((view) => view.chain(late.chain)?.size)).toBe(2);
    const again = talk(hub.chain, far, hub, { last: memory });
    expect(far.ledger.read((view) => view.chain(late.chain)?.size)).toBe(2);
    expect([offered, again.memory]).not.toContain(undefined);
  });
});
