// The page opens without the node: its files are kept by the browser, where that is to be had (https, or this computer).
import { keeperAddress } from './script-address.ts';

/** Not before the first packs were judged: until then every file counts, ms. */
const LATER = 5_000;

export function keepPage(): void {
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  if (serviceWorker === undefined) return;
  // Without it the page works as before, and opens with the node alone.
  setTimeout(() => void serviceWorker.register(keeperAddress()).catch(() => undefined), LATER);
}
