// What a party's folder says of packs, as it is compared with what another folder says of the same ones.
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import type { Network } from './network.ts';

/** All that is said of these packs at a party, without what differs from ledger to ledger, and its stock. */
export async function lives(net: Pick<Network, 'at' | 'env'>, who: string, scans: readonly string[]) {
  // A trace names containers as far as manifests have been read.
  await net.at(who, (home) => home.ledger.write((local, view) => catchUp(knowledgeOf(home, view, local))));
  const told = await Promise.all(
    scans.map(async (scan) => {
      const { data } = await traceScan(net.env(who), scan);
      return {
        item: data.item,
        state: data.state,
        within: data.custody.within,
        steps: data.steps.map(({ type, to, within, reason, gln, despatch }) => ({
          ...{ type, to, within, reason, gln, despatch },
        })),
      };
    }),
  );
  const lots = await net.at(who, (home) => stock(home, { all: true }).lots);
  return { told, lots };
}
