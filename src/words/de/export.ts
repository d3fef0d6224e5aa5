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
  'a-proof': 'der Beweis einer Datei',
  'proof-needs-file': 'ein Beweis liegt neben einer Datei, und die Standardausgabe ist keine',
  'name-a-file': 'mit -o eine Datei nennen',
  'no-way-from-founder': 'nichts hier zeigt, wie der Gründer des Netzes diese Kette zugelassen hat',
  'sync-for-accreditation': 'pedigree sync, oder die Willkommensdatei der Behörde einlesen',
  'not-a-proof': 'das ist nicht der Beweis einer Datei',
  'proof-comes-with-file':
    'er liegt als FILE.proof neben der Datei: pedigree epcis export SHIPMENT --proof schreibt beide',
  'proof-of-other-file': 'das ist der Beweis einer anderen Datei, oder die Datei wurde geändert',
  'proof-broken': 'der Beweis wurde geändert: was er zeigt, passt nicht zu seinen Unterschriften',
  'proof-not-accredited': 'der Beweis zeigt nicht, dass der Gründer des Netzes den Verfasser zugelassen hat',
  'proof-shows-nothing': 'der Beweis zeigt nichts über diese Datei',
  'ask-sender-for-both': 'den Absender noch einmal um Datei und Beweis bitten',
  'proof-of-other-network': 'der Beweis gehört zu einem anderen Netz: sein Fingerabdruck ist {fingerprint}',
  'compare-with-founder': 'den Gründer des Netzes am Telefon nach seinem Fingerabdruck fragen',
  'cannot-read': '{path} kann nicht gelesen werden',
  'proved-by': ({ name, gln, at }) => `Bewiesen: ${name} (${gln}) hatte genau diese Datei ${at}.`,
  'compare-fingerprint': 'Mit dem vergleichen, was der Gründer des Netzes am Telefon sagt: {fingerprint}',
  'fingerprint-of-proof': 'der Fingerabdruck gehört zu einem Beweis',
  'proof-of-one-file': 'ein Beweis gehört zu einer Datei',
  'check-with-proof': 'pedigree epcis check FILE --proof FILE.proof --fingerprint …',
  'proof-in': 'Ihr Beweis ist {proof}',
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
