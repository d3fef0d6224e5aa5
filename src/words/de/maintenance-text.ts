// What is said when a folder is looked after, in German.
import type { say } from '../en/maintenance-text.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

const own = (count: number): string => counted(count, 'eigener Eintrag', 'eigene Einträge');
const found = (count: number): string => counted(count, 'Befund', 'Befunde');

export const table: Translated<typeof say> = () => ({
  'backed-up': ({ events, file }) => `${own(events)} und der Schlüssel in ${file}`,
  restored: ({ name, events }) =>
    `${name} ist wieder da, mit ${counted(events, 'eigenem Eintrag', 'eigenen Einträgen')}`,
  'restored-next': 'Prüfen, Verfolgen und Bestand gehen. Um wieder aufzuzeichnen: pedigree recover --from PEER',
  'heard-error': '{peer}: {error}',
  'heard-knows': ({ peer, events }) => `${peer}: kennt ${counted(events, 'eigenen Eintrag', 'eigene Einträge')}`,
  'new-chain': 'eine neue Kette ist eröffnet',
  chain: 'Kette',
  'given-up': 'Aufgegeben',
  'send-card': 'Ihre Karte an die Behörde senden: pedigree card -o FILE',
  'accredit-there': 'Dort: pedigree accredit FILE --same-party',
  'can-append': ({ events }) =>
    `an die Kette kann angehängt werden, ${counted(events, 'Eintrag', 'Einträge')} zurückgeholt`,
  'cannot-append': 'an die Kette kann nicht angehängt werden: {why}',
  'keys-differ': 'die Schlüssel hier sind nicht die, die sie nennt',
  'two-histories': 'sie ist gespalten',
  'look-with-doctor': 'pedigree doctor sieht nach',
  'chain-ended': 'die Kette {chain} ist beendet',
  rebuilt: ({ events, seconds }) =>
    `das Verzeichnis von ${counted(events, 'Eintrag', 'Einträgen')} ist neu gemacht, in ${seconds} s`,

  'all-well': 'alles ist, wie es sein muss',
  findings: ({ count }) => found(count),
  mended: ({ count }) => `${found(count)} behoben`,
  looked: ({ events, chains, notes, pages }) =>
    `${counted(events, 'Eintrag', 'Einträge')} von ${counted(chains, 'Kette', 'Ketten')}, ${counted(notes, 'Prüfpunkt', 'Prüfpunkte')}, ${counted(pages, 'Seite', 'Seiten')}`,
  'not-compared': 'Nicht verglichen, weil die Schlüssel gesperrt sind: {parts}',
  inventory: 'Bestand',
  'fork-settled': 'Spaltung von {chain} bei Eintrag {seq}: entschieden durch {by}',
  'pages-awaited': ({ count, chain, party }) =>
    `${count === 1 ? '1 Eintrag' : `${count} Einträge`} von ${party}, Kette ${chain}: noch nicht lesbar, Seiten fehlen`,
  stranger: 'einem Unbekannten',
  'json-has-all': '… --json hat alle',
  'what-to-do': 'Was zu tun ist: {hint}',
  'let-go': 'aufgegeben: {kind} {key}',
  'let-go-was': 'aufgegeben: {kind} {key}, bisher {was}',
  'let-go-gone': 'aufgegeben: {count} von {kind}, die fehlten',
  'let-go-gone-was': 'aufgegeben: {count} von {kind}, die fehlten, bisher {was}',
  'would-let-go': 'würde aufgeben: {kind} {key}',
  'would-let-go-was': 'würde aufgeben: {kind} {key}, bisher {was}',
  'would-let-go-gone': 'würde aufgeben: {count} von {kind}, die fehlten',
  'would-let-go-gone-was': 'würde aufgeben: {count} von {kind}, die fehlten, bisher {was}',
  ok: 'ok',
  look: 'sieh',
  mend: 'TUN',

  setting: 'Einstellung',
  value: 'Wert',
  default: 'Vorgabe',

  'demo-stops': 'Die Vorführung bleibt hier stehen.',
  'demo-made': 'Was sie bisher gemacht hat, ist in {dir}.',
  'demo-done': '{steps} Schritte gingen, wie sie sollten; {stopped} davon wurden aufgehalten, wie sie sollten.',
  'demo-folder': 'Alles ist in {dir}.',
  'demo-folder-labels': 'Alles ist in {dir}, Bilder der Etiketten im Ordner labels darin.',
  'demo-desk-open': 'Der Arbeitsplatz der Apotheke ist offen; Strg-C beendet ihn. Im Browser öffnen:',
  'demo-desk-scans': 'Scans, die man dort eingeben kann:',
  'demo-next': 'Weiter mit:',
  exit: 'Exit {exit}',
  'expected-exit': 'erwartet war Exit {exit}',
});
