// The token of this device, and other small things that outlive the page: in storage that no other origin can read.

const DATABASE = 'desk';
const STORE = 'kept';

let token: string | undefined;

/** The token, where this device is paired. */
export function tokenNow(): string | undefined {
  return token;
}

/** Reads the token once, before anything is asked. */
export async function loadToken(): Promise<void> {
  const kept = await recallKept('token');
  token = typeof kept === 'string' ? kept : undefined;
}

/** Keeps the token of this device; undefined forgets it. */
export async function keepToken(given: string | undefined): Promise<void> {
  token = given;
  await keep('token', given);
}

/** Keeps a value under a name; a browser that keeps nothing goes on without. */
export async function keep(name: string, value: unknown): Promise<void> {
  await inStore('readwrite', (store) => (value === undefined ? store.delete(name) : store.put(value, name))).catch(
    () => undefined,
  );
}

/** What is kept under a name. */
export async function recallKept(name: string): Promise<unknown> {
  return inStore('readonly', (store) => store.get(name)).catch(() => undefined);
}

function inStore(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const base = opening.result;
      const request = use(base.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => {
        resolve(request.result);
        base.close();
      };
      request.onerror = () => {
        reject(request.error);
        base.close();
      };
    };
  });
}
