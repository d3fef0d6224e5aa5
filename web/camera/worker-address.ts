// Where the worker that reads frames lies; the browser takes the address of a worker from the policy of this page alone.

/** Put in by the build: the name of the file. */
declare const FRAMES_WORKER: string;

interface Policies {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** The worker's address; nothing else ever becomes one. */
export function workerAddress(): string {
  const own = (url: string): string => {
    if (url !== FRAMES_WORKER) throw new TypeError('no address of this page');
    return url;
  };
  const policies = (globalThis as { readonly trustedTypes?: Policies }).trustedTypes;
  policy ??= policies?.createPolicy('desk', { createScriptURL: own });
  return policy?.createScriptURL(FRAMES_WORKER) ?? FRAMES_WORKER;
}

let policy: ReturnType<Policies['createPolicy']> | undefined;
