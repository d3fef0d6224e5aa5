// Deutsch: Dateien für Partner außerhalb.
import type { say } from '../en/export.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

interface Left {
  readonly count: number;
  readonly what: readonly string[];
}

const named = ({ count, what }: Left) => `${what.join(', ')}${count > what.length ? ' …' : ''}`;

export const table: Translated<typeof say> = () => ({
  'an-epcis-file': 'eine EPCIS-Datei',
  'file-exists': '{path} gibt es schon',
  'name-another-file': 'mit -o eine andere Datei nennen',
  'name-what-to-export': 'eine Lieferung, Packungen oder Behälter nennen',
  'never-yours': 'es war nie in Ihren Händen, also kann sein Weg nicht gesagt werden',
  'is-disputed': ({ what, between }) => `es ist umstritten, wer ${what} hat: ${between.join(', ')}`,
  written: ({ events, packs, file }) =>
    `${counted(events, 'Eintrag', 'Einträge')} von ${counted(packs, 'Packung', 'Packungen')} in ${file}`,
  'written-for': ({ events, packs, file, to }) =>
    `${counted(events, 'Eintrag', 'Einträge')} von ${counted(packs, 'Packung', 'Packungen')} für ${to} in ${file}`,
  'not-told': 'Nicht gesagt: {text}',
  'left-contents-unknown': (left: Left) => `was in ${named(left)} ist, das hier nicht gelesen werden kann`,
  'left-container-unknown': (left: Left) =>
    `${counted(left.count, 'Behälter', 'Behälter')}, in denen die Ware lag, bevor sie kam, und die hier nichts nennt`,
  'left-finding': (left: Left) =>
    `${counted(left.count, 'Befund', 'Befunde')}, für die EPCIS kein Wort hat: ${named(left)}`,
  'left-prefix-unknown': (left: Left) =>
    `keine URN für ${named(left)}, weil niemand die Länge des Firmenpräfixes sagt: --prefix, oder dort profile set --prefix`,
  'left-product-unknown': (left: Left) => `wie ${named(left)} heißt: der Hersteller sagt es mit product set`,
  'left-ndc-unknown': (left: Left) =>
    `der NDC von ${named(left)}: der Hersteller sagt ihn mit product set --code ndc=…`,
  'left-address-unknown': (left: Left) => `die Anschrift von ${named(left)}: jeder sagt die eigene mit profile set`,
  'left-no-statement': (_: Left) => 'die Erklärung nach dem DSCSA, eine Rechtserklärung: --affirm gibt sie ab',
  'left-no-receiver': (_: Left) => 'für wen sie ist',
  'left-missing-goods': (left: Left) =>
    `${counted(left.count, 'Stück', 'Stück')}, die eine Annahme vermisst hat: EPCIS 1.2 hat dafür kein Wort`,
});
