// What is said of parties: who was made, admitted or ended, their cards and keys, and who is who.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Count {
  readonly count: number;
}

export const say = /* @__PURE__ */ area('parties-text', () => ({
  'profile-of': '{name}, GLN {gln}',
  'company-prefixes': 'company prefixes {prefixes}',
  chain: 'Chain',
  network: 'Network',
  fingerprint: 'Fingerprint',
  site: 'Site',
  contact: 'Contact',
  folder: 'Folder',
  file: 'File',
  key: 'Key',
  next: 'Next',
  until: 'Until',

  founds: '{name} founds a network',
  'ready-to-join': '{name} is ready to join',
  'till-ready-to-join': 'a till of {name} is ready to join',
  observes: '{name} reads and verifies',
  'works-alone': '{name} works alone as {roles}',
  'alone-next':
    'Take in what partners send: pedigree epcis import FILE. Another till takes part with the card: pedigree card -o FILE',
  'hand-out-card': 'Hand out the card: pedigree card -o FILE. Read the fingerprint to whoever joins.',
  'card-to-regulator':
    'Send the card to the regulator: pedigree card -o FILE. It answers with a file: pedigree import FILE',
  'card-to-first-till':
    'Take the card to the first till: pedigree card -o FILE, and there pedigree endorse FILE. It answers with a file: pedigree import FILE',
  'observer-next': 'Files bring it everything, peers once a regulator lets it read: pedigree card -o FILE',
  'key-locked': 'locked with a passphrase',
  'key-open': 'not locked: pedigree key passphrase',
  'test-home': 'Test home',
  'takes-now': 'yes, takes --now',
  recovery: 'Recovery',
  'no-recovery': 'none: --recovery-out FILE makes a key, to be kept offline',
  'recovery-in': '{file}: keep it offline, whoever has it can take the network over',
  'recovery-words': 'Recovery words. Write them down now: they are shown once and kept nowhere here.',
  'recovery-words-settle': 'They settle a fork of this chain, and whoever has them can take the network over.',

  accredited: '{name} is accredited as {roles}',
  prefixes: 'Prefixes',
  welcome: 'Welcome',
  'welcome-for': '{file}, for {name}',
  'welcome-at': 'at {name}: pedigree import {file}',
  'accredited-next': 'send it on: pedigree sync, or accredit again with -o FILE',
  endorsed: 'a till of {name} is endorsed as {roles}',
  'endorsed-next': 'Give {file} to the till, which imports it: pedigree import FILE',
  'card-written': 'card written to {file}',
  'read-out': 'Read out',
  'joiner-next': "Whoever joins: pedigree init --name NAME --gln GLN --network {file} --fingerprint '{fingerprint}'",
  'regulator-next': 'The regulator: pedigree accredit {file} --role ROLE',

  revoked: '{name}, GLN {gln}, is revoked',
  'go-on-counting': ({ chain, events }: { chain: string; events: number }) =>
    `${chain}: ${counted(events, 'event')} go on counting`,
  'never-seen': '{chain}: never seen, nothing of it counts',
  'once-they-come': 'Once they come, the same command again names them as they are then',
  settled: ({ whose, events }: { whose: string; events: number }) =>
    `of ${whose} the branch with ${counted(events, 'event')} counts, and what goes on from it`,
  'the-chain': 'chain {chain}',
  'here-alone': 'At this computer alone.',
  succeeds: '{name}, GLN {gln}, speaks for the founder',
  before: 'Before',
  'before-counts': ({ chain, events }: { chain: string; events: number }) =>
    `${chain}, ${counted(events, 'event')} of it go on counting`,

  'signs-with': 'Signs with',
  'sealed-for': 'Sealed for',
  replaced: 'Replaced',
  never: 'never',
  'so-many-times': '{count} times',
  passphrase: 'Passphrase',
  'passphrase-set': 'yes',
  'passphrase-none': 'no: pedigree key passphrase sets one',
  'key-now-locked': 'the key is locked with the new passphrase',
  'key-now-open': 'the key has no passphrase',
  'replaced-sign': 'replaced the key that signs',
  'replaced-seal': 'replaced the key that others seal for',
  'replaced-both': 'replaced the key that signs and the key that others seal for',

  name: 'name',
  roles: 'roles',
  news: 'news',
  'accredited-head': 'accredited',
  'contact-head': 'contact',
  'none-accredited': 'no party is accredited yet',
  you: '{name} (you)',
  'is-revoked': 'revoked',
  'is-forked': 'FORKED',
  strangers: ({ count }: Count) => `${counted(count, 'chain')} without accreditation:`,
  'says-it-is': '{chain} says it is {name}',
  'says-it-is-gln': '{chain} says it is {name}, GLN {gln}',
  unnamed:
    '{name}: chain {chain} came after the end and counts for nothing until a regulator names it: pedigree revoke {gln} --reason T --confirm {gln}',
  'settled-differently': '{name}: two have settled the fork of chain {chain} differently',
  'settled-neither': '{name}: two have settled the fork of chain {chain} differently, so neither counts',
  'settled-by': '{name}: the fork of chain {chain} is settled by {by}: the branch with {size} events then',
  'by-recovery': 'the recovery key',
  'by-founder': 'the founder',
  'by-regulator': 'a regulator',
  'by-here': 'this computer alone, signed by nobody',
  'by-revocation': 'a revocation',
  'ended-on': 'ended {until}',
  'ends-on': 'until {until}',
  'of-right': '{right} {end}',

  'no-peers': 'no peers; pedigree peer add NAME URL',
  address: 'address',
  'last-sync': 'last sync',
  answers: 'answers',
  'answered-by': 'answered by {who}, chain {chain}',
  'answered-by-before': 'answered by {who}, chain {chain}, before by chain {formerly}',
  'a-stranger': 'a stranger',
}));

export const phrase = /* @__PURE__ */ telling(say);
