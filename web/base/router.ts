// Which screen is open: what stands behind the # of the address. No scan and no serial ever stands there.
import { signal } from '@preact/signals';

export interface Route {
  readonly screen: string;
  /** What of it is shown: the id of a recall. */
  readonly of: string;
}

export const route = signal<Route>(routeNow());

function routeNow(): Route {
  const [screen = '', ...rest] = location.hash.slice(1).split('/');
  try {
    return { screen, of: decodeURIComponent(rest.join('/')) };
  } catch {
    // Not an address of this page.
    return { screen, of: '' };
  }
}

addEventListener('hashchange', () => {
  route.value = routeNow();
  scrollTo(0, 0);
});

/** The address of a screen, for links. */
export function addressOf(screen: string, of?: string): string {
  return `#${screen}${of === undefined ? '' : `/${encodeURIComponent(of)}`}`;
}

export function open(screen: string, of?: string): void {
  location.hash = addressOf(screen, of);
}
