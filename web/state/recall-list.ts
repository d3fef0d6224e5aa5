// The open recalls, kept for a break of the line: a scan that is of one of them is told so at once. What is on no list is not judged.
import { effect, signal, untracked } from '@preact/signals';
import { carryOut } from '../api/client.ts';
import type { RecallShown } from '../api/documents.ts';
import { itemOf } from '../scan/item-of.ts';
import { may } from './me.ts';
import { opened, recallCame } from './news.ts';

type Kept = Pick<RecallShown, 'gtin' | 'lots' | 'scope' | 'class'>;

/** More open recalls than anybody has. */
const MOST = 1_000;

const recalls = signal<readonly Kept[]>([]);

/** Keeps them from now on: asked for whenever news begin, and with each recall that comes. */
export function keepRecalls(): void {
  effect(() => {
    if (opened.value === 0 && recallCame.value === undefined) return;
    void untracked(load);
  });
}

async function load(): Promise<void> {
  if (!may('recall list')) return;
  const options = { limit: MOST };
  const reply = await carryOut<{ readonly recalls: readonly RecallShown[] }>('recall list', { options, quiet: true });
  if (reply.kind !== 'document') return;
  recalls.value = reply.document.recalls.filter(({ state }) => state !== 'rescinded');
}

/** The class of the gravest recall on the list that the code is of, by its product and lot; undefined where there is none. */
export function recallOnList(scan: string): number | undefined {
  const { gtin, lot } = itemOf(scan) ?? {};
  if (gtin === undefined) return undefined;
  const classes = recalls.value
    .filter((one) => one.gtin === gtin && (one.scope === 'all' || (lot !== undefined && one.lots.includes(lot))))
    .map((one) => one.class);
  return classes.length === 0 ? undefined : Math.min(...classes);
}
