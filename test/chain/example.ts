// The worked example of docs/format.md: read from the document, and computed again from its inputs.

import { readFileSync } from 'node:fs';
import { type Bytes, b64u, hex, unhex, utf8 } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { type Draft, openingEvent, sealEvent } from '../../src/chain/compose.ts';
import { eventContext } from '../../src/chain/context.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { keyringFrom } from '../../src/chain/keyring.ts';
import { encodeKeyFile, sealPair, signPair } from '../../src/chain/keys.ts';
import { chainIdOf, decodeLeaf } from '../../src/chain/leaf.ts';
import { EMPTY_RANGE, extendRange, rangeRoot } from '../../src/chain/merkle.ts';
import { sortTokens } from '../../src/chain/mint.ts';
import { encodePlain } from '../../src/chain/plain.ts';
import { serialAt } from '../../src/chain/serial.ts';
import { counting } from './fixed.ts';

/** The fenced blocks of the document that are marked `example`, by name, without their last newline. */
export function blocks(path = 'docs/format.md'): Map<string, string> {
  const document = readFileSync(path, 'utf8');
  const found = document.matchAll(/```\w+ example=(\S+)\n([\s\S]*?)\n```/g);
  return new Map([...found].map(([, name = '', content = '']) => [name, content]));
}

interface Inputs {
  readonly signSeed: string;
  readonly sealScalar: string;
  readonly readerScalar: string;
  readonly random: number;
  readonly at: readonly number[];
  readonly party: JsonObject;
  readonly gtin: string;
  readonly seed: string;
}

/** Every other block, computed from the block `inputs`. */
export function computed(inputs: Inputs): Record<string, string> {
  const keyring = keyringFrom({
    sign: signPair(unhex(inputs.signSeed)),
    seals: [sealPair(unhex(inputs.sealScalar))],
  });
  const reader = sealPair(unhex(inputs.readerScalar));
  const random = counting(inputs.random);
  const [at0 = 0, at1 = 0, at2 = 0] = inputs.at;
  const { gtin } = inputs;
  const lot = { gtin, lot: 'A1', expiry: '2028-02-00' };

  const keys = { signKey: b64u(keyring.sign.public), sealKey: b64u(keyring.seal.public) };
  const opening = openingEvent(
    { type: 'open', public: { network: null, party: inputs.party, custody: 'required', ...keys } },
    at0,
  );
  const chain = chainIdOf(opening.bytes);

  const seed = unhex(inputs.seed);
  const serials = [0, 1].map((i) => serialAt(seed, i));
  const packs = serials.map((serial) => packKey(chain, gtin, serial));
  const tokens = sortTokens(Buffer.concat(packs.map((key) => itemToken(key, 0))));
  const commission = sealEvent(
    { type: 'commission', public: { ...lot, count: 2 }, tokens, private: { seed: b64u(seed) } },
    { chain, seq: 1, prev: opening.hash, at: at1 },
    keyring,
    random,
  );

  const [key = new Uint8Array(32)] = packs;
  const [serial = ''] = serials;
  const manifest = { shipment: 'S-1', items: { packs: [{ ...lot, n: 1, serials: [serial] }] } };
  const draft: Draft = {
    type: 'ship',
    public: {},
    items: [{ key, token: itemToken(key, 1) }],
    details: { to: '9506000140445' },
    manifest,
    private: { operator: 'maria' },
    readers: [reader.public],
  };
  const ship = sealEvent(draft, { chain, seq: 2, prev: commission.hash, at: at2 }, keyring, random);

  const range = extendRange(EMPTY_RANGE, [opening.hash, commission.hash, ship.hash]);
  const pair = keyring.seal.agree(reader.public);
  const leaf = decodeLeaf(ship.bytes);
  const list = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
  return {
    open: textOf(opening.bytes),
    chain: list({ 'chain id': chain, 'leaf hash': hex(opening.hash) }),
    items: list({
      'serial(0)': serial,
      'serial(1)': serials[1] ?? '',
      'pack key of serial(0)': hex(key),
      'token 0 of serial(0)': hex(itemToken(key, 0)),
      'token 1 of serial(0)': hex(itemToken(key, 1)),
      'token 0 of serial(1)': hex(itemToken(packs[1] ?? key, 0)),
    }),
    commission: textOf(commission.bytes),
    ship: textOf(ship.bytes),
    sealing: list({
      ctx: hex(eventContext(chain, 2, leaf.salt ?? key)),
      Ko: hex(ship.ko ?? key),
      Kd: hex(ship.kd ?? key),
      Km: hex(ship.km ?? key),
      'pair with the reader': hex(pair),
      'plain text of details': hex(encodePlain(draft.details ?? {})),
    }),
    tree: list({
      'leaf hash 1': hex(commission.hash),
      'leaf hash 2': hex(ship.hash),
      'compact range': range.nodes.map(hex).join(' '),
      root: hex(rangeRoot(range)),
    }),
    checkpoint: signCheckpoint(chain, 3, rangeRoot(range), keyring.sign.public, (message) =>
      keyring.sign.sign(message),
    ).trimEnd(),
    'key-file': encodeKeyFile(keyring, undefined, random).trimEnd(),
    'key-file-passphrase': encodeKeyFile(keyring, 'correct horse', random).trimEnd(),
  };
}

function textOf(bytes: Bytes): string {
  return Buffer.from(bytes).toString('utf8');
}

/** The bytes that a text of a block stands for. */
export function bytesOf(block: string | undefined): Bytes {
  return utf8(block ?? '');
}
