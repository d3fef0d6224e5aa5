// Deutsch: der Zustand des Ordners, Sicherungen, Prüfung, und was heute wartet.
import type { say } from '../en/maintenance.ts';
import type { Translated } from '../say.ts';

const placeOf = (index: number | undefined, below: number): string =>
  index === undefined ? `vor Ereignis ${below}` : `bei Ereignis ${index}`;

export const table: Translated<typeof say> = () => ({
  'ends-own-chain': 'das beendet die eigene Kette für immer: Auf ihr kann nichts mehr aufgezeichnet werden',
  'repeat-with-confirm': 'mit --confirm {chain} wiederholen',
  'own-events-still-missing': '{missing} eigene Ereignisse fehlen noch, und {heard} hat sie nicht',
  'ask-another-peer': 'mit --from eine andere Gegenstelle fragen, oder diese Kette mit --new-chain aufgeben',
  'make-room-recover': 'Platz schaffen oder den Ordner in Ordnung bringen, dann noch einmal pedigree recover',
  'no-peer-configured': 'keine Gegenstelle ist eingetragen, die zu fragen wäre',
  'nobody-had-chain': 'niemand hatte diese Kette: {asked}',
  'new-chain-but': 'die neue Kette ist aufgezeichnet, aber {why}',
  'make-room-keys':
    'Platz schaffen oder den Ordner in Ordnung bringen; der nächste Befehl, der unterschreibt, legt die neuen Schlüssel an ihren Platz',
  'founder-chain-stays': 'die Kette des Gründers ist das Netz und nicht zu ersetzen',
  'fetch-tail': 'ihr Ende von einer Gegenstelle holen: pedigree recover --from PEER',
  'chain-can-appended': 'an diese Kette kann angehängt werden, daher wird sie nicht aufgegeben',
  'retire-confirm-chain-ends': 'pedigree retire --confirm CHAIN beendet eine Kette, die nicht mehr gewollt ist',
  'exists-already': '{file} gibt es schon',
  'backup-never-replaces-file': 'eine Sicherung ersetzt nie eine Datei; einen anderen Namen nehmen',
  node: 'Node {node}',
  'install-node-or-later': 'Node {node} oder neuer installieren',
  'belongs-to-another-user':
    'er gehört einem anderen Benutzer; --home DIR oder PEDIGREE_HOME nennt einen anderen Ordner',
  'no-permission-to-look': 'keine Berechtigung, in {dir} zu sehen',
  'no-folder': 'einen Ordner {dir} gibt es nicht',
  'init-help-tells-how': 'pedigree init --help sagt, wie man ihn anlegt; --home DIR nennt einen anderen',
  'can-written': 'in {dir} kann geschrieben werden',
  'cannot-written': 'in {dir} kann nicht geschrieben werden',
  'verify-trace-and-stock': 'verify, trace und stock gehen; aufgezeichnet werden kann nichts',
  'mb-free-on-disk': '{free} MB frei auf der Platte',
  'make-room-before-next': 'vor der nächsten großen Charge Platz schaffen',
  chmod: 'chmod {value} {path}',
  'gln-chain': '{self}, GLN {gln}, Kette {chain}',
  'key-locked-with-passphrase': 'der Schlüssel ist mit einer Passphrase gesperrt',
  'key-not-locked': 'der Schlüssel ist nicht mit einer Passphrase gesperrt',
  'key-passphrase-locks': 'pedigree key passphrase sperrt ihn',
  'key-file-locked': 'die Schlüsseldatei ist da; gesperrt, daher nicht verglichen',
  'key-one-chain-names': 'der Schlüssel ist der, den die Kette nennt',
  'key-not-one-chain': 'der Schlüssel ist nicht der, den die Kette nennt',
  'put-newest-key-file': 'die neueste Schlüsseldatei zurücklegen, oder pedigree recover --new-chain',
  'run-killed-left-copy':
    'ein abgebrochener Lauf hinterließ eine Kopie des Schlüssels, vielleicht ohne Passphrase: {file}',
  'rm-once-no-run': 'rm {file}, sobald kein Lauf den Schlüssel ändert',
  'own-chain-can-appended': 'an die eigene Kette kann angehängt werden',
  'recover-asks-peer': 'pedigree recover holt das Fehlende von einer Gegenstelle; bis dahin wird nichts aufgezeichnet',
  'look-at-outbox-config':
    'pedigree outbox, config list und peer list ansehen, Fehlendes eintragen, dann pedigree audit --accept',
  'set-clock-right': 'die Uhr richtig stellen; geht sie richtig, schreibt --clock-is-right einmal',
  'clock-behind-own-chain': 'die Uhr geht gegenüber der eigenen Kette um {own} nach',
  'clock-ahead-of-all': 'die Uhr geht gegenüber allem Gehörten um {now} vor',
  'clock-behind-last-news': 'die Uhr geht gegenüber der letzten Nachricht um {news} nach',
  'peer-s-clock-ahead': 'die Uhr einer Gegenstelle geht gegenüber dieser um {newest} vor',
  'no-regulator-has-accredited': 'keine Behörde hat diese Kette zugelassen',
  'send-them-card-card': 'ihr die Karte schicken: pedigree card -o FILE',
  'chain-revoked': 'diese Kette wurde widerrufen',
  'ask-regulator': 'bei der Behörde nachfragen',
  roles: 'Rollen: {roles}',
  'own-chain': 'die eigene Kette',
  chain: 'Kette {chain}, {party}',
  stranger: 'ein Unbekannter',
  'regulator-settles-settle-help': 'eine Behörde entscheidet es: pedigree settle --help',
  'two-have-settled-fork': '{who}: Zwei haben die Spaltung verschieden entschieden, daher gilt keine',
  'call-regulators-parties-shows': 'die Behörden anrufen; pedigree parties zeigt die Kette',
  'fork-of-settled': '{who}: Die Spaltung ist allein auf diesem Computer entschieden',
  'recovery-key-or-regulator': 'der Wiederherstellungsschlüssel oder eine Behörde entscheidet es für alle',
  'all-pages-here': 'alles ist da, was Einträge nennen',
  'pages-awaited': ({ count, who, others }) =>
    `${count === 1 ? '1 Eintrag ist' : `${count} Einträge sind`} noch nicht lesbar, Seiten fehlen: ${who}${
      others === 0 ? '' : others === 1 ? ', und 1 weitere Kette' : `, und ${others} weitere Ketten`
    }`,
  'sync-with-who-wrote': 'pedigree sync, mit dem, der sie schrieb; pedigree audit nennt alle',
  'sync-with-who-wrote@alone': 'eine Sicherung hat sie; pedigree audit nennt alle',
  'works-alone': 'arbeitet allein, keine Gegenstelle wird gefragt',
  'no-peer-configured-2': 'keine Gegenstelle ist eingetragen',
  'peer-add-name-url': 'pedigree peer add NAME URL, oder Bündeldateien importieren',
  'nothing-heard-yet': 'noch wurde nichts gehört',
  'nothing-heard': 'seit {age} wurde nichts gehört',
  'configured-last-news-ago': '{peers} eingetragen, letzte Nachricht vor {max}',
  'sync-address-peer-list': 'pedigree sync {name}; die Adresse: pedigree peer list',
  'answered-by-chain': 'unter {name} antwortet {party}, Kette {chain}',
  'peer-add-if-right': "pedigree peer add '{name}' {url}, wenn das stimmt",
  'peers-prove-to-honoured': 'Gegenstellen, die sich als anerkannt ausweisen, wird alles gezeigt',
  'anybody-who-reaches-this': 'allen, die diesen Knoten erreichen, wird alles gezeigt',
  'config-set-peers-known': 'pedigree config set peers known',
  'nothing-waits': 'nichts wartet',
  'waiting-to-recorded': '{waiting} warten auf die Aufzeichnung',
  'sync-then-outbox': 'pedigree sync, dann pedigree outbox',
  'sync-then-outbox@alone': 'pedigree outbox',
  'audit-looks-closer': 'pedigree audit sieht genauer nach',
  'regulator-says-which-history': 'eine Behörde sagt, welche Geschichte gilt: pedigree settle {chain}',
  'recall-list': 'pedigree recall list',
  incoming: 'pedigree incoming',
  'alerts-open': 'pedigree alerts --open',
  'exceptions-open': 'pedigree exceptions --open',
  outgoing: 'pedigree outgoing',
  'outside-list': 'pedigree outside list',
  waiting: 'pedigree waiting',
  'epcis-documents': 'pedigree epcis documents',
  'epcis-show': 'pedigree epcis show {word}',
  'scan-mode-continue': 'pedigree scan --mode {mode} --continue',
  'scan-to-continue': 'pedigree scan --mode {mode} --to {to} --continue',
  'scan-into-continue': 'pedigree scan --mode {mode} --into {into} --continue',
  'backup-day': 'pedigree backup {day}.backup',
  'status-with-passphrase': 'pedigree status --passphrase-file FILE',
  outbox: 'pedigree outbox',
  'sync-all': 'pedigree sync',
  'release-recall': 'pedigree release --recall {id}',
  'recall-status': 'pedigree recall status {id}',
  'recall-respond': 'pedigree recall respond {id}',
  recover: 'pedigree recover',
  card: 'pedigree card',
  parties: 'pedigree parties',
  doctor: 'pedigree doctor',
  'recover-new-chain': 'pedigree recover --new-chain',
  'keys-here-not-those': 'die Schlüssel hier sind nicht die, die die eigene Kette nennt',
  'does-not-know-this': 'sie kennt diese Kette nicht',
  'name-one': 'eine mit --from PEER oder --from FILE nennen; hat niemand mehr diese Kette: --new-chain',
  'keys-here-not-those-chain':
    'die Schlüssel hier sind nicht die, die die Kette jetzt nennt: Sie ist zu lesen, angehängt wird nur mit --new-chain',
  'key-in-not-locked':
    'der Schlüssel darin ist nicht gesperrt: die Datei wie den Schlüssel verwahren, oder erst pedigree key passphrase setzen',
  'nothing-can-recorded-before':
    'nichts kann aufgezeichnet werden, bevor pedigree recover von einer Gegenstelle geholt hat, was nach dieser Sicherung kam',
  'bring-backup-back':
    'eine Sicherung in einen anderen Ordner zurückspielen, pedigree --home DIR restore FILE, dann holen, was danach kam, pedigree --home DIR recover',
  'see-what-stood': 'ansehen, was dort stand, und es gehen lassen, pedigree audit --accept; dann neu setzen wie vorher',
  'put-newest-key-file-back':
    'die neueste Schlüsseldatei zurücklegen, oder diese Kette für eine andere aufgeben, pedigree recover --new-chain',
  'mend-from-peer-audit': 'von einer Gegenstelle holen, pedigree audit --repair-from PEER',
  'backup-or-sender-has-files':
    'die Dateien aus einer Sicherung holen oder noch einmal schicken lassen: pedigree epcis import FILE',
  'make-index-anew-rebuild': 'den Index neu erstellen, pedigree rebuild',
  'ask-peer-what-this': 'eine Gegenstelle fragen, was diese Kette unterschrieben hat, pedigree recover',
  'regulator-settles-fork-settle': 'eine Behörde entscheidet eine Spaltung, pedigree settle --help',
  'nothing-counts-before-regulator':
    'nichts gilt, bevor eine Behörde diese Kette zulässt: pedigree card, dann dort pedigree accredit CARD --same-party',
  'head-not-written': ({ fetched, why }) =>
    `${fetched === 0 ? 'alle eigenen Ereignisse sind hier' : `${fetched} eigene Ereignisse wurden zurückgeholt`}, aber die Kopfdatei konnte nicht geschrieben werden: ${why}`,
  'of-inventory': ({ first, more }) =>
    `${first}${more === 0 ? '' : ` und ${more} mehr`} des Bestands sind nicht, wie die Ketten sagen; pedigree rebuild erstellt ihn neu`,
  'what-known-of-container': ({ first, more }) =>
    `was von Gebinde ${first}${more === 0 ? '' : ` und von ${more} mehr`} bekannt ist, ist nicht, wie die Ketten sagen; pedigree rebuild erstellt es neu`,
  'stock-of-lot': ({ lot, gtin, more }) =>
    `der Bestand von Charge ${lot} von ${gtin}${more === 0 ? '' : ` und von ${more} mehr`} ist nicht, wie die Ketten sagen; pedigree rebuild erstellt ihn neu`,
  'remembered-of-alert': ({ id, more }) =>
    `was von Warnung ${id}${more === 0 ? '' : ` und von ${more} mehr`} gemerkt ist, ist nicht, wie die Ketten sagen; pedigree rebuild erstellt es neu`,
  'once-key-missing': 'der Schlüssel --once {key} von Ereignis {event} fehlt; pedigree rebuild erstellt ihn neu',
  'once-key-of-another-request':
    'der Schlüssel --once {key} von Ereignis {event} ist von einem anderen Auftrag; pedigree rebuild erstellt ihn neu',
  'node-too-old': 'Node {node} ist zu alt',
  'others-may-look': 'andere dürfen in den Ordner sehen: {path}',
  'others-may-read': 'andere dürfen lesen oder schreiben: {path}',
  'sync-then-set-clock': 'pedigree sync; die Uhr richtig stellen; geht sie richtig, schreibt --clock-is-right einmal',
  'sync-then-set-clock@alone': 'die Uhr richtig stellen; geht sie richtig, schreibt --clock-is-right einmal',
  'own-chain-forked-takes': ({ index, below }) =>
    `die eigene Kette hat sich ${placeOf(index, below)} gespalten: Sie nimmt nur, was Menschen schützt`,
  'forked-and-settled': ({ who, index, below }) =>
    `${who}: gespalten ${placeOf(index, below)}, und das ist entschieden`,
  forked: ({ who, index, below }) => `${who}: gespalten ${placeOf(index, below)}`,
  'ended-on-nothing': 'die Zulassung als {right} endete am {until}: Nichts kann aufgezeichnet werden',
  'ended-on': 'die Zulassung als {right} endete am {until}: Wofür sie ist, kann nicht aufgezeichnet werden',
  'ends-on': ({ right, until, days }) =>
    `die Zulassung als ${right} endet am ${until}, ${days === 0 ? 'heute' : days === 1 ? 'in 1 Tag' : `in ${days} Tagen`}`,
  'never-reached': '{name} wurde nie erreicht',
  'never-reached-because': '{name} wurde nie erreicht: {why}',
  'not-reached': '{name} wurde seit {span} nicht erreicht',
  'not-reached-because': '{name} wurde seit {span} nicht erreicht: {why}',
  'before-chain-did': 'unter {name} antwortet {party}, Kette {chain}; vorher Kette {formerly}',
  'regulator-says-or-go-on':
    'eine Behörde sagt, welche Geschichte gilt: pedigree settle {chain}, oder mit einer neuen Kette weiter: pedigree recover --new-chain',
  'another-history-of-founder':
    'eine andere Geschichte dieser Kette wurde gewählt, daher nimmt die hier nur, was Menschen schützt; ihr Ordner fährt fort: pedigree parties',
  'another-history-of-this':
    'eine andere Geschichte dieser Kette wurde gewählt, daher nimmt die hier nur, was Menschen schützt; mit einer anderen Kette weiter: pedigree recover --new-chain',
  'founder-has-two-histories':
    'diese Kette hat zwei Geschichten und nimmt nur, was Menschen schützt, bis jemand sagt, welche gilt: pedigree settle {chain}, mit dem Wiederherstellungsschlüssel',
  'chain-has-two-histories':
    'diese Kette hat zwei Geschichten und nimmt nur, was Menschen schützt, bis jemand sagt, welche gilt: Eine Behörde tut es, pedigree settle {chain}; oder mit einer anderen Kette weiter: pedigree recover --new-chain',
  'in-damaged-as-they': ({ count }) =>
    `darin beschädigt wie hier: ${count === 1 ? 'ein Ereignis oder Eintrag' : `${count} Ereignisse oder Einträge`}. Ältere Sicherungen aufheben, und pedigree audit ansehen`,
  'past-is-damaged': 'das frühere Ledger in {place}: {why}',
  'not-what-was-anchored': 'es endet nicht, wo es verankert wurde',
});
