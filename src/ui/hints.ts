// What to do next after a failure: what it says itself, else one step for each code.
import type { ErrorCode, PedigreeError } from '../errors.ts';

/** The next thing to do after a failure of which nothing better is known than its code. */
const NEXT: Readonly<Record<ErrorCode, string>> = {
  unexpected: 'this is a fault of the program; PEDIGREE_DEBUG=1 shows where',
  usage: 'pedigree help COMMAND shows what it takes',
  'own-peer': 'give the address of another party: pedigree peer list shows which are known',
  'once-key-reused': 'each request has a key of its own',
  'confirm-missing': 'repeat it with --confirm if that is meant',
  'not-authentic': 'pedigree verify … shows what is wrong with it',
  'unknown-item': 'pedigree verify … shows what is known of it',
  'unknown-lot': 'look at the number again, or pedigree sync',
  recalled: 'pedigree recall list shows the recalls',
  expired: 'pedigree decommission --reason expired … takes it out of use',
  'wrong-state': 'pedigree trace … shows where it stands',
  'sscc-in-use': 'pedigree pack --into new … draws another number',
  contested: 'pedigree verify … shows who else has it by the records: call them',

  'lot-exists': 'take another lot number; --more-of-this-lot adds to it',
  'chain-forked': 'pedigree doctor says where, and how to go on',
  'chain-broken': 'pedigree audit lists what is broken',
  quarantined: 'pedigree release … ends a quarantine',
  'not-yet-known': 'pedigree sync, then try again',
  'not-gs1': 'pedigree decode … shows what can be read of it',
  'bad-encoding': 'it was cut off or damaged: have it sent again',
  'bad-leaf': 'it was cut off or damaged: have it sent again',
  'bad-note': 'it was cut off or damaged: have it sent again',
  'bad-bundle': 'it was cut off or damaged: have it sent again',
  'bad-frame': 'it was cut off or damaged: have it sent again',
  'bad-input': 'look at what was given and try again',
  'other-network': 'ask the regulator of this network for its card',
  'no-such-file': 'look at the path and try again',
  'no-party': 'pedigree init --help tells how to make one; --home DIR names another folder',
  'not-found': 'look at the name and try again, or pedigree sync',
  'cannot-create': 'look at the path, its permissions and the space left',
  'io-failed': 'pedigree doctor looks at the disk and the folder',
  damaged: 'pedigree audit shows what is damaged and mends it from a peer',
  'key-damaged': 'pedigree restore FILE brings the key back from a backup',
  locked: 'another run is at work here: try again',
  'peer-away': 'try again later, or carry a file: pedigree export FILE',
  'not-allowed': 'pedigree status shows what this party may do',
  'fingerprint-differs': 'ask the regulator for its card and read the digits out to each other',
  'key-passphrase': 'try again, or give it in a file: --passphrase-file FILE',
  'key-permissions': 'the key is for its owner alone: chmod 600',
  'not-accredited': 'pedigree parties lists who is; pedigree sync may bring news',
  'not-a-test-home': 'a home to try things in is made with --test: pedigree init --help',
  'clock-suspect': 'set the clock; if it is right, --clock-is-right writes once',
  'chain-behind': 'pedigree recover fetches what is missing',
  'records-lost': 'pedigree recover asks the peers for them',
  'bad-setting': 'pedigree config list shows the settings',
  'node-too-old': 'get a newer one from https://nodejs.org',
  interrupted: 'what was recorded stays recorded: the same command again goes on',
};

/** The next step after a failure; there always is one. */
export function hintOf(error: PedigreeError): string {
  return error.hint ?? NEXT[error.code];
}
