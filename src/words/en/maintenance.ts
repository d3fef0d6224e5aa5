// The words of maintenance.
import { area, telling } from '../say.ts';

/** Where a chain forked: at an event, or somewhere before one. */
interface Place {
  readonly index: number | undefined;
  readonly below: number;
}

const placeOf = ({ index, below }: Place): string =>
  index === undefined ? `before event ${below}` : `at event ${index}`;

export const say = /* @__PURE__ */ area('maintenance', () => ({
  'ends-own-chain': 'this ends the own chain for good: nothing can be recorded on it any more',
  'repeat-with-confirm': 'repeat it with --confirm {chain}',
  'own-events-still-missing': '{missing} own events are still missing, and {heard} has not got them',
  'ask-another-peer': 'ask another peer with --from, or give this chain up with --new-chain',
  'make-room-recover': 'make room or mend the folder, then run pedigree recover again',
  'no-peer-configured': 'no peer is configured to be asked',
  'nobody-had-chain': 'nobody had this chain: {asked}',
  'new-chain-but': 'the new chain is recorded, but {why}',
  'make-room-keys': 'make room or mend the folder; the next command that signs puts the new keys in their place',
  'founder-chain-stays': "the founder's chain is the network and cannot be replaced",
  'fetch-tail': 'fetch its tail from a peer: pedigree recover --from PEER',
  'chain-can-appended': 'this chain can be appended to, so it is not given up',
  'retire-confirm-chain-ends': 'pedigree retire --confirm CHAIN ends a chain that is not wanted any more',
  'exists-already': '{file} exists already',
  'backup-never-replaces-file': 'a backup never replaces a file; take another name',
  node: 'Node {node}',
  'install-node-or-later': 'install Node {node} or later',
  'belongs-to-another-user': 'it belongs to another user; --home DIR or PEDIGREE_HOME names another folder',
  'no-permission-to-look': 'no permission to look into {dir}',
  'no-folder': 'there is no folder {dir}',
  'init-help-tells-how': 'pedigree init --help tells how to make it; --home DIR names another',
  'can-written': '{dir} can be written to',
  'cannot-written': '{dir} cannot be written to',
  'verify-trace-and-stock': 'verify, trace and stock work; nothing can be recorded',
  'mb-free-on-disk': '{free} MB free on the disk',
  'make-room-before-next': 'make room before the next large lot',
  chmod: 'chmod {value} {path}',
  'gln-chain': '{self}, GLN {gln}, chain {chain}',
  'key-locked-with-passphrase': 'the key is locked with a passphrase',
  'key-not-locked': 'the key is not locked with a passphrase',
  'key-passphrase-locks': 'pedigree key passphrase locks it',
  'key-file-locked': 'the key file is there; locked, so it was not compared',
  'key-one-chain-names': 'the key is the one that the chain names',
  'key-not-one-chain': 'the key is not the one that the chain names',
  'put-newest-key-file': 'put the newest key file back, or pedigree recover --new-chain',
  'run-killed-left-copy': 'a run that was killed left a copy of the key, perhaps without a passphrase: {file}',
  'rm-once-no-run': 'rm {file}, once no run is changing the key',
  'own-chain-can-appended': 'the own chain can be appended to',
  'recover-asks-peer': 'pedigree recover asks a peer for what is missing; until then nothing is recorded',
  'look-at-outbox-config':
    'look at pedigree outbox, config list and peer list, enter what is missing, then pedigree audit --accept',
  'set-clock-right': 'set the clock right; if it is right, --clock-is-right writes once',
  'clock-behind-own-chain': 'the clock is {own} behind the own chain',
  'clock-ahead-of-all': 'the clock is {now} ahead of all that was heard',
  'clock-behind-last-news': 'the clock is {news} behind the last news that came here',
  'peer-s-clock-ahead': "a peer's clock is {newest} ahead of this one",
  'no-regulator-has-accredited': 'no regulator has accredited this chain',
  'send-them-card-card': 'send them the card: pedigree card -o FILE',
  'chain-revoked': 'this chain was revoked',
  'ask-regulator': 'ask the regulator',
  roles: 'roles: {roles}',
  'own-chain': 'the own chain',
  chain: 'chain {chain}, {party}',
  stranger: 'a stranger',
  'regulator-settles-settle-help': 'a regulator settles it: pedigree settle --help',
  'two-have-settled-fork': 'two have settled the fork of {who} differently, so neither counts',
  'call-regulators-parties-shows': 'call the regulators; pedigree parties shows the chain',
  'fork-of-settled': 'the fork of {who} is settled at this computer alone',
  'recovery-key-or-regulator': 'the recovery key or a regulator settles it for all',
  'all-pages-here': 'all that events name is here',
  'pages-awaited': ({ count, who, others }: { count: number; who: string; others: number }) =>
    `${count === 1 ? '1 event' : `${count} events`} cannot be read yet, pages have not come: ${who}${
      others === 0 ? '' : others === 1 ? ', and 1 more chain' : `, and ${others} more chains`
    }`,
  'sync-with-who-wrote': 'pedigree sync, with who wrote them; pedigree audit names all',
  'sync-with-who-wrote@alone': 'a backup has them; pedigree audit names all',
  'works-alone': 'works alone, no peer is asked',
  'no-peer-configured-2': 'no peer is configured',
  'peer-add-name-url': 'pedigree peer add NAME URL, or import bundle files',
  'nothing-heard-yet': 'nothing was heard yet',
  'nothing-heard': 'nothing was heard for {age}',
  'configured-last-news-ago': '{peers} configured, last news {max} ago',
  'sync-address-peer-list': 'pedigree sync {name}; its address: pedigree peer list',
  'answered-by-chain': '{name} is answered by {party}, chain {chain}',
  'peer-add-if-right': "pedigree peer add '{name}' {url}, if it is right",
  'peers-prove-to-honoured': 'peers that prove to be honoured are shown everything',
  'anybody-who-reaches-this': 'anybody who reaches this node is shown everything',
  'config-set-peers-known': 'pedigree config set peers known',
  'nothing-waits': 'nothing waits',
  'waiting-to-recorded': '{waiting} waiting to be recorded',
  'sync-then-outbox': 'pedigree sync, then pedigree outbox',
  'sync-then-outbox@alone': 'pedigree outbox',
  'audit-looks-closer': 'pedigree audit looks closer',
  'regulator-says-which-history': 'a regulator says which history counts: pedigree settle {chain}',
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
  'keys-here-not-those': 'the keys here are not those that the own chain names',
  'does-not-know-this': 'it does not know this chain',
  'name-one': 'name one with --from PEER or --from FILE; if nobody has this chain any more: --new-chain',
  'keys-here-not-those-chain':
    'the keys here are not those that the chain names now: it can be read, and appended to only with --new-chain',
  'key-in-not-locked':
    'the key in it is not locked: keep the file as you keep the key, or set pedigree key passphrase first',
  'nothing-can-recorded-before':
    'nothing can be recorded before pedigree recover has asked a peer for what came after this backup',
  'bring-backup-back':
    'bring a backup back into another folder, pedigree --home DIR restore FILE, then fetch what came after it, pedigree --home DIR recover',
  'see-what-stood':
    'see what stood there and let it go, pedigree audit --accept; then set it anew, as it was set before',
  'put-newest-key-file-back':
    'put the newest key file back, or give this chain up for another one, pedigree recover --new-chain',
  'mend-from-peer-audit': 'mend it from a peer, pedigree audit --repair-from PEER',
  'backup-or-sender-has-files': 'take the files out of a backup, or have them sent again: pedigree epcis import FILE',
  'make-index-anew-rebuild': 'make the index anew, pedigree rebuild',
  'ask-peer-what-this': 'ask a peer what this chain has signed, pedigree recover',
  'regulator-settles-fork-settle': 'a regulator settles a fork, pedigree settle --help',
  'nothing-counts-before-regulator':
    'nothing counts before a regulator accredits this chain: pedigree card, then there pedigree accredit CARD --same-party',
  'head-not-written': ({ fetched, why }: { fetched: number; why: string }) =>
    `${fetched === 0 ? 'all own events are here' : `${fetched} own events were brought back`}, but the head file could not be written: ${why}`,
  'of-inventory': ({ first, more }: { first: string; more: number }) =>
    `${first}${more === 0 ? '' : ` and ${more} more`} of the inventory are not as the chains say; pedigree rebuild makes it again`,
  'what-known-of-container': ({ first, more }: { first: string; more: number }) =>
    `what is known of container ${first}${more === 0 ? '' : ` and of ${more} more`} is not as the chains say; pedigree rebuild makes it again`,
  'stock-of-lot': ({ lot, gtin, more }: { lot: string; gtin: string; more: number }) =>
    `the stock of lot ${lot} of ${gtin}${more === 0 ? '' : ` and of ${more} more`} is not as the chains say; pedigree rebuild makes it again`,
  'remembered-of-alert': ({ id, more }: { id: string; more: number }) =>
    `what is remembered of alert ${id}${more === 0 ? '' : ` and of ${more} more`} is not as the chains say; pedigree rebuild makes it again`,
  'once-key-missing': 'the --once key {key} of event {event} is missing; pedigree rebuild makes it again',
  'once-key-of-another-request':
    'the --once key {key} of event {event} is of another request; pedigree rebuild makes it again',
  'node-too-old': 'Node {node} is too old',
  'others-may-look': 'others may look into the folder {path}',
  'others-may-read': 'others may read or write {path}',
  'sync-then-set-clock': 'pedigree sync; set the clock right; if it is right, --clock-is-right writes once',
  'sync-then-set-clock@alone': 'set the clock right; if it is right, --clock-is-right writes once',
  'own-chain-forked-takes': ({ index, below }: Place) =>
    `the own chain forked ${placeOf({ index, below })}: it takes only what protects people`,
  'forked-and-settled': ({ who, ...at }: Place & { who: string }) =>
    `${who} forked ${placeOf(at)}, and that is settled`,
  forked: ({ who, ...at }: Place & { who: string }) => `${who} forked ${placeOf(at)}`,
  'ended-on-nothing': 'the accreditation as {right} ended on {until}: nothing can be recorded',
  'ended-on': 'the accreditation as {right} ended on {until}: what it is for cannot be recorded',
  'ends-on': ({ right, until, days }: { right: string; until: string; days: number }) =>
    `the accreditation as ${right} ends on ${until}, ${days === 0 ? 'today' : days === 1 ? 'in 1 day' : `in ${days} days`}`,
  'never-reached': '{name} was never reached',
  'never-reached-because': '{name} was never reached: {why}',
  'not-reached': '{name} was not reached for {span}',
  'not-reached-because': '{name} was not reached for {span}: {why}',
  'before-chain-did': '{name} is answered by {party}, chain {chain}; before, chain {formerly} did',
  'regulator-says-or-go-on':
    'a regulator says which history counts: pedigree settle {chain}, or go on with a new chain: pedigree recover --new-chain',
  'another-history-of-founder':
    'another history of this chain was chosen, so the one here takes only what protects people; its folder goes on: pedigree parties',
  'another-history-of-this':
    'another history of this chain was chosen, so the one here takes only what protects people; go on with another chain: pedigree recover --new-chain',
  'founder-has-two-histories':
    'this chain has two histories and takes only what protects people until somebody says which one counts: pedigree settle {chain}, with the recovery key',
  'chain-has-two-histories':
    'this chain has two histories and takes only what protects people until somebody says which one counts: a regulator does, pedigree settle {chain}; or go on with another chain: pedigree recover --new-chain',
  'in-damaged-as-they': ({ count }: { count: number }) =>
    `${count === 1 ? 'one event or record' : `${count} events or records`} in it are damaged, as they are here: keep older backups, and see pedigree audit`,
  'past-is-damaged': 'the ledger of before in {place}: {why}',
  'not-what-was-anchored': 'it does not end where it was anchored',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
