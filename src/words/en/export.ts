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
