// Deutsch: Rückrufe.

import type { say } from '../en/recalls.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'name-lots-all-lots': 'Chargen, --all-lots oder --serials angeben, eines der drei',
  'recall-issue-help': 'pedigree recall issue --help',
  'recall-extend-help': 'pedigree recall extend --help',
  'recall-amend-help': 'pedigree recall amend --help',
  'nothing-to-amend': 'angeben, was sich ändert',
  'amend-changes-words': 'er umfasst das alles schon; andere Worte sind für pedigree recall amend {id}',
  'recall-is-over': 'dieser Rückruf ist vorbei: weitere Packungen brauchen einen eigenen',
  'no-lighter-class': 'ein Rückruf der Klasse {class} wird kein leichterer',
  'not-yours-to-recall': '{gtin} kann von hier nicht zurückgerufen werden',
  'maker-or-regulator-recalls':
    'der Hersteller oder eine Behörde ruft zurück; pedigree report … --as suspect --note T meldet ihnen eine Packung',
  'respond-by-is-over': '{text} ist vorbei: bis dahin kann niemand antworten',
  'not-pack': 'keine Packung von {gtin}: {scan}',
  'no-scan-of-pack': 'es gibt keinen Scan einer Packung zum Zurückrufen',
  'of-serials':
    '{unknown} von {packs} {packs:Seriennummer|Seriennummern} {unknown:ist|sind} in keiner hier bekannten Charge, die erste {serial}',
  'in-no-lot-here': 'sie ist in keiner hier bekannten Charge',
  'sync-unknown-lot-recalls': 'pedigree sync; --unknown-lot ruft sie trotzdem zurück',
  'sync-unknown-lot-recalls@alone': '--unknown-lot ruft sie trotzdem zurück',
  'no-lot-of-known': 'keine Charge von {gtin} ist hier bekannt',
  'look-at-gtin-again': 'die GTIN noch einmal prüfen; --unknown-lot ruft sie trotzdem zurück',
  'no-lot-of-known-here': 'eine Charge {lot} von {gtin} ist hier nicht bekannt',
  'look-at-number-again': 'die Nummer noch einmal prüfen; --unknown-lot ruft sie trotzdem zurück',
  'did-you-mean': 'war {near} gemeint?',
  'confirm-count': 'ein Rückruf verlangt, dass die Anzahl wiederholt wird',
  'confirm-gtin': 'ein Rückruf verlangt, dass die GTIN wiederholt wird',
  'confirm-lots': 'ein Rückruf verlangt, dass die Chargen wiederholt werden',
  'confirm-each': ({ wanted }) => wanted.map((word) => `--confirm ${word}`).join(' '),
  'repeat-recall': 'den Rückruf wiederholen',
  confirm: '--confirm {id}',
  'only-or-regulator': 'das kann nur {by} oder eine Behörde',
  'class-1-recall-rescinded': 'einen Rückruf der Klasse 1 hebt nur eine Behörde auf',
  'recall-rescinded': 'dieser Rückruf wurde aufgehoben',
  'recall-show': 'pedigree recall show {id}',
  'not-over-at-level': ({ effectiveness, first, more }) =>
    `nicht beendet auf Stufe ${effectiveness}: von ${first}${more === 0 ? '' : ` und ${more} weiteren`} ist keine Antwort und keine wirksame Prüfung hier`,
  'call-and-follow-up':
    '{first} {contact} anrufen: pedigree recall follow-up {id} {gln} --method phone; pedigree recall status {id} zeigt, wer schweigt',
  'not-oneself': 'niemand fragt sich selbst nach',
  'respond-here': 'pedigree recall respond {id} antwortet für den eigenen Teilnehmer',
  'number-of': 'die Nummer {number} gehört zu {which}',
  'give-number-of-own': 'eine eigene Nummer geben; pedigree recall show {id}',
  'same-recalled-already-number':
    'dasselbe ist schon zurückgerufen: {id}; --number macht eine Zeile gefahrlos wiederholbar',
  'has-recall-with-this': 'auch {by} hat einen Rückruf mit dieser Nummer: jeden bei seiner Kennung nennen',
  'recall-rescinded-2': 'einem aufgehobenen Rückruf',
  'another-recall': 'einem anderen Rückruf',
  'till-at-site': '{chain} (Ort {site})',
  'till-not-read': ({ till, supplies, records, recall }) =>
    `hier nicht zu lesen von der Kasse ${till}: ${counted(supplies, 'Abgabe', 'Abgaben')}, ${counted(records, 'anderer Eintrag', 'andere Einträge')}; sie können in der Liste fehlen, also dort ausführen: pedigree recall affected ${recall}`,
  'contents-awaited@alone': ({ count }) =>
    `was in ${counted(count, 'Behälter', 'Behältern')} liegt, ist hier nicht bekannt und kann zu diesem Rückruf gehören`,
  'contents-awaited': ({ count }) =>
    `was in ${counted(count, 'Behälter', 'Behältern')} liegt, ist nicht angekommen und kann zu diesem Rückruf gehören: pedigree sync`,
});
