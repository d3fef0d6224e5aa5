// What the commands say of themselves, in German. English stands where a command is described and is the key here.
import type { Phrases } from '../say.ts';

/** English → German. A test over the commands says what is missing. */
export const PHRASES: Phrases = {
  // Options of every command.
  "the party's folder (PEDIGREE_HOME)": 'Ordner des Teilnehmers (PEDIGREE_HOME)',
  'one JSON document, or a line of JSON for each input': 'ein JSON-Dokument, oder eine JSON-Zeile je Eingabe',
  'print nothing, the exit code says it': 'nichts ausgeben, der Exit-Code sagt es',
  'say more': 'mehr sagen',
  'never ask': 'nie nachfragen',
  'no colours (NO_COLOR)': 'keine Farben (NO_COLOR)',
  'holds the passphrase of the key (PEDIGREE_PASSPHRASE_FILE)':
    'enthält die Passphrase des Schlüssels (PEDIGREE_PASSPHRASE_FILE)',
  'that others may read it is meant: a mounted secret (PEDIGREE_PASSPHRASE_FILE_SHARED=1)':
    'dass andere sie lesen können, ist gewollt: ein eingehängtes Geheimnis (PEDIGREE_PASSPHRASE_FILE_SHARED=1)',
  'who works here, sealed to the own party (PEDIGREE_OPERATOR)':
    'wer hier arbeitet, nur für den eigenen Teilnehmer lesbar (PEDIGREE_OPERATOR)',
  'take this moment for now; writing commands: test homes only':
    'als jetzigen Zeitpunkt annehmen; beim Schreiben nur in Testordnern',
  'of what is said to people': 'der Texte für Menschen',
  'show help': 'Hilfe zeigen',
  'do everything but write': 'alles tun, nur nichts schreiben',
  'write although the clock looks wrong, this once': 'dieses eine Mal schreiben, obwohl die Uhr falsch scheint',
  'caution is exit 20': 'Vorsicht ist Exit 20',
  "from this day or moment on, in UTC; or on from an answer's `next`":
    'ab diesem Tag oder Zeitpunkt, in UTC; oder weiter ab `next` einer Antwort',
  'what was before this day or moment': 'was vor diesem Tag oder Zeitpunkt war',
  'so many at once, 100 if absent': 'so viele auf einmal, sonst 100',
  'by this field of the JSON, the other way round as -field': 'nach diesem Feld des JSON, als -Feld umgekehrt',
  'a table for other programs, all of it if no limit is given':
    'eine Tabelle für andere Programme, ganz, wenn keine Grenze genannt ist',

  // A hub.
  'A hub on PostgreSQL': 'Ein Hub auf PostgreSQL',
  'names the database, and its copies a line each (PEDIGREE_HUB_DSN)':
    'nennt die Datenbank und je Zeile eine Kopie (PEDIGREE_HUB_DSN)',
  'make the tables of a hub in a PostgreSQL, for the network of this folder':
    'die Tabellen eines Hubs in einem PostgreSQL anlegen, für das Netz dieses Ordners',
  'A hub holds the chains of a whole network and answers for many: docs/hub.md. Its own chain and its keys stay in this folder, which is a party like any other. What the folder has goes into the hub; again it says what is new there.':
    'Ein Hub hält die Ketten eines ganzen Netzes und antwortet für viele: docs/hub.md. Seine eigene Kette und seine Schlüssel bleiben in diesem Ordner, der ein Teilnehmer wie jeder andere ist. Was der Ordner hat, kommt in den Hub; noch einmal aufgerufen sagt es, was dort neu ist.',
  'take bundles into the hub, and what this folder has that it has not':
    'Bündel in den Hub aufnehmen, und was dieser Ordner hat und er nicht',
  'Stores what is proved whole, as import does; of a file that was cut or damaged the rest is named, and the exit is 65. With --every it goes on until Ctrl-C or SIGTERM and tells each round that brought something.':
    'Speichert wie import, was als vollständig bewiesen ist; von einer abgeschnittenen oder beschädigten Datei wird der Rest genannt, und der Exit-Code ist 65. Mit --every läuft es bis Strg-C oder SIGTERM und meldet jede Runde, die etwas brachte.',
  'bundles: exports, cards, welcomes; - is standard input':
    'Bündel: Exporte, Karten, Willkommen; - ist die Standardeingabe',
  'again and again: 2s, 30s, 5m': 'immer wieder: 2s, 30s, 5m',
  'answer peers from the hub, and verify for its own machines':
    'Partnern aus dem Hub antworten und für die eigenen Rechner prüfen',
  'Prints the addresses first and then goes on until Ctrl-C or SIGTERM. Peers exchange as with any node; any number of processes with copies of this folder answer side by side, as none keeps anything between two turns. Whoever waits at /v1/news?n= hears of a recall at once. Inside are /readyz, /metrics, and /v1/verify, which answers {"scan": "…"} as verify does, from the copies of the database first: let nobody but the machines of the hub reach it.':
    'Gibt zuerst die Adressen aus und läuft dann bis Strg-C oder SIGTERM. Partner tauschen sich aus wie mit jedem Knoten; beliebig viele Prozesse mit Kopien dieses Ordners antworten nebeneinander, denn keiner behält zwischen zwei Zügen etwas. Wer an /v1/news?n= wartet, hört sofort von einem Rückruf. Innen sind /readyz, /metrics und /v1/verify, das {"scan": "…"} beantwortet wie verify, zuerst aus den Kopien der Datenbank: nur die Rechner des Hubs dürfen es erreichen.',
  'address for the machines of the hub (default 127.0.0.1)': 'Adresse für die Rechner des Hubs (sonst 127.0.0.1)',
  'port for them, 0 for any free one (default 7418)': 'Port für sie, 0 für irgendeinen freien (sonst 7418)',
  'events of one chain a minute (default 20000)': 'Ereignisse einer Kette je Minute (sonst 20000)',
  'bytes of one chain a day (default 1 GiB)': 'Bytes einer Kette je Tag (sonst 1 GiB)',
  'tell what the hub holds, and how far its copies have come': 'sagen, was der Hub hält und wie weit seine Kopien sind',
  'Exit 20 where a copy does not answer, or has another history than the primary. Needs no party.':
    'Exit 20, wo eine Kopie nicht antwortet oder eine andere Geschichte hat als die primäre. Braucht keinen Teilnehmer.',
  'check every hash, signature, page and index of the hub':
    'jeden Hash, jede Signatur, jede Seite und jeden Index des Hubs prüfen',
  'Exit 15 where anything is not as it must be. Reads all of it in one state, makes what is derived a second time in tables of its own transaction, and writes nothing that stays. Needs no party and no key.':
    'Exit 15, wo etwas nicht ist, wie es sein muss. Liest alles in einem Zustand, leitet das Abgeleitete in Tabellen der eigenen Transaktion noch einmal her und schreibt nichts, was bleibt. Braucht keinen Teilnehmer und keinen Schlüssel.',

  // The desk.
  'open the desk: scan, dispense, receive and recall in a browser on this computer':
    'den Arbeitsplatz öffnen: scannen, abgeben, annehmen und zurückrufen im Browser auf diesem Rechner',
  'Prints its address first and then goes on until Ctrl-C or SIGTERM. On this computer alone unless --host names another address, and then only under a name of its own with https. A device is paired before it may do anything: the first by the link that is printed, more with desk pair. The passphrase of the key is asked once, here.':
    'Gibt zuerst seine Adresse aus und läuft dann bis Strg-C oder SIGTERM. Nur auf diesem Rechner, solange --host keine andere Adresse nennt, und dann nur unter eigenem Namen mit https. Ein Gerät wird gekoppelt, bevor es etwas darf: das erste durch den ausgegebenen Link, weitere mit desk pair. Die Passphrase des Schlüssels wird einmal gefragt, hier.',
  'port to listen on, 0 for any free one (default 7418)': 'Port, 0 für irgendeinen freien (sonst 7418)',
  'the https address of a proxy that answers for it': 'die https-Adresse eines Proxys, der dafür antwortet',
  'what a device that is paired by the link begins with': 'womit ein Gerät beginnt, das der Link koppelt',
  'give out a code that pairs one device with the desk':
    'einen Code ausgeben, der ein Gerät mit dem Arbeitsplatz koppelt',
  'The role says what the device may do: look at things; dispense and receive at a counter; receive, pack and ship in a warehouse; all of it and recalls, products and lots in an office. The code is good once.':
    'Die Rolle sagt, was das Gerät darf: nachsehen; am Tresen abgeben und annehmen; im Lager annehmen, packen und versenden; im Büro all das sowie Rückrufe, Produkte und Chargen. Der Code gilt einmal.',
  'look if absent': 'sonst look',
  'what the device is called, such as Counter 2': 'wie das Gerät heißt, zum Beispiel Kasse 2',
  'how long the code is good: 10m if absent, 24h at most': 'wie lange der Code gilt: sonst 10m, höchstens 24h',
  'lock a device where nothing was done for so long (default 10m)':
    'ein Gerät sperren, an dem so lange nichts geschah (sonst 10m)',
  'say who works at the desk, by PIN or badge': 'sagen, wer am Arbeitsplatz arbeitet, mit PIN oder Ausweis',
  'Once there are operators, a device does nothing before one of them is at work there, and what is recorded names both. add NAME draws a PIN of six digits, or with --badge a code to be printed and scanned; each is told once. add of a name that is there draws anew.':
    'Sobald es Mitarbeiter gibt, tut ein Gerät nichts, bevor einer von ihnen dort arbeitet, und was gebucht wird, nennt beide. add NAME zieht eine PIN aus sechs Ziffern, oder mit --badge einen Code zum Drucken und Scannen; beides wird einmal gesagt. add mit einem Namen, den es gibt, zieht neu.',
  'add, list or remove; list if absent': 'add, list oder remove; sonst list',
  'whom, such as M. Brown': 'wer, zum Beispiel M. Brown',
  'draw a PIN; if neither is said': 'eine PIN ziehen; auch wenn nichts gesagt ist',
  'draw the code of a badge': 'den Code eines Ausweises ziehen',
  'the folder of its certificate: see desk tls': 'der Ordner seines Zertifikats: siehe desk tls',
  'make or show the certificate of a desk that other devices reach':
    'das Zertifikat eines Arbeitsplatzes erstellen oder zeigen, den andere Geräte erreichen',
  'init DIR makes a root that can speak for the named hosts alone, and a certificate of the server that is made anew by itself. ca.crt is installed on each device, and its fingerprint compared there; the desk then runs with --tls DIR. show DIR tells the fingerprint of what is there.':
    'init DIR erstellt eine Wurzel, die nur für die genannten Rechner sprechen kann, und ein Zertifikat des Servers, das sich selbst erneuert. ca.crt wird auf jedem Gerät installiert und sein Fingerabdruck dort verglichen; der Arbeitsplatz läuft dann mit --tls DIR. show DIR nennt den Fingerabdruck dessen, was da ist.',
  'init or show': 'init oder show',
  'the folder of the certificate': 'der Ordner des Zertifikats',
  'name or address that devices reach it under': 'Name oder Adresse, unter der Geräte ihn erreichen',
  'then open the desk of the pharmacy, until Ctrl-C': 'danach den Arbeitsplatz der Apotheke öffnen, bis Strg-C',
  'open the page in the browser of this computer, to be paired':
    'die Seite im Browser dieses Rechners öffnen, zum Koppeln',
  'list the devices that are paired with the desk': 'die Geräte auflisten, die mit dem Arbeitsplatz gekoppelt sind',
  'take a device away from the desk: it can do nothing there any more':
    'ein Gerät vom Arbeitsplatz entfernen: es kann dort nichts mehr tun',
  'as desk devices lists it': 'wie desk devices es auflistet',

  // Files of the world outside.
  'put right what is clear in an EPCIS file, and say what is left':
    'berichtigen, was in einer EPCIS-Datei klar ist, und sagen, was übrig bleibt',
  'Times, offsets, identifiers, names of the CBV, dates that can mean one day alone, events that are there twice, the encoding: each change is told. Nothing is guessed and nothing of the goods changes. Exit 0: nothing is left to look at; 20: what is left only the sender can put right.':
    'Zeiten, Zeitverschiebungen, Nummern, Namen des CBV, Daten, die nur einen Tag meinen können, Ereignisse, die zweimal da sind, die Zeichenkodierung: jede Änderung wird genannt. Nichts wird geraten, und an der Ware ändert sich nichts. Exit 0: nichts bleibt anzusehen; 20: was übrig bleibt, kann nur der Absender berichtigen.',
  'The world outside': 'Die Welt außerhalb',
  'write to the sender of a kept file what is wrong with it, and what you ask for':
    'dem Absender einer aufbewahrten Datei schreiben, was an ihr falsch ist und worum gebeten wird',
  'The file is checked anew. The letter is text in the language that is spoken, with each finding and its place. Nothing is sent. Where nothing is wrong there is no letter, and no file.':
    'Die Datei wird neu geprüft. Der Brief ist Text in der eingestellten Sprache, mit jedem Fund und seiner Stelle. Gesandt wird nichts. Wo nichts falsch ist, gibt es keinen Brief und keine Datei.',
  "answer an inspector's question about a pack, a lot or a product":
    'die Frage einer Aufsicht nach einer Packung, einer Charge oder einem Produkt beantworten',
  'From the kept files and from the chain: product, lot, dates, who sent, who received, and the files as evidence. Every field that is missing is named (20); 19 where nothing here tells of it. -o writes a table (.csv), EPCIS (.json; .xml is 1.2) or a page to print (.html). A question with --for or --ref is logged, and so is each answer that is written: see pedigree dscsa requests. The transaction statement is a legal declaration and is written only with --affirm.':
    'Aus den aufbewahrten Dateien und aus der Kette: Produkt, Charge, Daten, wer sandte, wer annahm, und die Dateien als Beleg. Jedes Feld, das fehlt, wird genannt (20); 19, wo nichts hier davon spricht. -o schreibt eine Tabelle (.csv), EPCIS (.json; .xml ist 1.2) oder eine Seite zum Drucken (.html). Eine Frage mit --for oder --ref wird verzeichnet, ebenso jede Antwort, die geschrieben wird: siehe pedigree dscsa requests. Die Transaktionserklärung ist eine Rechtserklärung und wird nur mit --affirm geschrieben.',
  'a scan, an SSCC, or a lot': 'ein Scan, ein SSCC oder eine Charge',
  'all of a product': 'alles von einem Produkt',
  'of this lot alone': 'nur von dieser Charge',
  'shipped on this day or later, in UTC': 'an diesem Tag oder später geliefert, in UTC',
  'shipped before this day': 'vor diesem Tag geliefert',
  'who asks': 'wer fragt',
  'what they call their request': 'wie sie ihre Anfrage nennen',
  'when the request came, if not now': 'wann die Anfrage kam, wenn nicht jetzt',
  'write the answer': 'die Antwort schreiben',
  'what is written, where the name of the file does not say':
    'was geschrieben wird, wo der Name der Datei es nicht sagt',
  'write the transaction statement, as a declaration of this party':
    'die Transaktionserklärung schreiben, als Erklärung dieses Teilnehmers',
  'list requests for tracing, with their age and how they were answered':
    'Anfragen zur Rückverfolgung auflisten, mit Alter und Antworten',
  'A record of this folder: it is in no chain, and in every backup. A request is answered when an answer to it was written with -o.':
    'Eine Aufzeichnung dieses Ordners: in keiner Kette, aber in jeder Sicherung. Eine Anfrage ist beantwortet, wenn eine Antwort mit -o geschrieben wurde.',
  'keep EPCIS files of partners outside the network, and find packs in them again':
    'EPCIS-Dateien von Partnern außerhalb des Netzes aufbewahren und Packungen in ihnen wiederfinden',
  'Each file is kept as it came, and its hash anchored on the own chain, so that it can be shown that it was here on that day. What it says of packs is the word of its sender: see pedigree outside set GLN. --watch takes in whatever is put into a folder, and moves it to done or, where it cannot be read, to failed; it runs until it is stopped.':
    'Jede Datei wird aufbewahrt, wie sie kam, und ihre Prüfsumme in der eigenen Kette verankert, so dass sich zeigen lässt, dass sie an dem Tag hier war. Was sie von Packungen sagt, ist das Wort ihres Absenders: siehe pedigree outside set GLN. --watch nimmt auf, was in einen Ordner gelegt wird, und verschiebt es nach done oder, wo es nicht lesbar ist, nach failed; es läuft, bis es beendet wird.',
  'sign what the own line or warehouse wrote as EPCIS events':
    'unterschreiben, was die eigene Linie oder das eigene Lager als EPCIS-Ereignisse geschrieben hat',
  'Commissioning, packing, shipping, receiving, unpacking, decommissioning, supply, quarantine and shipments taken back, of the own party alone. A file is planned whole and recorded whole or not at all: --dry-run shows what it comes to, and everything that stands in the way is told at once, each at its place. An event is known by what it says, so that the same file again records nothing. What a chain has nothing for is listed. --products records the names of own products as well, where the master data of the file has them. --watch takes in whatever is put into a folder, and moves it to done or to failed; it runs until it is stopped.':
    'Herstellen, Packen, Versenden, Annehmen, Auspacken, Außer-Verkehr-Bringen, Abgabe, Quarantäne und zurückgenommene Sendungen, nur des eigenen Beteiligten. Eine Datei wird im Ganzen geplant und im Ganzen aufgezeichnet oder gar nicht: --dry-run zeigt, was daraus wird, und alles, was im Weg steht, wird auf einmal genannt, jedes an seiner Stelle. Ein Ereignis wird an dem erkannt, was es sagt, so dass dieselbe Datei noch einmal nichts aufzeichnet. Wofür eine Kette nichts hat, wird aufgelistet. --products zeichnet auch die Namen eigener Produkte auf, wo die Stammdaten der Datei sie haben. --watch nimmt auf, was in einen Ordner gelegt wird, und verschiebt es nach done oder failed; es läuft, bis es beendet wird.',
  'EPCIS files; - is standard input': 'EPCIS-Dateien; - ist die Standardeingabe',
  'name own products as the master data of the file does':
    'eigene Produkte so benennen, wie die Stammdaten der Datei es tun',
  'who sent it, where you know better than the file': 'wer sie geschickt hat, wo man es besser weiß als die Datei',
  'a folder that files are put into': 'ein Ordner, in den Dateien gelegt werden',
  'list the files of partners outside the network that are kept here':
    'die hier aufbewahrten Dateien von Partnern außerhalb des Netzes auflisten',
  'show one kept file, with the shipments that it tells of':
    'eine aufbewahrte Datei zeigen, mit den Lieferungen, von denen sie berichtet',
  'how its hash begins, its event, its instance, or a despatch advice number in it':
    'wie ihre Prüfsumme beginnt, ihr Eintrag, ihre Instanz oder eine Lieferscheinnummer darin',
  'write what the chain says of goods as an EPCIS file, or a kept file as it came':
    'als EPCIS-Datei ausgeben, was die Kette von Ware sagt, oder eine aufbewahrte Datei, wie sie kam',
  'Of a shipment: how its packs were made, packed and sent, with master data; of packs and containers all that happened to them. What the file cannot say is named (20). The transaction statement is a declaration by law: only --affirm makes it. --proof anchors the hash of the file on the own chain and writes FILE.proof, which epcis check reads with --proof, without a network. A file that is kept here is named by its hash, event or instance, and written as it came.':
    'Von einer Lieferung: wie ihre Packungen angelegt, eingepackt und versendet wurden, mit Stammdaten; von Packungen und Behältern alles, was mit ihnen geschah. Was die Datei nicht sagen kann, wird genannt (20). Die Erklärung nach dem DSCSA ist eine Rechtserklärung: nur --affirm gibt sie ab. --proof verankert die Prüfsumme der Datei in der eigenen Kette und schreibt FILE.proof, was epcis check mit --proof liest, ohne Netz. Eine Datei, die hier aufbewahrt wird, heißt wie ihre Prüfsumme, ihr Eintrag oder ihre Instanz, und wird ausgegeben, wie sie kam.',
  'write FILE.proof too, which ties the file to the chain':
    'auch FILE.proof schreiben, was die Datei an die Kette bindet',
  'what lies beside one file and proves whose it is': 'was neben einer Datei liegt und beweist, von wem sie ist',
  'of the founder of the network, as its people say it': 'des Gründers des Netzes, wie man ihn dort sagt',
  'shipments, despatch advice numbers, scans, SSCCs, @FILE or -; or one kept document':
    'Lieferungen, Lieferscheinnummern, Scans, SSCCs, @FILE oder -; oder ein aufbewahrtes Dokument',
  'what the receiver wants; plain': 'was der Empfänger will; plain',
  '1.2 is XML, which dscsa has by itself; 2.0 is JSON': '1.2 ist XML, wie dscsa von selbst; 2.0 ist JSON',
  'make the transaction statement of the DSCSA': 'die Erklärung nach dem DSCSA abgeben',
  'name a partner outside the network, and say what its files are believed for':
    'einen Partner außerhalb des Netzes nennen, und was seinen Dateien geglaubt wird',
  'none: nothing; named (for a new one): who it says it is; trusted: what it says of packs that the network does not know, so that verify is a caution and no unknown. A setting of this computer: no file changes it. A licence that ends is warned of.':
    'none: nichts; named (bei einem neuen): wer er zu sein angibt; trusted: was er von Packungen sagt, die das Netz nicht kennt, so dass verify Vorsicht sagt und nicht unbekannt. Eine Einstellung dieses Computers: keine Datei ändert sie. Vor dem Ende einer Erlaubnis wird gewarnt.',
  'what it is called': 'wie er heißt',
  'what its files are believed for': 'was seinen Dateien geglaubt wird',
  'of the licence that its authority gave it': 'der Erlaubnis, die ihm seine Behörde gegeben hat',
  'the last day of the licence': 'der letzte Tag der Erlaubnis',
  'list the partners outside the network, with their licences':
    'die Partner außerhalb des Netzes auflisten, mit ihren Erlaubnissen',

  // Parties and products.
  'Parties and products': 'Teilnehmer und Produkte',
  'make a party: its keys and its chain': 'einen Teilnehmer anlegen: seine Schlüssel und seine Kette',
  'A regulator founds a network with --regulator; everybody else joins one with the card that the regulator hands out, or works --alone until there is one. Compare the fingerprint by phone. With --passphrase-file the key is locked. At a terminal it asks for what is missing: pedigree init is enough.':
    'Eine Behörde gründet ein Netz mit --regulator; alle anderen treten mit der Karte bei, die die Behörde ausgibt, oder arbeiten mit --alone, bis es eines gibt. Den Fingerabdruck am Telefon vergleichen. Mit --passphrase-file wird der Schlüssel verschlossen. An einem Terminal fragt es nach dem, was fehlt: pedigree init allein reicht.',
  'name of the organisation': 'Name der Organisation',
  'its Global Location Number': 'ihre Global Location Number',
  'found a network': 'ein Netz gründen',
  'go with a party that worked alone to a network':
    'mit einem Teilnehmer, der allein gearbeitet hat, in ein Netz gehen',
  'A new chain with a new key opens in the network of the card. The ledger of before stays in past/NETWORK, to be read by log, audit and backup; its last signed note is anchored in the new chain. Kept files, partners outside and settings come along. Goods that were recorded alone do not: they are counted first, and recorded again afterwards. Killed at any moment, the party is the old one or the new.':
    'Im Netz der Karte beginnt eine neue Kette mit neuem Schlüssel. Das frühere Ledger bleibt in past/NETZ und wird von log, audit und backup gelesen; seine letzte unterschriebene Notiz ist in der neuen Kette verankert. Aufbewahrte Dateien, Partner draußen und Einstellungen kommen mit. Allein aufgezeichnete Ware nicht: sie wird zuvor gezählt und danach neu aufgezeichnet. Wird es abgebrochen, ist der Teilnehmer der alte oder der neue.',
  "the network's card, as its regulator hands it out": 'die Karte des Netzes, wie die Behörde sie ausgibt',
  "what the network's fingerprint must be": 'der Fingerabdruck, den das Netz haben muss',
  'where goods stay behind: the id of the own chain, as status shows it':
    'wo Ware zurückbleibt: die Kennung der eigenen Kette, wie status sie zeigt',
  'found a network of one, for files of others': 'ein Netz für sich allein gründen, für Dateien anderer',
  'alone: dispenser, distributor, manufacturer or logistics':
    'allein: dispenser, distributor, manufacturer oder logistics',
  'alone, manufacturer: GS1 company prefix of its products': 'allein, Hersteller: GS1-Präfix der Produkte',
  'alone, manufacturer: a product that it makes': 'allein, Hersteller: ein Produkt, das er herstellt',
  'found: whether every hand-over must be recorded, or only making and supply':
    'Gründen: ob jede Übergabe festgehalten werden muss, oder nur Herstellung und Abgabe',
  'found: where the recovery words go; on a terminal they are shown':
    'Gründen: wohin die Wiederherstellungswörter kommen; an einem Terminal werden sie gezeigt',
  "join: the network's card, a file": 'Beitreten: die Karte des Netzes, eine Datei',
  'another till or site of the party of this card, which endorses it':
    'eine weitere Kasse oder ein Standort des Teilnehmers dieser Karte, der sie bestätigt',
  'join: only read and verify; name and GLN may be left out':
    'Beitreten: nur lesen und prüfen; Name und GLN dürfen fehlen',
  "join: what the network's fingerprint must be": 'Beitreten: wie der Fingerabdruck des Netzes lauten muss',
  'phone or mail that others are shown': 'Telefon oder Mail, die anderen gezeigt werden',
  'GLN of the place where this chain is kept': 'GLN des Orts, an dem diese Kette geführt wird',
  'a home to try things in: takes --now': 'ein Ordner zum Ausprobieren: nimmt --now an',
  "write this party's card": 'die Karte dieses Teilnehmers schreiben',
  "A regulator accredits a card; whoever joins a network starts from its founder's. A card is not secret, and proves nothing by itself: compare the fingerprint by phone.":
    'Eine Behörde lässt eine Karte zu; wer einem Netz beitritt, beginnt mit der des Gründers. Eine Karte ist nicht geheim und beweist allein nichts: den Fingerabdruck am Telefon vergleichen.',
  'where to, by default a file of its own here': 'wohin, sonst in eine eigene Datei hier',
  'admit a party to the network': 'einen Teilnehmer im Netz zulassen',
  'For regulators; a regulator is admitted by the founder alone. The welcome file goes back to the party, which imports it.':
    'Für Behörden; eine Behörde lässt nur der Gründer zu. Die Willkommensdatei geht an den Teilnehmer zurück, der sie einliest.',
  "the party's card, or the GLN, name or chain of one known here":
    'Karte des Teilnehmers, oder GLN, Name oder Kette eines hier bekannten',
  'regulator, manufacturer, distributor, dispenser, logistics or observer':
    'regulator (Behörde), manufacturer (Hersteller), distributor (Großhändler), dispenser (Apotheke), logistics (Logistik) oder observer (Beobachter)',
  'GS1 company prefix of its products': 'GS1-Basisnummer seiner Produkte',
  'a product that it makes': 'ein Produkt, das er herstellt',
  'last day of the accreditation': 'letzter Tag der Zulassung',
  'the card is another chain of a party that is accredited':
    'die Karte ist eine weitere Kette eines zugelassenen Teilnehmers',
  'write the bundle that makes the party at home': 'das Bündel schreiben, mit dem der Teilnehmer im Netz zuhause ist',
  'for the own party alone': 'nur für den eigenen Teilnehmer',
  'add a till or site of the own party': 'eine Kasse oder einen Standort des eigenen Teilnehmers hinzufügen',
  'The till makes itself with the card of this party (pedigree init --join-party CARD) and hands its own card back. It gets no more than the own roles, without the regulator, and for as long as this chain is honoured.':
    'Die Kasse legt sich mit der Karte dieses Teilnehmers an (pedigree init --join-party CARD) und gibt ihre eigene Karte zurück. Sie bekommt nicht mehr als die eigenen Rollen, ohne die Behörde, und nur solange diese Kette gilt.',
  "the till's card, or its chain": 'die Karte der Kasse, oder ihre Kette',
  'one of the own roles; all of them where none is given': 'eine der eigenen Rollen; sonst alle',
  'write the bundle that makes the till at home': 'das Bündel schreiben, mit dem die Kasse im Netz zuhause ist',
  'end a party at what is now known of it': 'einem Teilnehmer beim jetzt bekannten Stand die Zulassung entziehen',
  'Everything that is known here of its chains goes on counting, nothing after it does. Packs that it made before stay genuine. Sync first. Where its records have split, --at says which branch counts; it may also name an earlier event. Given again, it ends chains of the party that came since.':
    'Was hier von seinen Ketten bekannt ist, gilt weiter, nichts danach. Packungen, die er vorher hergestellt hat, bleiben echt. Zuerst abgleichen. Wo sich seine Einträge gespalten haben, sagt --at, welcher Zweig gilt; es darf auch einen früheren Eintrag nennen. Erneut gegeben beendet es Ketten des Teilnehmers, die seither kamen.',
  'GLN, name or chain': 'GLN, Name oder Kette',
  'why; everybody can read it': 'warum; alle können es lesen',
  'the last event of a chain that counts, CHAIN/SEQ~hash': 'der letzte Eintrag einer Kette, der gilt, CHAIN/SEQ~hash',
  "the party's GLN once more": 'noch einmal die GLN des Teilnehmers',
  'say which branch of a chain that has split counts': 'sagen, welcher Zweig einer gespaltenen Kette gilt',
  'For regulators; without --keep it lists the branches, and what each choice disowns. What the other branches did with goods stays what their party did. The chains of the founder are settled with its recovery key, or by everybody for the own computer alone.':
    'Für Behörden; ohne --keep werden die Zweige aufgezählt, und was jede Wahl verwirft. Was die anderen Zweige mit Ware getan haben, bleibt Tat ihres Teilnehmers. Über Ketten des Gründers entscheidet sein Wiederherstellungsschlüssel, oder jeder nur für den eigenen Rechner.',
  'the chain, or the party': 'die Kette, oder der Teilnehmer',
  'the last event of the branch that counts, CHAIN/SEQ~hash': 'der letzte Eintrag des Zweigs, der gilt, CHAIN/SEQ~hash',
  'do it': 'es tun',
  "with the founder's recovery words": 'mit den Wiederherstellungswörtern des Gründers',
  'for this computer alone; a signed word overrules it': 'nur für diesen Rechner; ein unterschriebenes Wort geht vor',
  "put another chain in the founder's place, with the recovery key":
    'mit dem Wiederherstellungsschlüssel eine andere Kette an die Stelle des Gründers setzen',
  "Where the founder's chain is lost, or its key is in other hands. The new chain is made as every party's (pedigree init --help), and may record this itself. What the old chain has handed out up to its end goes on counting, nothing after it does.":
    'Wo die Kette des Gründers verloren oder ihr Schlüssel in fremden Händen ist. Die neue Kette wird angelegt wie die jedes Teilnehmers (pedigree init --help) und darf dies selbst festhalten. Was die alte Kette bis zu ihrem Ende ausgegeben hat, gilt weiter, nichts danach.',
  'the card of the new chain': 'die Karte der neuen Kette',
  'with the recovery words': 'mit den Wiederherstellungswörtern',
  "the last event of the founder's chain that counts, CHAIN/SEQ~hash":
    'der letzte Eintrag der Kette des Gründers, der gilt, CHAIN/SEQ~hash',
  'the GLN on the card once more': 'noch einmal die GLN auf der Karte',
  'list who is who, with roles and how fresh the news of them is':
    'zeigen, wer wer ist, mit Rollen und dem Alter der Nachrichten',
  'say where you are, and your company prefixes': 'sagen, wo Sie sind, und Ihre Firmenpräfixe',
  'For files that go to partners outside, and for whoever asks you of goods. What is left out stays as it was; prefixes are given all at once.':
    'Für Dateien an Partner außerhalb und für alle, die Sie nach Ware fragen. Was fehlt, bleibt wie es war; Präfixe werden alle zugleich genannt.',
  'street and number': 'Straße und Hausnummer',
  city: 'Ort',
  'state or province': 'Bundesland oder Provinz',
  postcode: 'Postleitzahl',
  'two letters of ISO 3166': 'zwei Buchstaben nach ISO 3166',
  'a company prefix in its exact length, for URNs; may be repeated':
    'ein Firmenpräfix in seiner genauen Länge, für URNs; mehrmals möglich',
  'phone or mail': 'Telefon oder E-Mail',
  'name a product, for everybody who scans it': 'ein Produkt benennen, für alle, die es scannen',
  'For the maker of the GTIN and for regulators.': 'Für den Hersteller der GTIN und für Behörden.',
  'the product': 'das Produkt',
  'its name': 'sein Name',
  'such as 500 mg': 'etwa 500 mg',
  'such as tablet': 'etwa Tablette',
  'a number that it has elsewhere, such as ndc=0904-1234-56': 'eine Nummer, die es anderswo hat, etwa ndc=0904-1234-56',
  'write the PDG message to a partner about goods and data that differ':
    'einem Partner die PDG-Nachricht schreiben, dass Ware und Daten sich unterscheiden',
  'Of an exception that was told, of a file that was received with differences, or of goods that wait for their data. The message is JSON as the Partnership for DSCSA Governance has it; a repeat has the same ids. Exit 20 where a person has to fill in what nothing here says. Nothing is sent.':
    'Zu einer mitgeteilten Abweichung, zu einer Datei, die mit Abweichungen angenommen wurde, oder zu Ware, die auf ihre Daten wartet. Die Nachricht ist JSON nach der Partnership for DSCSA Governance; eine Wiederholung hat dieselben Kennungen. Ende 20, wo ein Mensch etwas ergänzen muss. Gesendet wird nichts.',
  'the event of an exception, or a document: how its hash begins, its instance, or a despatch advice number in it':
    'das Ereignis einer Abweichung, oder ein Dokument: wie seine Prüfsumme beginnt, seine Instanz oder eine Lieferavisnummer darin',
  'the purchase order, where no file names it': 'die Bestellnummer, wo keine Datei sie nennt',
  'what you ask for': 'worum gebeten wird',
  'compare suspect packages: three or a tenth, whichever is greater, and all where fewer than three':
    'verdächtige Packungen vergleichen: drei oder ein Zehntel, was mehr ist, und alle, wo es weniger als drei sind',
  'Each package that is scanned is compared with what its maker, or a seller whose files are believed, says of product, serial, lot and expiry. Exit 20 while more have to be scanned, or where one does not correspond. Nothing is recorded: report and quarantine do that.':
    'Jede gescannte Packung wird mit dem verglichen, was ihr Hersteller oder ein Verkäufer, dessen Dateien geglaubt wird, von Produkt, Seriennummer, Charge und Verfall sagt. Ende 20, solange weitere zu scannen sind oder eine nicht übereinstimmt. Aufgezeichnet wird nichts: das tun report und quarantine.',
  'how many packages are suspect; those scanned where absent':
    'wie viele Packungen verdächtig sind; ohne Angabe die gescannten',
  "fill in FDA's Form 3911 from reports of illegitimate packs":
    'das Formular 3911 der FDA aus Meldungen illegitimer Packungen ausfüllen',
  'Of one product. Exit 20 where a person has to fill fields in: --fill names them. Nothing is sent: the form is entered on FDA’s portal, within 24 hours.':
    'Von einem Produkt. Ende 20, wo ein Mensch Felder ausfüllen muss: --fill nennt sie. Gesendet wird nichts: das Formular wird auf dem Portal der FDA eingegeben, binnen 24 Stunden.',
  'the event of a report, as log names it': 'das Ereignis einer Meldung, wie log es nennt',
  'what kind of notification': 'welche Art von Meldung',
  'what a person knows of a field': 'was ein Mensch von einem Feld weiß',
  'write the form as text': 'das Formular als Text schreiben',
  'such as 28 tablets': 'etwa 28 Tabletten',
  'list the products that their makers or regulators have named':
    'die Produkte zeigen, die Hersteller oder Behörden benannt haben',
  'list goods of partners outside without data, and data without goods':
    'Ware von Partnern außerhalb ohne Daten zeigen, und Daten ohne Ware',
  'Goods that were received and that no file names, and files of goods that did not come, each with its age and the day on which its sender was asked. A file that names the goods settles them, and so does a receipt.':
    'Ware, die angenommen wurde und die keine Datei nennt, und Dateien über Ware, die nicht kam, jeweils mit Alter und dem Tag, an dem der Absender gefragt wurde. Eine Datei, die die Ware nennt, erledigt es, und ein Empfang auch.',
  'note that the sender of what waits was asked about it':
    'festhalten, dass der Absender nach dem gefragt wurde, was wartet',
  'A note of this computer: waiting, incoming and status tell it until goods and data are together.':
    'Eine Notiz dieses Rechners: waiting, incoming und status sagen es, bis Ware und Daten beisammen sind.',
  'what waits, as pedigree waiting calls it, or its despatch advice number':
    'was wartet, wie pedigree waiting es nennt, oder seine Lieferscheinnummer',
  'when; today if absent': 'wann; sonst heute',
  'tell who works here and what waits today': 'sagen, wer hier arbeitet und was heute ansteht',
  'What waits stands with the one command that deals with it, the worst first, and fits a screen of 24 lines; -v shows all. --watch shows it anew at a terminal, until Ctrl-C; elsewhere, and with --json, once.':
    'Was ansteht, steht mit dem einen Befehl da, der es erledigt, das Schlimmste zuerst, und passt auf einen Schirm von 24 Zeilen; -v zeigt alles. --watch zeigt es an einem Terminal immer neu, bis Strg-C; sonst, und mit --json, einmal.',
  'show it anew, every ten seconds': 'neu zeigen, alle zehn Sekunden',

  // Codes.
  Codes: 'Codes',
  'say what a code contains, by GS1 alone': 'sagen, was ein Code enthält, allein nach GS1',
  'A scan is what a scanner types, a bracketed string, a Digital Link, - for standard input or @FILE with a scan a line, or the path of a picture.':
    'Ein Scan ist, was ein Scanner tippt, ein Text mit Klammern, ein Digital Link, - für die Standardeingabe oder @FILE mit einem Scan je Zeile, oder der Pfad eines Bilds.',
  'one or more scans': 'ein oder mehrere Scans',
  'what a pack has to carry': 'was eine Packung tragen muss',
  'another release of the GS1 Syntax Dictionary': 'eine andere Ausgabe des GS1 Syntax Dictionary',
  'tell whether a pack is genuine and may be supplied': 'sagen, ob eine Packung echt ist und abgegeben werden darf',
  'An item is a scan, an SSCC or a shipment. A container is judged by all that is inside. For a regulator custody is judged only with --at.':
    'Geprüft wird ein Scan, eine SSCC oder eine Lieferung. Ein Behälter wird nach allem beurteilt, was darin ist. Für eine Behörde wird der Besitz nur mit --at beurteilt.',
  'a scan, an SSCC, a shipment, a picture, @FILE or -': 'ein Scan, eine SSCC, eine Lieferung, ein Bild, @FILE oder -',
  'judge whether it is rightly with this party': 'beurteilen, ob sie zu Recht bei diesem Teilnehmer ist',
  'how old knowledge may be: 24h, 90m, 2d': 'wie alt das Wissen sein darf: 24h, 90m, 2d',
  'ask for what is printed on the pack, where nothing scans':
    'nach dem fragen, was auf der Packung steht, wo nichts zu scannen ist',
  'show the whole life of a pack': 'den ganzen Weg einer Packung zeigen',
  'a scan, an SSCC, or a picture': 'ein Scan, eine SSCC oder ein Bild',

  // Goods.
  Goods: 'Ware',
  'commission the packs of a lot, in cases where wanted': 'die Packungen einer Charge anlegen, auf Wunsch in Kartons',
  'For the maker of the GTIN. Serials are drawn at random (80 bits) unless they are given. --out writes one scan a line as a scanner would type it, for the printer. A lot that is there already ends in 14, one that has expired in 13, unless that is said to be meant; a lot has one expiry.':
    'Für den Hersteller der GTIN. Seriennummern werden ausgelost (80 Bit), wenn sie nicht genannt sind. --out schreibt einen Scan je Zeile, wie ein Scanner ihn tippt, für den Drucker. Eine Charge, die es schon gibt, endet mit 14, eine verfallene mit 13, wenn nicht gesagt ist, dass es so gemeint ist; eine Charge hat einen Verfall.',
  'the lot number': 'die Chargennummer',
  'YYYY-MM-DD; day 00 is the end of the month': 'JJJJ-MM-TT; Tag 00 ist das Monatsende',
  'how many packs': 'wie viele Packungen',
  'serials made elsewhere, one a line; - is standard input':
    'anderswo erzeugte Seriennummern, eine je Zeile; - ist die Standardeingabe',
  'packs a case': 'Packungen je Karton',
  'company prefix of the SSCCs of the cases': 'Basisnummer für die SSCCs der Kartons',
  'add packs to a lot that is there already': 'einer vorhandenen Charge Packungen hinzufügen',
  'make a lot that has expired': 'eine verfallene Charge anlegen',
  'write the scans here': 'die Scans hierhin schreiben',
  'the same key and request is carried out once': 'gleicher Schlüssel und gleicher Auftrag werden einmal ausgeführt',
  'print labels: packs of the own GTINs, cases and pallets':
    'Etiketten drucken: Packungen der eigenen GTINs, Kartons und Paletten',
  'Packs get a GS1 DataMatrix with text, an SSCC a GS1-128. Sizes keep to the GS1 tables for where a label is read. Each print of a pack is counted, a second one wants --reprint --reason. Several SVG or PNG go into a folder, PDF and ZPL into one file. Names are printed in Latin, Greek and Cyrillic letters; one in others is refused.':
    'Packungen bekommen einen GS1 DataMatrix mit Text, eine SSCC einen GS1-128. Die Größen halten sich an die GS1-Tabellen für den Ort, an dem ein Etikett gelesen wird. Jeder Druck einer Packung wird gezählt, ein zweiter verlangt --reprint --reason. Mehrere SVG oder PNG kommen in einen Ordner, PDF und ZPL in eine Datei. Namen werden in lateinischen, griechischen und kyrillischen Buchstaben gedruckt; andere werden abgelehnt.',
  'scans or SSCCs, @FILE or -': 'Scans oder SSCCs, @FILE oder -',
  'the packs of this lot': 'die Packungen dieser Charge',
  'its product, where several have that lot': 'ihr Produkt, wo mehrere diese Charge haben',
  'packs by their number in the lot: 1-500': 'Packungen nach ihrer Nummer in der Charge: 1-500',
  'what is written': 'was geschrieben wird',
  'where it is read; pharmacy for packs, case for SSCCs': 'wo es gelesen wird; pharmacy bei Packungen, case bei SSCCs',
  'dots an inch of the printer, 300': 'Punkte je Zoll des Druckers, sonst 300',
  'of a label in millimetres: 45x20': 'eines Etiketts in Millimetern: 45x20',
  'a certain size of module': 'eine bestimmte Modulgröße',
  'PDF: many labels a sheet': 'PDF: viele Etiketten je Bogen',
  'ZPL: the label as a picture, for printers that draw no DataMatrix':
    'ZPL: das Etikett als Bild, für Drucker, die keinen DataMatrix zeichnen',
  'without the names of products and parties': 'ohne die Namen von Produkten und Teilnehmern',
  'file, or folder for several SVG or PNG': 'Datei, oder Ordner für mehrere SVG oder PNG',
  'packs that have a label already': 'Packungen, die schon ein Etikett haben',
  'why they are printed again': 'warum sie noch einmal gedruckt werden',
  'say all that is wrong with an EPCIS file, and what to ask its sender for':
    'alles sagen, was an einer EPCIS-Datei nicht stimmt, und was der Absender dazu liefern soll',
  'Reads EPCIS 1.2 in XML and 2.0 in XML and JSON, and tables of packs (CSV with gtin, serial, lot, expiry, parent), compressed by gzip or not. Needs no party and writes nothing. Exit 0: nothing to look at; 20: something to look at; 65: it cannot be read, is 2.0 JSON that its schema does not have, or a table with an error. Without --profile a file is checked for the market that it says it is for. --proof shows whose word one file is, and since when: 10 where the proof is false, 20 without --fingerprint, 77 with that of another network. For --schema the packages ajv and ajv-formats (JSON) or libxml2-wasm (XML) are installed beside pedigree; the file is in memory as a whole then.':
    'Liest EPCIS 1.2 als XML und 2.0 als XML und JSON sowie Tabellen von Packungen (CSV mit gtin, serial, lot, expiry, parent), mit gzip komprimiert oder nicht. Braucht keinen Teilnehmer und schreibt nichts. Exit 0: nichts auffällig; 20: etwas ist anzusehen; 65: nicht zu lesen, 2.0 JSON, das sein Schema nicht kennt, oder eine Tabelle mit einem Fehler. Ohne --profile wird eine Datei für den Markt geprüft, für den sie nach eigener Angabe ist. --proof zeigt, wessen Wort eine Datei ist und seit wann: 10, wo der Beweis falsch ist, 20 ohne --fingerprint, 77 mit dem eines anderen Netzes. Für --schema sind die Pakete ajv und ajv-formats (JSON) oder libxml2-wasm (XML) neben Pedigree installiert; die Datei ist dann ganz im Speicher.',
  'one or more files; - is standard input': 'eine oder mehrere Dateien; - ist die Standardeingabe',
  'what the file has to be': 'was die Datei sein muss',
  'for whom it has to be': 'für wen sie sein muss',
  'judge by the schema of the standard too: its file, or a folder of those that GS1 gives out':
    'auch nach dem Schema der Norm urteilen: seine Datei, oder ein Ordner mit denen, die GS1 herausgibt',
  'read a printed label from a picture and compare it with the ledger':
    'ein gedrucktes Etikett aus einem Bild lesen und mit dem Register vergleichen',
  'Tells what the code says, whether the ledger agrees, how much of the error correction was left and how large its modules are. Indicative: no grade to ISO/IEC 15415, which needs a calibrated verifier. Works without a party too.':
    'Sagt, was der Code enthält, ob das Register zustimmt, wie viel der Fehlerkorrektur übrig war und wie groß die Module sind. Nur ein Anhalt: keine Note nach ISO/IEC 15415, die ein kalibriertes Prüfgerät braucht. Geht auch ohne Teilnehmer.',
  'a PNG or JPEG, or - for standard input': 'ein PNG oder JPEG, oder - für die Standardeingabe',
  'dots an inch of the picture, where it came from a scanner':
    'Punkte je Zoll des Bilds, wenn es aus einem Scanner kommt',
  'put packs or cases into a case or on a pallet':
    'Packungen oder Kartons in einen Karton oder auf eine Palette packen',
  'a scan, an SSCC, a picture, @FILE or -': 'ein Scan, eine SSCC, ein Bild, @FILE oder -',
  'the SSCC of the container, GTIN and serial of a case, or new':
    'die SSCC des Behälters, GTIN und Seriennummer eines Kartons, oder new',
  'company prefix of a new SSCC': 'Basisnummer einer neuen SSCC',
  'empty a container by one level, or take items out of it':
    'einen Behälter um eine Ebene leeren, oder etwas herausnehmen',
  'a container; with --from what comes out': 'ein Behälter; mit --from das, was herauskommt',
  'take the items out of this container': 'es aus diesem Behälter nehmen',
  'hand goods over to another party': 'Ware an einen anderen Teilnehmer versenden',
  'All or nothing: what is recalled, expired, quarantined or not here is listed and nothing leaves. Containers are opened where single items leave them.':
    'Ganz oder gar nicht: was zurückgerufen, verfallen, in Quarantäne oder nicht hier ist, wird aufgezählt, und nichts geht hinaus. Behälter werden geöffnet, wo einzelne Stücke sie verlassen.',
  'GLN or name of an accredited party': 'GLN oder Name eines zugelassenen Teilnehmers',
  'purchase order': 'Bestellnummer',
  'despatch advice number': 'Nummer des Lieferavis',
  'invoice number': 'Rechnungsnummer',
  'write all that the receiver needs, for the driver or a mail':
    'alles schreiben, was der Empfänger braucht, für den Fahrer oder eine Mail',
  'list what is on its way here': 'zeigen, was hierher unterwegs ist',
  'list what was sent and not received yet': 'zeigen, was versandt und noch nicht angenommen ist',
  'show what is inside a container or a shipment': 'zeigen, was in einem Behälter oder einer Lieferung ist',
  'an SSCC, a shipment or a despatch advice number': 'eine SSCC, eine Lieferung oder die Nummer eines Lieferavis',
  'take custody of a delivery': 'eine Lieferung annehmen',
  'Missing goods stay in the shipper’s charge. Damaged, recalled, expired or held goods arrive quarantined. Any difference ends in 20, and the shipper is told. --all passes over what was refused (20): that is received where it is named.':
    'Fehlende Ware bleibt Sache des Absenders. Beschädigte, zurückgerufene, verfallene oder gesperrte Ware kommt in Quarantäne an. Jede Abweichung endet mit 20, und der Absender erfährt davon. --all übergeht, was abgelehnt wurde (20): das wird angenommen, wo es genannt ist.',
  'a shipment, a despatch advice number, an SSCC or a scan; or a document of a partner outside':
    'eine Lieferung, die Nummer eines Lieferavis, eine SSCC oder ein Scan; oder ein Dokument eines Partners von außen',
  'everything that is on its way here': 'alles, was hierher unterwegs ist',
  'only what this party sent': 'nur was dieser Teilnehmer versandt hat',
  'was announced and is not there': 'war angekündigt und ist nicht da',
  'came damaged': 'kam beschädigt an',
  'somebody looked inside': 'jemand hat hineingesehen',
  'take a shipment back, or say that it never came': 'eine Lieferung stornieren, oder sagen, dass sie nie ankam',
  'The shipper may within ten days, on the till that shipped; the receiver may at any time before the receipt.':
    'Der Absender darf es binnen zehn Tagen, an der Kasse, die versandt hat; der Empfänger jederzeit vor der Annahme.',
  'a shipment, a despatch advice number, or items of one':
    'eine Lieferung, die Nummer eines Lieferavis, oder Teile davon',
  why: 'warum',
  'tell the shipper that a delivery was not taken': 'dem Absender sagen, dass eine Lieferung abgelehnt wurde',
  'Custody does not change: the goods are the shipper’s to void. receive --all passes them over; receive SHIPMENT takes them all the same.':
    'Der Besitz ändert sich nicht: stornieren muss der Absender. receive --all übergeht sie; receive SHIPMENT nimmt sie trotzdem an.',
  'a shipment or a despatch advice number': 'eine Lieferung oder die Nummer eines Lieferavis',
  'send goods back with a reason': 'Ware mit einem Grund zurücksenden',
  'Recalled, expired and quarantined goods may go back too. They arrive quarantined, to be inspected.':
    'Auch zurückgerufene, verfallene und gesperrte Ware darf zurück. Sie kommt in Quarantäne an, um geprüft zu werden.',
  'why, for everybody who has one of the packs': 'warum, für alle, die eine der Packungen haben',
  'return number of the receiver': 'Retourennummer des Empfängers',
  'record that packs are supplied to a patient': 'festhalten, dass Packungen an einen Patienten abgegeben werden',
  'A pack that may not be supplied is answered with its verdict. The same pack again is always already-dispensed: it may be a copy.':
    'Zu einer Packung, die nicht abgegeben werden darf, wird ihr Urteil gesagt. Dieselbe Packung noch einmal ist immer schon abgegeben: sie kann eine Kopie sein.',
  'a scan, a picture, @FILE or -': 'ein Scan, ein Bild, @FILE oder -',
  'own reference, sealed to the own party': 'eigenes Zeichen, nur für den eigenen Teilnehmer lesbar',
  'the goods are here and their delivery has not arrived: record it once it has':
    'die Ware ist hier, ihre Lieferung aber noch nicht eingetroffen: festhalten, sobald sie es ist',
  'supply it although records contradict each other; --note says what was looked at':
    'abgeben, obwohl Einträge sich widersprechen; --note sagt, was angesehen wurde',
  'take packs out of use for good': 'Packungen endgültig ausbuchen',
  'A container, and more than 100 packs, want --confirm with the number of packs.':
    'Ein Behälter, und mehr als 100 Packungen, verlangen --confirm mit der Zahl der Packungen.',
  'the number of packs, repeated': 'die Zahl der Packungen, wiederholt',
  'for regulators: certificate, police report': 'für Behörden: Bescheinigung, Polizeibericht',
  'undo a dispense that was a mistake': 'eine irrtümliche Abgabe zurücknehmen',
  'Within 240 hours, by the same party at the same site, and only for a pack that was never supplied.':
    'Binnen 240 Stunden, durch denselben Teilnehmer am selben Standort, und nur für eine Packung, die nie abgegeben wurde.',
  'it never left the hands of this party': 'sie hat diesen Teilnehmer nie verlassen',
  'set goods apart until they are released': 'Ware in Quarantäne nehmen, bis sie freigegeben ist',
  'A regulator holds goods wherever they are.': 'Eine Behörde sperrt Ware, wo immer sie ist.',
  'take goods out of quarantine': 'Ware aus der Quarantäne freigeben',
  'say that goods cannot be found': 'melden, dass Ware vermisst wird',
  'for everybody who has one of the packs': 'für alle, die eine der Packungen haben',
  'say that missing goods are here again': 'melden, dass vermisste Ware wieder da ist',
  'count what this party has, lot by lot': 'zählen, was dieser Teilnehmer hat, je Charge',
  'From its keys and the ledger alone. byState also counts what is on its way, and what ended here.':
    'Allein aus seinen Schlüsseln und dem Register. byState zählt auch, was unterwegs ist und was hier endete.',
  'list every pack': 'jede Packung zeigen',
  'this product alone': 'nur dieses Produkt',
  'this lot alone': 'nur diese Charge',
  'what expires within so many days': 'was binnen so vieler Tage verfällt',
  'show lots too of which nothing is here any more, or not yet':
    'auch Chargen zeigen, von denen nichts mehr oder noch nichts hier ist',
  'scan pack after pack, and record all of it at the end': 'Packung um Packung scannen und am Ende alles festhalten',
  'At a terminal: Enter on an empty line or . ends and records, Ctrl-Z or undo takes back the last scan, Ctrl-C leaves all for later. Elsewhere: a scan a line, to the end of the input. A pack scanned twice is counted once; at a terminal you are asked whether it is the same box. When receiving, the word damaged marks the last scan, and missing tells the shippers at the end what did not come. Words may be typed or scanned. What a session heard survives a power cut. verify and stock-take record nothing.':
    'An einem Terminal: Enter auf leerer Zeile oder . beendet und hält fest, Strg-Z oder undo nimmt den letzten Scan zurück, Strg-C lässt alles für später. Sonst: ein Scan je Zeile, bis zum Ende der Eingabe. Eine zweimal gescannte Packung zählt einmal; an einem Terminal wird gefragt, ob es dieselbe Schachtel ist. Beim Annehmen kennzeichnet das Wort damaged den letzten Scan, und missing sagt den Absendern am Ende, was nicht kam. Wörter dürfen getippt oder gescannt werden. Was eine Sitzung gehört hat, übersteht einen Stromausfall. verify und stock-take halten nichts fest.',
  'what the scans are for': 'wofür die Scans sind',
  'ship: GLN or name of the receiver': 'ship: GLN oder Name des Empfängers',
  'pack: the SSCC of the container, GTIN and serial of a case, or new':
    'pack: die SSCC des Behälters, GTIN und Seriennummer eines Kartons, oder new',
  'ship: despatch advice number': 'ship: Nummer des Lieferavis',
  'dispense: own reference, sealed to the own party':
    'dispense: eigenes Zeichen, nur für den eigenen Teilnehmer lesbar',
  'receive: was announced and is not there': 'receive: war angekündigt und ist nicht da',
  'receive: came damaged': 'receive: kam beschädigt an',
  'a scanner on a serial line as well: /dev/ttyACM0, on Windows COM3':
    'dazu ein Scanner an einer seriellen Leitung: /dev/ttyACM0, unter Windows COM3',
  'pictures that are put into this folder as well': 'dazu Bilder, die in diesen Ordner gelegt werden',
  'go on with a session that was cut off': 'eine abgebrochene Sitzung fortsetzen',
  'drop what was cut off, then scan': 'Abgebrochenes verwerfen, dann scannen',
  'record what a session that was cut off had counted, and end':
    'festhalten, was eine abgebrochene Sitzung gezählt hat, und enden',
  'check and show everything, write nothing': 'alles prüfen und zeigen, nichts schreiben',
  'learn what this scanner and computer do to codes': 'lernen, was dieser Scanner und Rechner mit Codes machen',
  'Shows a symbol that holds every character a code may have. Scan it once: what comes out differently (keyboard layout, caps lock, a substitute for the separator, what is put before and behind, keys that give several characters) is undone in later scans: in scanning sessions, and by every command where a scan is wrong as it stands or settled by the ledger. What cannot be undone is told, with what to change. Where several scanners are in use, give each a name.':
    'Zeigt ein Symbol mit jedem Zeichen, das ein Code haben kann. Einmal scannen: was anders herauskommt (Tastaturbelegung, Feststelltaste, ein Ersatz für das Trennzeichen, was davor und dahinter gestellt wird, Tasten, die mehrere Zeichen ergeben), wird in späteren Scans zurückgenommen: in Scan-Sitzungen, und von jedem Befehl, wo ein Scan so, wie er ist, falsch ist oder das Register entscheidet. Was sich nicht zurücknehmen lässt, wird gesagt, mit dem, was zu ändern ist. Wo mehrere Scanner in Gebrauch sind, jedem einen Namen geben.',
  'write the symbol as PNG, to be printed or shown': 'das Symbol als PNG schreiben, zum Drucken oder Zeigen',
  'which of several scanners': 'welcher von mehreren Scannern',
  'take scans as they come again; of --scanner, or of all':
    'Scans wieder nehmen, wie sie kommen; von --scanner, oder von allen',
  'list what waits to be recorded, try it again, or cancel it':
    'zeigen, was noch festzuhalten ist, es erneut versuchen oder verwerfen',
  'It is tried again after each sync and import by itself.':
    'Nach jedem Abgleich und Einlesen wird es von selbst erneut versucht.',
  'retry or cancel': 'retry (erneut versuchen) oder cancel (verwerfen)',
  'what to cancel': 'was verworfen wird',
  'why it is cancelled': 'warum es verworfen wird',

  // Recalls and alarms.
  'Recalls and alarms': 'Rückrufe und Warnungen',
  'recall lots or single packs of a product': 'Chargen oder einzelne Packungen eines Produkts zurückrufen',
  'For the maker of the GTIN and for regulators. --confirm repeats each lot, the GTIN with --all-lots, or the number of serials with --serials.':
    'Für den Hersteller der GTIN und für Behörden. --confirm wiederholt jede Charge, die GTIN bei --all-lots, oder die Zahl der Seriennummern bei --serials.',
  'a lot; may be repeated': 'eine Charge; darf mehrmals stehen',
  'every lot of the product': 'jede Charge des Produkts',
  'single packs: a file with one scan a line': 'einzelne Packungen: eine Datei mit einem Scan je Zeile',
  '1 danger to life, 2 harm possible, 3 other': '1 Lebensgefahr, 2 Schaden möglich, 3 anderes',
  'why, for those who hold packs': 'warum, für alle, die Packungen haben',
  'how far down': 'bis zu welcher Stufe',
  'share of consignees to be checked, A (all) to E (none)':
    'Anteil der Empfänger, die geprüft werden, A (alle) bis E (keine)',
  'by when holders are to answer; of class 1 in a day, of 2 in two, of 3 in five':
    'bis wann zu antworten ist; bei Klasse 1 in einem Tag, bei 2 in zwei, bei 3 in fünf',
  'what holders are to do': 'was zu tun ist, wo Packungen sind',
  'whom to ask': 'wer zu fragen ist',
  'the own number of this recall: the same again is issued once':
    'die eigene Nummer dieses Rückrufs: derselbe wird nur einmal ausgesprochen',
  'repeats what is recalled': 'wiederholt, was zurückgerufen wird',
  'recall what nothing is known of here': 'zurückrufen, wovon hier nichts bekannt ist',
  'do not send it now': 'jetzt nicht versenden',
  'extend a recall to more lots or packs': 'einen Rückruf auf mehr Chargen oder Packungen erweitern',
  'For its issuer and for regulators, while it is open. Whoever has answered is asked again, and the time to answer runs anew. --confirm repeats each lot, the GTIN with --all-lots, or the number of serials with --serials.':
    'Für den, der zurückruft, und für Behörden, solange der Rückruf offen ist. Wer geantwortet hat, wird noch einmal gefragt, und die Zeit dafür läuft neu. --confirm wiederholt jede Charge, die GTIN bei --all-lots, oder die Zahl der Seriennummern bei --serials.',
  'a graver one': 'eine schwerere',
  'change what a recall says': 'ändern, was ein Rückruf sagt',
  'For its issuer and for regulators, while it is open. What is not named stays; a class can only become graver.':
    'Für den, der zurückruft, und für Behörden, solange der Rückruf offen ist. Was nicht genannt wird, bleibt; eine Klasse kann nur schwerer werden.',
  'by when holders are to answer': 'bis wann zu antworten ist',
  'all that is set apart here for a recall that was taken back':
    'alles, was hier für einen aufgehobenen Rückruf in Quarantäne ist',
  'list the recalls known here': 'die hier bekannten Rückrufe zeigen',
  'show one recall': 'einen Rückruf zeigen',
  'list the packs of a recall that were here, and whom they went to':
    'die Packungen eines Rückrufs auflisten, die hier waren, und an wen sie gingen',
  'Of a supply the own reference, of a shipment the receiver. It ends in 20 where another till of this party has records that are not read here, or where records of what is in a container have not arrived: the list may lack packs. --csv lists all of them.':
    'Von einer Abgabe der eigene Vorgang, von einer Lieferung der Empfänger. Ende 20, wo eine andere Kasse dieses Teilnehmers Einträge hat, die hier nicht zu lesen sind, oder wo nicht angekommen ist, was in einem Behälter liegt: der Liste können Packungen fehlen. --csv listet alle auf.',
  'only what was supplied to patients': 'nur was an Patienten abgegeben wurde',
  'the recall: its event, or its number where unique':
    'der Rückruf: sein Eintrag, oder seine Nummer, wo sie eindeutig ist',
  'quarantine what is held and answer the recall': 'Vorhandenes in Quarantäne nehmen und den Rückruf beantworten',
  'the recall': 'der Rückruf',
  'words for the issuer': 'Worte an den, der zurückruft',
  'show where the packs of a recall are, and who has answered':
    'zeigen, wo die Packungen eines Rückrufs sind und wer geantwortet hat',
  'Every commissioned pack is counted once, by its life as far as it is known here. What parties answered stands beside them; where it differs that is told, and it is never added. A party is effective that has answered, or that a check found to follow the recall, whatever it answered.':
    'Jede hergestellte Packung wird einmal gezählt, nach ihrem Leben, soweit es hier bekannt ist. Was Teilnehmer geantwortet haben, steht daneben; wo es abweicht, wird das gesagt, und es wird nie addiert. Wirksam ist, wer geantwortet hat oder nach einer Prüfung den Rückruf befolgt, was er auch geantwortet hat.',
  'write a recall as a letter with a sheet to answer on': 'einen Rückruf als Brief mit Antwortblatt schreiben',
  'For those whom no node reaches: product, lots, class, reason, what to do and by when to answer, in the language that is spoken. A file whose name ends in .html is a page to print, any other is text. Nothing is sent.':
    'Für alle, die kein Rechner erreicht: Produkt, Chargen, Klasse, Grund, was zu tun und bis wann zu antworten ist, in der gesprochenen Sprache. Eine Datei, deren Name auf .html endet, ist eine Seite zum Drucken, jede andere ist Text. Nichts wird gesandt.',
  'text, or a page to print': 'Text oder eine Seite zum Drucken',
  'to whom: GLN or name': 'an wen: GLN oder Name',
  'close the action; the packs stay recalled': 'die Aktion schließen; die Packungen bleiben zurückgerufen',
  'A recall of effectiveness level A is over when all consignees have answered or a check has found them to follow it; of B when more than 10 %, of C when 10 %, of D when 2 % have. One whose last check found that it does not follow stays open.':
    'Ein Rückruf der Stufe A endet, wenn alle Empfänger geantwortet haben oder eine Prüfung ergab, dass sie ihn befolgen; bei B mehr als 10 %, bei C 10 %, bei D 2 %. Wer ihn nach der letzten Prüfung nicht befolgt, bleibt offen.',
  'record that a party was asked again about a recall': 'aufzeichnen, dass bei einem Teilnehmer nachgefragt wurde',
  'For its issuer and for regulators. Each time counts as an attempt; the party reads it too.':
    'Für den, der zurückruft, und für Behörden. Jedes Mal zählt als Nachfrage; der Teilnehmer liest es auch.',
  'GLN or name of the party': 'GLN oder Name des Teilnehmers',
  'how it was reached': 'wie er erreicht wurde',
  'who was spoken to, and what was said': 'mit wem gesprochen wurde, und was gesagt wurde',
  'record whether a party was found to follow a recall': 'aufzeichnen, ob ein Teilnehmer einen Rückruf befolgt',
  'For its issuer and for regulators. The last check of a party decides, whatever it answered: effective where it has heard of the recall and done what it asks. The party reads it too.':
    'Für den, der zurückruft, und für Behörden. Die letzte Prüfung eines Teilnehmers entscheidet, was er auch geantwortet hat: wirksam, wo er vom Rückruf weiß und getan hat, was er verlangt. Der Teilnehmer liest es auch.',
  'how it was looked at': 'wie geprüft wurde',
  'who looked, and what was there': 'wer geprüft hat, und was da war',
  'repeats the recall': 'wiederholt den Rückruf',
  'take back a recall issued in error': 'einen irrtümlichen Rückruf zurücknehmen',
  'list what this node has flagged': 'zeigen, wovor dieser Rechner warnt',
  'only those that nobody has closed': 'nur die, die niemand geschlossen hat',
  'The worst first. An alert ends by itself when its reason has gone; every other one is closed by a person, for all tills of the party.':
    'Die schlimmsten zuerst. Eine Warnung endet von selbst, wenn ihr Grund wegfällt; jede andere schließt jemand, für alle Kassen des Teilnehmers.',
  'close an alert with what it was': 'eine Warnung schließen und sagen, was es war',
  'scan: a slip of a scanner or of hand. data: wrong data. state: goods are in another state than is recorded. suspect: the suspicion holds; report the pack as well. The regulators read the cause, the note is for the own party alone.':
    'scan: ein Versehen beim Scannen oder Greifen. data: falsche Daten. state: Ware ist in anderem Zustand als verzeichnet. suspect: der Verdacht besteht; die Packung auch melden. Die Behörden lesen die Ursache, die Notiz nur der eigene Teilnehmer.',
  'the alert, as pedigree alerts shows it': 'die Warnung, wie pedigree alerts sie zeigt',
  'what it was': 'was es war',
  'what was found; for the own party alone': 'was gefunden wurde; nur für den eigenen Teilnehmer',
  'say who looks into an alert': 'sagen, wer einer Warnung nachgeht',
  'a person of the own party': 'jemand beim eigenen Teilnehmer',
  'note what was found about an alert': 'notieren, was zu einer Warnung gefunden wurde',
  'answer a report, as maker or regulator': 'eine Meldung beantworten, als Hersteller oder Behörde',
  'Whoever reported the pack reads the answer, and so do its makers and the regulators. suspect: it is still looked into. An answer that clears the pack or holds it for illegitimate ends the alert of the report.':
    'Wer die Packung gemeldet hat, liest die Antwort, ebenso ihre Hersteller und die Behörden. suspect: sie wird noch untersucht. Eine Antwort, die sie freigibt oder für gefälscht hält, beendet die Warnung der Meldung.',
  'the report, as pedigree report list or alerts shows it':
    'die Meldung, wie pedigree report list oder alerts sie zeigt',
  'what the pack is held for': 'wofür die Packung gehalten wird',
  'what was found': 'was gefunden wurde',
  'list own reports and those to answer, with the answers':
    'eigene Meldungen und solche zeigen, die zu beantworten sind, mit den Antworten',
  'only those that nobody has answered': 'nur die, die niemand beantwortet hat',
  'list where goods and data differ': 'zeigen, wo Ware und Daten voneinander abweichen',
  'What came and was not told, was told and did not come, is damaged or has wrong data, as both parties of a shipment see it. What is received, found or taken back with void settles it; everything else the two resolve.':
    'Was kam und nicht angekündigt war, angekündigt war und nicht kam, beschädigt ist oder falsche Daten hat, wie beide Seiten einer Lieferung es sehen. Was angenommen, gefunden oder mit void zurückgenommen wird, klärt sie; alles andere klären die beiden.',
  'only those that are not resolved': 'nur die, die nicht geklärt sind',
  'tell a partner that goods and data differ': 'einem Partner sagen, dass Ware und Daten abweichen',
  'Kinds: underage, overage, damaged, goods-without-data, data-without-goods, wrong-data, label, packaging, hold. What differs at the door is told by receive itself. What is here and damaged, or may not be moved, is quarantined with it.':
    'Arten: underage, overage, damaged, goods-without-data, data-without-goods, wrong-data, label, packaging, hold. Was bei der Annahme abweicht, sagt receive selbst. Was hier ist und beschädigt ist oder nicht bewegt werden darf, wird dabei gesperrt.',
  'underage, overage, damaged, wrong-data …': 'underage, overage, damaged, wrong-data …',
  'the shipment, and what of it differs: SSCCs and scans': 'die Lieferung, und was davon abweicht: SSCCs und Scans',
  'who sent the goods, where nobody announced them': 'wer die Ware geschickt hat, wo niemand sie ankündigte',
  'what the data should say': 'was die Daten sagen sollten',
  'what they say, or what is seen on the goods': 'was sie sagen, oder was auf der Ware steht',
  'for the other party': 'für die andere Seite',
  'answer an exception, and propose how to resolve it': 'auf eine Abweichung antworten und eine Klärung vorschlagen',
  'the exception, as pedigree exceptions shows it': 'die Abweichung, wie pedigree exceptions sie zeigt',
  'send-new-data, send-product, return-product, send-back-product, credit-account or debit-account':
    'send-new-data, send-product, return-product, send-back-product, credit-account oder debit-account',
  'say how an exception was resolved': 'sagen, wie eine Abweichung geklärt wurde',
  'Either party may. Custody does not change by it: what did not come stays in the charge of its shipper.':
    'Beide Seiten dürfen es. Der Gewahrsam ändert sich dadurch nicht: Was nicht kam, bleibt in der Obhut des Absenders.',
  'tell maker and regulators of a suspect pack': 'Hersteller und Behörden eine verdächtige Packung melden',
  'The report is sealed to the maker of the GTIN and the regulators. It travels with the next sync or bundle.':
    'Die Meldung können nur der Hersteller der GTIN und die Behörden lesen. Sie reist mit dem nächsten Abgleich oder Bündel.',
  'what the scanner typed, or a picture': 'was der Scanner getippt hat, oder ein Bild',
  'what it is held for': 'wofür sie gehalten wird',
  'what was seen': 'was gesehen wurde',
  'take back an own entry that others contradict': 'einen eigenen Eintrag zurücknehmen, dem andere widersprechen',
  'A receipt of what is not here, or a void of what was received: pedigree trace … shows the event. It counts as long as no other party has gone on from it.':
    'Eine Annahme von etwas, das nicht hier ist, oder ein Storno von etwas, das angenommen wurde: pedigree trace … zeigt den Eintrag. Es gilt, solange kein anderer Teilnehmer darauf aufgebaut hat.',
  'an event of this till, CHAIN/SEQ': 'ein Eintrag dieser Kasse, CHAIN/SEQ',
  'end a dispute: say who has the goods': 'einen Streit beenden: sagen, wer die Ware hat',
  'For regulators. It stands whatever else is recorded where the records part; others are told to whom it went.':
    'Für Behörden. Es gilt, was auch sonst festgehalten ist, wo die Einträge auseinandergehen; andere erfahren, wer sie bekam.',
  'a shipment, or a scan, an SSCC, a picture, @FILE or -':
    'eine Lieferung, oder ein Scan, eine SSCC, ein Bild, @FILE oder -',
  'the party that has them: a GLN, a name or a chain':
    'der Teilnehmer, der sie hat: eine GLN, ein Name oder eine Kette',

  // Other nodes.
  'Other nodes': 'Andere Rechner',
  'exchange news with peers, both ways': 'mit Gegenstellen abgleichen, in beide Richtungen',
  'With all configured peers where none is named. A peer that fails (75) does not keep back the news of the others. With --every a recall begins the next round at once where a peer tells of it, as a hub does.':
    'Mit allen eingerichteten Gegenstellen, wo keine genannt ist. Eine, die ausfällt (75), hält die Nachrichten der anderen nicht auf. Mit --every beginnt die nächste Runde bei einem Rückruf sofort, wo eine Gegenstelle davon sagt, wie ein Hub.',
  'name or address of a peer': 'Name oder Adresse einer Gegenstelle',
  'go on, at least this often: 60s, 5m, 1h': 'weitermachen, mindestens so oft: 60s, 5m, 1h',
  'answer peers over HTTP, and dial the own peers from time to time':
    'Gegenstellen über HTTP antworten, und die eigenen von Zeit zu Zeit anrufen',
  'Prints the address first and then goes on until Ctrl-C or SIGTERM. On this computer alone unless --host names another address; /healthz says that it lives. Peers prove who they are: everything is for those whom the regulators honour, for others are the chains of the founder and the regulators. --peers open shows everything to anybody.':
    'Gibt zuerst die Adresse aus und läuft dann bis Strg-C oder SIGTERM. Nur auf diesem Rechner, wenn --host keine andere Adresse nennt; /healthz sagt, dass es lebt. Gegenstellen weisen sich aus: alles bekommen die, die von den Behörden zugelassen sind, andere die Ketten des Gründers und der Behörden. --peers open zeigt allen alles.',
  'address to listen on (default 127.0.0.1)': 'Adresse, auf der gelauscht wird (sonst 127.0.0.1)',
  'port to listen on, 0 for any free one (default 7417)': 'Port dafür, 0 für einen freien (sonst 7417)',
  'known, or open for anybody (default: the setting peers, or known)':
    'known (bekannte), oder open für alle (sonst: die Einstellung peers, oder known)',
  'dial the own peers at least this often: 60s, 5m, 1h':
    'die eigenen Gegenstellen mindestens so oft anrufen: 60s, 5m, 1h',
  'add a peer, or give one a new address': 'eine Gegenstelle hinzufügen, oder ihr eine neue Adresse geben',
  'what it is called here': 'wie sie hier heißt',
  'where it serves: http://host:port': 'wo sie erreichbar ist: http://host:port',
  'forget a peer': 'eine Gegenstelle vergessen',
  'list the peers that this node dials': 'die Gegenstellen zeigen, die dieser Rechner anruft',
  // Files of the world outside.
  'name each event of an EPCIS file by what it says': 'jedes Ereignis einer EPCIS-Datei nach dem benennen, was es sagt',
  'The event hash of the CBV: the same for one event in XML or JSON, with URNs or Digital Links, in any order and time zone. Dialects differ where readers of the standard do: ref has extensions behind everything else, cbv2.1 sources before destinations.':
    'Der Ereignis-Hash des CBV: derselbe für ein Ereignis in XML oder JSON, mit URNs oder Digital Links, in jeder Reihenfolge und Zeitzone. Dialekte weichen ab, wo Leser des Standards es tun: ref hat Erweiterungen hinter allem anderen, cbv2.1 Quellen vor Zielen.',
  'an EPCIS file, or - for standard input': 'eine EPCIS-Datei, oder - für die Standardeingabe',
  'how the algorithm is read; cbv2.0': 'wie der Algorithmus gelesen wird; cbv2.0',
  'write an EPCIS file in another form: 1.2, 2.0 JSON, 2.0 XML':
    'eine EPCIS-Datei in anderer Form schreiben: 1.2, 2.0 JSON, 2.0 XML',
  'What the other form cannot say is named, and then the exit code is 20. Identifiers stay as they are without --ids. A URN needs the length of the company prefix: it is taken from the URNs of the file and from --prefix, and never guessed.':
    'Was die andere Form nicht sagen kann, wird genannt, und dann ist der Exit-Code 20. Ohne --ids bleiben Nummern, wie sie sind. Eine URN braucht die Länge der Basisnummer: sie wird aus den URNs der Datei und aus --prefix genommen, und nie geraten.',
  '1.2 is XML, 2.0 is JSON': '1.2 ist XML, 2.0 ist JSON',
  'all identifiers as URNs, or as Digital Links': 'alle Nummern als URNs, oder als Digital Links',
  'a company prefix, for URNs; may be repeated': 'eine Basisnummer, für URNs; mehrfach erlaubt',

  'write chains to a bundle file, for a stick or a mail':
    'Ketten in eine Bündeldatei schreiben, für einen Stick oder eine Mail',
  "All chains where none is named; the founder's and the regulators' are always there. --for leaves out what that party is known to have from its own events.":
    'Alle Ketten, wo keine genannt ist; die des Gründers und der Behörden sind immer dabei. --for lässt weg, was dieser Teilnehmer nach seinen eigenen Einträgen schon hat.',
  'the bundle to write, usually NAME.pedigree': 'das Bündel, gewöhnlich NAME.pedigree',
  'a chain, or a party with all its chains; may be repeated':
    'eine Kette, oder ein Teilnehmer mit allen Ketten; darf mehrmals stehen',
  'the party that will import it': 'der Teilnehmer, der es einlesen wird',
  'take bundle files in': 'Bündeldateien einlesen',
  'Stores what is proved whole. Of a file that was cut or damaged the rest is named, and the exit is 65: import it again from the original. Of several files each is answered for itself, their order does not matter, and one that fails does not keep back the others.':
    'Speichert, was als Ganzes bewiesen ist. Bei einer abgeschnittenen oder beschädigten Datei wird der Rest genannt, und der Exit ist 65: noch einmal vom Original einlesen. Bei mehreren Dateien wird zu jeder einzeln geantwortet, die Reihenfolge ist gleich, und eine, die scheitert, hält die anderen nicht auf.',
  'bundles: exports, cards, welcomes, what came with a delivery; - is standard input':
    'Bündel: Ausgaben, Karten, Willkommensdateien, was mit einer Lieferung kam; - ist die Standardeingabe',

  // The chain and its care.
  'The chain and its care': 'Die Kette und ihre Pflege',
  'list the events of a chain': 'die Einträge einer Kette zeigen',
  'a chain, or a party by GLN or name; the own chain if absent':
    'eine Kette, oder ein Teilnehmer nach GLN oder Name; sonst die eigene Kette',
  'only events of this type': 'nur Einträge dieser Art',
  'With --operator NAME only what was recorded by NAME is listed; with --ref only what bears that number: a supply by its reference, a shipment and its receipt by the order, despatch advice or invoice, a document of a partner outside. Both are sealed: of all chains of the own party, as far as its keys go.':
    'Mit --operator NAME nur, was NAME aufgezeichnet hat; mit --ref nur, was diese Nummer trägt: eine Abgabe nach ihrer Referenz, eine Sendung und ihr Empfang nach Bestellung, Lieferschein oder Rechnung, ein Dokument eines Partners außerhalb. Beides ist versiegelt: von allen Ketten des eigenen Teilnehmers, so weit seine Schlüssel reichen.',
  'only of the day that it is here': 'nur von dem Tag, der hier ist',
  'only what bears this reference or number': 'nur, was diese Referenz oder Nummer trägt',
  'show one event with all that this party may read of it':
    'einen Eintrag zeigen, mit allem, was dieser Teilnehmer davon lesen darf',
  'CHAIN/SEQ, as log and other answers name it; a bare number is of the own chain':
    'CHAIN/SEQ, wie log und andere Antworten ihn nennen; eine bloße Zahl ist von der eigenen Kette',
  'check every hash, signature and index, and the own head against what peers have seen':
    'jeden Hash, jede Unterschrift und jeden Index prüfen, und das eigene Ende gegen das, was Gegenstellen sahen',
  'Exit 15 where anything is not as it must be. --repair-from asks a peer for what is damaged or missing. --accept lets own records go that nobody else has, settings, the outbox, peers, and tells what stood there.':
    'Exit 15, wo etwas nicht ist, wie es sein muss. --repair-from fragt eine Gegenstelle nach dem, was beschädigt ist oder fehlt. --accept gibt eigene Daten auf, die niemand sonst hat: Einstellungen, Ausgang, Gegenstellen, und sagt, was dort stand.',
  'name or URL of a peer that has it whole': 'Name oder URL einer Gegenstelle, die es ganz hat',
  'let go what is damaged and only this folder knew': 'aufgeben, was beschädigt ist und nur dieser Ordner wusste',
  'write the ledger, the settings and the key to one file':
    'Register, Einstellungen und Schlüssel in eine Datei schreiben',
  'The file is as secret as the key, unless the key is locked with a passphrase. It never replaces a file.':
    'Die Datei ist so geheim wie der Schlüssel, wenn ihn keine Passphrase verschließt. Sie ersetzt nie eine andere.',
  'where to': 'wohin',
  'put a backup into a folder where no party is': 'eine Sicherung in einen Ordner ohne Teilnehmer legen',
  'Verify, trace and stock work at once. Nothing is recorded before pedigree recover has asked a peer for what came after the backup: a chain that goes on from an old copy of itself is forked.':
    'Verify, trace und stock gehen sofort. Festgehalten wird nichts, bevor pedigree recover bei einer Gegenstelle nachgeholt hat, was nach der Sicherung kam: eine Kette, die auf einer alten Kopie weiterbaut, ist gespalten.',
  'a backup, as pedigree backup FILE writes it, or - for standard input':
    'eine Sicherung, wie pedigree backup FILE sie schreibt, oder - für die Standardeingabe',
  'fetch the tail of the own chain, so that it can be appended to again':
    'das Ende der eigenen Kette nachholen, damit wieder geschrieben werden kann',
  'Asks all configured peers, or the one named. Where nobody has the chain any more, --new-chain opens another one of the same party; custody and stock go on when a regulator has accredited it with --same-party.':
    'Fragt alle eingerichteten Gegenstellen, oder die genannte. Wo niemand mehr die Kette hat, öffnet --new-chain eine weitere desselben Teilnehmers; Besitz und Bestand gehen weiter, wenn eine Behörde sie mit --same-party zugelassen hat.',
  'name or URL of a peer, or a bundle file': 'Name oder URL einer Gegenstelle, oder eine Bündeldatei',
  'give this chain up and open another one': 'diese Kette aufgeben und eine andere öffnen',
  'end the own chain for good': 'die eigene Kette endgültig beenden',
  'For a till or a site that closes. What it holds should have been shipped on before.':
    'Für eine Kasse oder einen Standort, der schließt. Was dort ist, sollte vorher weiterversandt sein.',
  'the id of the own chain, as status shows it': 'die Kennung der eigenen Kette, wie status sie zeigt',
  'make every derived table anew from the chains, the own keys and the kept files':
    'jede abgeleitete Tabelle aus den Ketten, den eigenen Schlüsseln und den aufbewahrten Dateien neu aufbauen',
  'Events, the outbox, keys of --once and settings stay as they are.':
    'Einträge, Ausgang, Schlüssel von --once und Einstellungen bleiben, wie sie sind.',
  'look for what may go wrong: program, disk, key, clock, chain, peers':
    'nachsehen, was schiefgehen kann: Programm, Platte, Schlüssel, Uhr, Kette, Gegenstellen',
  'Exit 78 where something must be mended. pedigree audit looks at every event.':
    'Exit 78, wo etwas in Ordnung gebracht werden muss. pedigree audit sieht jeden Eintrag an.',
  'show the public keys of the own chain': 'die öffentlichen Schlüssel der eigenen Kette zeigen',
  'lock the key with a passphrase, change it, or take it away':
    'den Schlüssel mit einer Passphrase verschließen, sie ändern oder entfernen',
  'The present passphrase comes from --passphrase-file, the new one from --new-passphrase-file; a terminal asks for both.':
    'Die jetzige Passphrase kommt aus --passphrase-file, die neue aus --new-passphrase-file; ein Terminal fragt nach beiden.',
  'holds the new passphrase': 'enthält die neue Passphrase',
  'leave the key without one': 'den Schlüssel ohne Passphrase lassen',
  'replace the keys of the own chain': 'die Schlüssel der eigenen Kette ersetzen',
  'Old seal keys go on opening what was sealed for them. Backups made before cannot sign any more: make a new one.':
    'Alte Lese-Schlüssel öffnen weiter, was für sie verschlossen wurde. Frühere Sicherungen können nicht mehr unterschreiben: eine neue anlegen.',
  'only the key that signs': 'nur den Schlüssel, der unterschreibt',
  'only the key that others seal for': 'nur den Schlüssel, für den andere verschließen',
  'list the settings of this folder': 'die Einstellungen dieses Ordners zeigen',
  'show one setting of this folder': 'eine Einstellung dieses Ordners zeigen',
  'as config list names it': 'wie config list sie nennt',
  'change a setting of this folder; without a value it is put back to its default':
    'eine Einstellung dieses Ordners ändern; ohne Wert gilt wieder die Voreinstellung',
  'the new value': 'der neue Wert',

  // The tool itself.
  'The tool itself': 'Das Programm selbst',
  'play a day of a pharmacy whose partners have not joined':
    'einen Tag einer Apotheke spielen, deren Partner nicht beigetreten sind',
  'The files of two wholesalers are made on the spot, one of them with faults. They are checked and kept, a delivery is received against its file, and an inspector is answered. The folder is left as it is, to go on with.':
    'Die Dateien zweier Großhändler entstehen dabei, eine davon mit Fehlern. Sie werden geprüft und aufbewahrt, eine Lieferung wird gegen ihre Datei empfangen, und eine Inspektorin bekommt ihre Antwort. Der Ordner bleibt, wie er ist, zum Weitermachen.',
  'play a day of four parties in a folder': 'einen Tag von vier Teilnehmern in einem Ordner durchspielen',
  'Founds a network, mints a lot and draws its labels, hands packs on to a pharmacy over HTTP on this machine, scans label pictures, stops a copy and a fake, and recalls the lot. The folder is left as it is, to go on with.':
    'Gründet ein Netz, legt eine Charge an und zeichnet ihre Etiketten, gibt Packungen über HTTP auf diesem Rechner an eine Apotheke weiter, scannt Bilder der Etiketten, hält eine Kopie und eine Fälschung auf und ruft die Charge zurück. Der Ordner bleibt, wie er ist, zum Weitermachen.',
  'a new or empty folder; pedigree-demo, or the next free name, where none is given':
    'ein neuer oder leerer Ordner; sonst pedigree-demo oder der nächste freie Name',
  'print a completion script': 'ein Skript zur Vervollständigung ausgeben',
  'bash: put it in ~/.local/share/bash-completion/completions/pedigree. zsh: source <(pedigree completion zsh) in ~/.zshrc. fish: put it in ~/.config/fish/completions/pedigree.fish.':
    'bash: nach ~/.local/share/bash-completion/completions/pedigree. zsh: source <(pedigree completion zsh) in ~/.zshrc. fish: nach ~/.config/fish/completions/pedigree.fish.',
  'bash, zsh or fish': 'bash, zsh oder fish',
  'print the JSON Schema of answers': 'das JSON Schema der Antworten ausgeben',
  'With a name, the schema of that answer; without, of all, under their names. The schema of a failure is error.':
    'Mit einem Namen das Schema dieser Antwort; ohne die Schemas aller, unter ihren Namen. Das Schema eines Fehlers ist error.',
  'a command, for example recall issue': 'ein Befehl, zum Beispiel recall issue',
  'show the version': 'die Version zeigen',
  'whose work is built in, and what its licence asks to be passed on':
    'wessen Arbeit eingebaut ist, und was ihre Lizenz weiterzugeben verlangt',
};
