// What lies in a party's folder besides its ledger.

export const KEY_FILE = 'key';
/** New keys stand here until the event that makes them count is durable. */
export const NEXT_KEY_FILE = 'key.next';
/** Who may work at the desk. */
export const DESK_FILE = 'desk.json';
/** Where `init` and `restore` put a party together; it becomes the home by renames, the key last. */
export const STAGING = '.new';
/** Where `join` puts the party of another network together; what is left of a run that was killed is nothing. */
export const JOINING = '.join';
/** The same, whole: from this name on the party is the one of the other network, and whoever opens the folder moves it in. */
export const JOINED = '.joined';
