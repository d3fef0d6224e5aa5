// What `init` asks at a terminal, and what it says is missing where there is none.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('questions', () => ({
  missing: ({ options }: { options: readonly string[] }) => `init wants to know more: ${options.join('; ')}`,
  'missing-how': 'give them together, or run it at a terminal, which asks: pedigree init --help',
  'a-way': '--regulator, --alone or --network CARD',
  'maker-of': '--prefix <gcp> or --gtin <gtin>',
  'stopped-asking': 'stopped before all was answered, nothing was made',
  begin: 'A new party in {home}\nEnter takes what stands in brackets, Ctrl-C makes nothing.',
  name: 'Name of the organisation: ',
  gln: 'Its GLN (13 digits; GS1 gives them out): ',
  'gln-offered': 'The check digit of {typed} is wrong or missing.\nEnter takes {gln}, or type another: ',
  way: `How does it begin?
  1  it joins a network: there is a card of the regulator
  2  it founds one: it is the regulator
  3  alone, until there is a network
  4  it is another till of a party: there is a card of the first one
Number: `,
  card: 'The file of the card: ',
  'fingerprint-compare': 'The fingerprint of the network of {founder}: {fingerprint}',
  'fingerprint-agrees': 'Does somebody there read out the same on the phone? yes or no: ',
  roles: 'dispenser, distributor, manufacturer or logistics [dispenser]: ',
  prefix: 'GS1 company prefix of its products: ',
  custody: 'Every hand-over must be recorded (required), or only making and supply\n(endpoints) [required]: ',
  contact: 'Phone or mail that partners are shown [none]: ',
  'not-an-answer': 'that is none of these',
  passphrase: 'A passphrase for the key (Enter for none): ',
  'new-passphrase': 'New passphrase: ',
  'once-more': 'Once more: ',
  'passphrases-differ': 'the two differ, once more from the beginning',
  peer: 'Address of a first peer, such as https://trace.midway.example/ [later]: ',
  'peer-name': 'What it is called here: ',
  'fingerprint-denied': 'the card is of another network than the one that was asked for',
  'ask-for-card': 'ask the regulator for the right card; nothing was made',
}));

export const phrase = /* @__PURE__ */ telling(say);
