// Taking bundles in, and what this folder has that the hub has not.
import { setTimeout as wait } from 'node:timers/promises';
import { PedigreeError, worstExit } from '../../errors.ts';
import type { HubStore } from '../../ledger/postgres/hub-store.ts';
import { drainInto, type HubTaken, takeHubBundle } from '../../sync/hub-bundle.ts';
import { phrase, say } from '../../words/en/hub.ts';
import type { Home } from '../node/home.ts';
import type { HubAddresses } from './dsn.ts';
import { asHubFailure, withStore } from './hub-database.ts';

/** A bundle, by the path where its bytes are and the name that it was given. */
export interface HubAdmitFile {
  readonly path: string;
  readonly named: string;
}

export interface HubAdmitted {
  readonly file: string;
  readonly events: number;
  readonly ending: 'whole' | 'cut' | 'damaged' | 'unread';
  /** Why nothing or not all of it was taken in. */
  readonly error?: string;
}

export interface HubAdmitData extends HubTaken {
  /** Each bundle that was named; none where this folder alone was drained. */
  readonly files: readonly HubAdmitted[];
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly exit: number;
}

/**
 * Takes bundles in, each for itself, and then what the folder has that the hub has not: again every `every` ms, where that is
 * given, until `signal`. A round that fails later than the first is told through `env.warn` and tried again with the next.
 * @throws as `withStore`
 */
export async function* hubAdmit(
  home: Home,
  addresses: HubAddresses,
  files: readonly HubAdmitFile[],
  { every, signal }: { readonly every?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<HubAdmitData> {
  yield await round(home, addresses, files);
  if (every === undefined) return;
  const isOver = (): boolean => signal?.aborted === true;
  while (!isOver()) {
    await wait(every, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    if (isOver()) return;
    try {
      const data = await round(home, addresses, []);
      if (!data.already) yield data;
    } catch (error) {
      home.env.warn(error instanceof Error ? error.message : String(error));
    }
  }
}

function round(home: Home, addresses: HubAddresses, files: readonly HubAdmitFile[]): Promise<HubAdmitData> {
  return withStore(addresses, async (store) => {
    const { ledger, env } = home;
    const taken: HubTaken[] = [];
    const admitted: (HubAdmitted & { readonly exit: number })[] = [];
    for (const file of files) admitted.push(await fileInto(store, home, file, taken));
    taken.push(await drainInto(store, ledger, () => env.clock()));
    return answerOf(taken, admitted);
  });
}

async function fileInto(
  store: HubStore,
  { self, env }: Home,
  { path, named }: HubAdmitFile,
  taken: HubTaken[],
): Promise<HubAdmitted & { readonly exit: number }> {
  try {
    const one = await takeHubBundle(store, path, { network: self.network, clock: () => env.clock() });
    taken.push(one);
    const { events, ending } = one;
    if (ending === 'whole') return { file: named, events, ending, exit: 0 };
    const error = new PedigreeError('bad-bundle', say(ending === 'cut' ? 'bundle-cut' : 'bundle-damaged', { named }));
    return { file: named, events, ending, error: error.message, exit: error.exit };
  } catch (cause) {
    const error = asHubFailure(cause);
    if (!(error instanceof PedigreeError) || error.code === 'peer-away') throw error;
    return { file: named, events: 0, ending: 'unread', error: error.message, exit: error.exit };
  }
}

function answerOf(
  taken: readonly HubTaken[],
  admitted: readonly (HubAdmitted & { readonly exit: number })[],
): HubAdmitData {
  const events = taken.reduce((sum, one) => sum + one.events, 0);
  const pages = taken.reduce((sum, one) => sum + one.pages, 0);
  const setAside = [...new Map(taken.flatMap((one) => one.setAside.map((aside) => [aside.chain, aside]))).values()];
  return {
    events,
    pages,
    chains: [...new Set(taken.flatMap(({ chains }) => chains))],
    setAside,
    forks: taken.flatMap(({ forks }) => forks),
    files: admitted.map(({ exit: _, ...file }) => file),
    already: events + pages === 0,
    warnings: setAside.some(({ why }) => why === 'not-accredited') ? [phrase('chains-nobody-accredited')] : [],
    exit: worstExit([0, ...admitted.map(({ exit }) => exit)]),
  };
}
