// Events about packs and containers at steps of their lives, as parties of the small network write them.
import { b64u } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { holdToken, itemToken } from '../../src/chain/item-key.ts';
import { type ItemKey, packItem } from '../../src/custody/item.ts';
import { GTIN, type Party } from './network.ts';

export type Place = readonly [item: ItemKey, n: number];

/** A container's key. */
export const containerKey = (n: number) => new Uint8Array(32).fill(n);

export function packsOf({ chain }: Party, names: readonly string[], n: number): Place[] {
  return names.map((serial) => [packItem(chain, GTIN, serial), n]);
}

export function goods(type: string, places: readonly Place[], details: object): Draft {
  return {
    type,
    public: {},
    items: places.map(([item, n]) => ({ key: item.key, token: itemToken(item.key, n) })),
    details: { ...details },
  };
}

/** What takes goods out of what is around them. */
export function opening(type: string, places: readonly Place[], around: readonly Place[]): Draft {
  const opens = around.map(([item, n]) => b64u(itemToken(item.key, n)));
  return goods(type, [...places, ...around], { opens });
}

export function held({ chain }: Party, serial: string, n: number, type: string): Draft {
  const { key: of } = packItem(chain, GTIN, serial);
  const reason = type === 'release' ? 'other' : 'suspect';
  return { type, public: {}, items: [{ key: of, token: holdToken(of, n) }], details: { reason } };
}
