// The addresses of scripts that run beside the page; the browser takes them from the policy of this page alone.

/** Put in by the build: the name of the file that reads frames of a camera. */
declare const FRAMES_WORKER: string;

/** What keeps the files of the page for when the node is away. */
const KEEPER = '/sw.js';

interface Policies {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

let policy: ReturnType<Policies['createPolicy']> | undefined;

/** Nothing else ever becomes an address of a script. */
function trusted(url: string): string {
  const own = (asked: string): string => {
    if (asked !== FRAMES_WORKER && asked !== KEEPER) throw new TypeError('no address of this page');
    return asked;
  };
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy('desk', { createScriptURL: own });
  return policy?.createScriptURL(url) ?? url;
}

export function workerAddress(): string {
  return trusted(FRAMES_WORKER);
}

export function keeperAddress(): string {
  return trusted(KEEPER);
}
