// Who works in a folder, said again by its own chain where the record of it is not what was written.
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import type { Ledger, View } from '../../ledger/types.ts';
import type { Env } from '../node/env.ts';
import { readKeyring } from '../node/key-file.ts';
import { NO_GLN } from '../node/party-name.ts';
import { isSelf, SELF_SETTING, unlessDamaged } from '../node/reading.ts';

/**
 * Writes the record anew from the own opening event. That an observer which gave a GLN is one is not on its chain: it may then
 * try to record, and what it writes counts for nothing.
 * @throws key-passphrase (77) where the keys are wanted, which know the chains that were given up
 */
export function remakeSelf(env: Env, ledger: Ledger): void {
  if (isSelf(unlessDamaged(() => ledger.local.setting(SELF_SETTING)))) return;
  const said = ledger.read((view) => {
    const chain = view.ownChain;
    const opening = chain === undefined ? undefined : view.eventAt(chain, 0, 0)?.leaf;
    if (chain === undefined || opening?.type !== EVENT.open.type) return undefined;
    const { network, party } = opening.public;
    const { name, gln, site } = party as JsonObject;
    const who = { chain, name, gln, ...(site === undefined ? {} : { site }) };
    const role = gln === NO_GLN ? { observer: true } : {};
    return { ...who, network: network ?? chain, policy: view.policy, ...role };
  });
  if (said === undefined) return;
  const earlier = givenUp(env, ledger, String(said.chain));
  const self = { ...said, ...(earlier.length === 0 ? {} : { earlier: [...earlier] }) };
  ledger.write((local) => local.setSetting(SELF_SETTING, self as JsonObject));
}

/** Chains that were opened with a key which is kept here as an old one, oldest first. */
function givenUp(env: Env, ledger: Ledger, chain: string): readonly string[] {
  try {
    const [, ...earlier] = readKeyring(env, ledger, chain).seal.publics;
    const old = new Set(earlier.map((key) => b64u(key)));
    return old.size === 0 ? [] : ledger.read((view) => openedWith(view, old, chain));
  } catch (error) {
    // A key file that is gone or damaged is a finding of its own.
    if (error instanceof PedigreeError && error.code !== 'key-passphrase') return [];
    throw error;
  }
}

function openedWith(view: View, keys: ReadonlySet<unknown>, own: string): readonly string[] {
  return view
    .chains()
    .flatMap(({ chain }) => view.eventAt(chain, 0, 0) ?? [])
    .filter(({ chain, leaf }) => chain !== own && leaf.type === EVENT.open.type && keys.has(leaf.public.sealKey))
    .sort((a, b) => a.leaf.at - b.leaf.at)
    .map(({ chain }) => chain);
}
