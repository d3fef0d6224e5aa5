// The words of files for partners outside: what is written, and what could not be told in it.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

interface Left {
  readonly count: number;
  readonly what: readonly string[];
}

const named = ({ count, what }: Left) => `${what.join(', ')}${count > what.length ? ' …' : ''}`;

export const say = /* @__PURE__ */ area('export', () => ({
  'an-epcis-file': 'an EPCIS file',
  'file-exists': '{path} exists already',
  'name-another-file': 'name another file with -o',
  'name-what-to-export': 'name a shipment, packs or containers',
  'a-proof': 'the proof of a file',
  'proof-needs-file': 'a proof stands beside a file, and standard output is none',
  'name-a-file': 'name a file with -o',
  'no-way-from-founder': 'nothing here shows how the founder of the network has let this chain in',
  'sync-for-accreditation': 'pedigree sync, or import the welcome of the regulator',
  'not-a-proof': 'this is not the proof of a file',
  'proof-comes-with-file':
    'it stands beside the file as FILE.proof: pedigree epcis export SHIPMENT --proof writes both',
  'proof-of-other-file': 'this is the proof of another file, or the file was changed',
  'proof-broken': 'the proof was changed: what it shows does not fit to its signatures',
  'proof-not-accredited': 'the proof does not show that the founder of the network has let its author in',
  'proof-shows-nothing': 'the proof shows nothing of this file',
  'ask-sender-for-both': 'ask the sender for the file and its proof once more',
  'proof-of-other-network': 'the proof is of another network: its fingerprint is {fingerprint}',
  'compare-with-founder': 'ask the founder of the network for its fingerprint, by phone',
  'cannot-read': 'cannot read {path}',
  'proved-by': ({ name, gln, at }: { name: string; gln: string; at: string }) =>
    `Proved: ${name} (${gln}) had exactly this file ${at}.`,
  'compare-fingerprint': 'Compare with what the founder of the network says by phone: {fingerprint}',
  'fingerprint-of-proof': 'the fingerprint is that of a proof',
  'proof-of-one-file': 'a proof is of one file',
  'check-with-proof': 'pedigree epcis check FILE --proof FILE.proof --fingerprint …',
  'proof-in': 'Its proof is {proof}',
  'never-yours': 'it was never in your hands, so you cannot tell its way',
  'is-disputed': ({ what, between }: { what: string; between: readonly string[] }) =>
    `it is disputed who has ${what}: ${between.join(', ')}`,
  written: ({ events, packs, file }: { events: number; packs: number; file: string }) =>
    `${counted(events, 'event')} of ${counted(packs, 'pack')} in ${file}`,
  'written-for': ({ events, packs, file, to }: { events: number; packs: number; file: string; to: string }) =>
    `${counted(events, 'event')} of ${counted(packs, 'pack')} for ${to} in ${file}`,
  'not-told': 'Not told: {text}',
  'left-contents-unknown': (left: Left) => `what is inside ${named(left)}, which cannot be read here`,
  'left-container-unknown': (left: Left) =>
    `${counted(left.count, 'container')} that the goods lay in before they came, which nothing here names`,
  'left-finding': (left: Left) => `${counted(left.count, 'finding')} that EPCIS has no word for: ${named(left)}`,
  'left-prefix-unknown': (left: Left) =>
    `no URN for ${named(left)}, because nobody says how long its company prefix is: --prefix, or profile set --prefix there`,
  'left-product-unknown': (left: Left) => `what ${named(left)} is called: its maker says so with product set`,
  'left-ndc-unknown': (left: Left) => `the NDC of ${named(left)}: its maker says so with product set --code ndc=…`,
  'left-address-unknown': (left: Left) => `the address of ${named(left)}: each says its own with profile set`,
  'left-no-statement': (_: Left) => 'the transaction statement: a declaration by law, which --affirm makes',
  'left-no-receiver': (_: Left) => 'who it is for',
  'left-missing-goods': (left: Left) =>
    `${counted(left.count, 'item')} that a receipt found missing: EPCIS 1.2 has no word for it`,
}));
export const phrase = /* @__PURE__ */ telling(say);
