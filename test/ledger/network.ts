// A small network for the ledger's tests: a founder, parties that it accredits, and their folders.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bytes, b64u, compareBytes, concat } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { type Keyring, newKeyring } from '../../src/chain/keys.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Appender, Batch, Ledger, PageIn } from '../../src/ledger/types.ts';

export const NOW = Date.UTC(2026, 10, 22, 9);
export const GTIN = '09506000134352';
export const random = (n: number): Bytes => new Uint8Array(randomBytes(n));

const folders: string[] = [];

/** A new folder, removed by `cleanUp`. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'pedigree-ledger-'));
  folders.push(dir);
  return dir;
}

export function cleanUp(): void {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
}

export interface Party {
  readonly dir: string;
  readonly ledger: Ledger;
  readonly keyring: Keyring;
  readonly chain: string;
  readonly signer: Appender;
  readonly name: string;
  readonly gln: string;
}

const keyrings = new Map<string, Keyring>();

/** The keys of a party of this network, by its chain. */
export function keyringOf(chain: string | undefined): Keyring | undefined {
  return chain === undefined ? undefined : keyrings.get(chain);
}

/** Opens a chain in a new folder; without a network it founds one. */
export function party(
  name: string,
  gln: string,
  network: string | null,
  dir = folder(),
  more: Draft['public'] = {},
): Party {
  const ledger = openLedger(dir, { create: true });
  const keyring = newKeyring(random);
  const draft: Draft = {
    type: 'open',
    public: {
      network,
      party: { name, gln },
      signKey: b64u(keyring.sign.public),
      sealKey: b64u(keyring.seal.public),
      ...(network === null ? { custody: 'required' } : {}),
      ...more,
    },
  };
  const { value } = ledger.append({ keyring, random }, { now: NOW, clockIsRight: true }, (tx) => tx.add(draft));
  const { chain } = value;
  keyrings.set(chain, keyring);
  return { dir, ledger, keyring, chain, signer: { chain, keyring, random }, name, gln };
}

export function accredit(founder: Party, other: Party, roles: readonly string[], more: object = {}): void {
  add(founder, {
    type: 'accredit',
    public: { chain: other.chain, party: { name: other.name, gln: other.gln }, roles, ...more },
  });
}

/** Appends events in one commit, a second after the last. */
export function add(by: Party, ...drafts: readonly Draft[]): void {
  by.ledger.append(by.signer, { now: NOW, clockIsRight: true }, (tx) => {
    for (const draft of drafts) tx.add(draft);
  });
}

/** Everything of a chain from `start` to `size` as a peer would send it. */
export function batchOf(from: Ledger, chain: string, start = 0, size?: number, branch = 0): Batch {
  return from.read((view) => {
    const to = size ?? view.chain(chain, branch)?.size ?? 0;
    return {
      chain,
      start,
      leaves: Array.from(view.leaves(chain, branch, start, to), ({ bytes }) => new Uint8Array(bytes)),
      note: view.note(chain, to, branch) ?? '',
      now: NOW,
    };
  });
}

/** The pages that a batch's leaves name. */
export function pagesOf(from: Ledger, batch: Batch): PageIn[] {
  return from.read((view) =>
    batch.leaves.flatMap((bytes) =>
      view.attachments(bytes).flatMap((ref) =>
        Array.from({ length: ref.pages }, (_, index) => ({
          ...ref,
          index,
          bytes: view.page(ref.root, index) ?? new Uint8Array(),
        })),
      ),
    ),
  );
}

/** Gives all chains that `from` holds to `to`. */
export function give(from: Ledger, to: Ledger): void {
  for (const { chain, branch, base } of from.read((view) => view.chains())) {
    const batch = batchOf(from, chain, branch === 0 ? 0 : base, undefined, branch);
    to.putPages(pagesOf(from, batch));
    to.admit(batch);
  }
}

/** Sorted tokens of step 0 of serials. */
export function tokensOf(network: string, serials: readonly string[], gtin = GTIN): Bytes {
  return concat(...serials.map((serial) => itemToken(packKey(network, gtin, serial), 0)).sort(compareBytes));
}

export function commission(network: string, serials: readonly string[], lot = 'L1'): Draft {
  return {
    type: 'commission',
    public: { gtin: GTIN, lot, expiry: '2028-11-30', count: serials.length },
    tokens: tokensOf(network, serials),
  };
}

/** An event with one row for each serial at step n. */
export function moves(
  type: string,
  network: string,
  serials: readonly string[],
  n: number,
  details: object = {},
): Draft {
  return {
    type,
    public: {},
    items: serials.map((serial) => {
      const key = packKey(network, GTIN, serial);
      return { key, token: itemToken(key, n) };
    }),
    details: { ...details },
  };
}

export function serials(count: number, prefix = 'S'): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(7, '0')}`);
}
