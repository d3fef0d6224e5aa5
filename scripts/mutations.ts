// Faults that the tests have to see: each is one replacement in one file, with the tests that must fail of it (scripts/mutate.ts).

export interface Mutation {
  /** What goes wrong, in the words of the domain. */
  readonly fault: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Of which at least one must fail. */
  readonly tests: readonly string[];
  /** Why no test can see it. */
  readonly survives?: string;
}

const AUTHORITY = ['test/custody/authority.test.ts'];
const RULES = ['test/custody/facts.test.ts', 'test/custody/life.test.ts', 'test/custody/matrix.test.ts'];
const LIFE = ['test/custody/holder.test.ts', 'test/custody/life.test.ts', 'test/custody/hostile.test.ts'];
const EVENT = ['test/chain/event.test.ts'];
const SIGNED = ['test/chain/signature.test.ts', 'test/chain/note.test.ts', 'test/chain/keys.test.ts'];
const ADMIT = ['test/ledger/admit.test.ts'];
const APPEND = ['test/ledger/append.test.ts'];
const SLOW_KEY = ['test/ledger/slow-key.test.ts'];
const FORKS = ['test/ledger/forks.test.ts'];
const HEAD = ['test/ledger/head-file.test.ts'];
const CONFLICTS = ['test/custody/conflicts.test.ts', 'test/custody/life.test.ts'];
const SETTLED = ['test/custody/settlements.test.ts', 'test/custody/authority.test.ts'];
const PUT_BACK = ['test/ledger/put-back.test.ts'];
const OWN_RECORDS = ['test/ledger/own-records.test.ts'];
const SIBLINGS = ['test/app/siblings.test.ts'];
const EVIDENCE = ['test/sync/fork.test.ts', 'test/ledger/evidence.test.ts'];
const EXCHANGE = ['test/sync/exchange.test.ts'];
const HOSTILE = ['test/sync/hostile-peer.test.ts'];
const HTTP = ['test/sync/http.test.ts'];
const PROOF = ['test/sync/proof.test.ts'];
const BUNDLE = ['test/sync/bundle.test.ts'];
const FORK_LATE = ['test/app/fork-late.test.ts'];
const HUB_TURN = ['test/sync/hub-turn.test.ts'];

const custody: readonly Mutation[] = [
  {
    fault: 'a company prefix counts anywhere in a GTIN',
    file: 'src/custody/grants.ts',
    find: 'gtin14.startsWith(prefix, 1)',
    replace: 'gtin14.includes(prefix)',
    tests: AUTHORITY,
  },
  {
    fault: 'rights hold before the place they are given from',
    file: 'src/custody/authority-answers.ts',
    find: 'event.leaf.seq >= grant.from && event.leaf.at',
    replace: 'event.leaf.seq >= 0 && event.leaf.at',
    tests: AUTHORITY,
  },
  {
    fault: 'rights hold after their end',
    file: 'src/custody/authority-answers.ts',
    find: 'event.leaf.at <= grant.until) name',
    replace: 'event.leaf.at <= Infinity) name',
    tests: AUTHORITY,
  },
  {
    fault: 'of several revocations the largest tree counts',
    file: 'src/custody/authority-build.ts',
    find: 'body.size < than.size ||',
    replace: 'body.size > than.size ||',
    tests: AUTHORITY,
  },
  {
    fault: 'an endorsement draws another party’s chain to itself',
    file: 'src/custody/authority-build.ts',
    find: 'if (known.card?.gln !== grant.gln) continue;',
    replace: '',
    tests: AUTHORITY,
  },
  {
    fault: 'rights are handed on from a branch that nobody has chosen',
    file: 'src/custody/authority-build.ts',
    find: 'return !event.contested || this',
    replace: 'return true || this',
    tests: AUTHORITY,
  },
  {
    fault: 'a chain is accredited as another party than its card names',
    file: 'src/custody/authority-build.ts',
    find: 'if (known.card !== undefined && known.card.gln !== body.party.gln) return;',
    replace: '',
    tests: AUTHORITY,
  },
  {
    fault: 'a regulator ends another regulator',
    file: 'src/custody/authority-build.ts',
    find: ' || regulators.has(chain)) continue;',
    replace: ') continue;',
    tests: AUTHORITY,
  },
  {
    fault: 'goods are received by whom they were not sent to',
    file: 'src/custody/events/receive.ts',
    find: 'if (gln !== to) return undefined;',
    replace: '',
    tests: RULES,
  },
  {
    fault: 'a shipment is taken back however late',
    file: 'src/custody/events/void.ts',
    find: ' && age <= VOID_WINDOW',
    replace: '',
    tests: RULES,
  },
  {
    fault: 'another till than the one that shipped takes a shipment back',
    file: 'src/custody/events/void.ts',
    find: ' && act.chain === chain',
    replace: '',
    tests: RULES,
  },
  {
    fault: 'what is on the way may be decommissioned for any reason',
    file: 'src/custody/events/decommission.ts',
    find: '(act.gln === from || act.gln === to) && isLossOf(act.details) ?',
    replace: 'act.gln === from || act.gln === to ?',
    tests: RULES,
  },
  {
    fault: 'another party reinstates what was dispensed',
    file: 'src/custody/events/reinstate.ts',
    find: 'return same && inTime',
    replace: 'return inTime',
    tests: RULES,
  },
  {
    fault: 'an expired pack is reinstated',
    file: 'src/custody/events/reinstate.ts',
    find: '<= subject.lastDay;',
    replace: '<= "9999";',
    tests: RULES,
  },
  {
    fault: 'what was destroyed is assigned to somebody',
    file: 'src/custody/events/assign.ts',
    find: "if (state.at === 'decommissioned' && state.reason === 'destroyed') return undefined;",
    replace: '',
    tests: RULES,
  },
  {
    fault: 'a release on a disputed branch lifts a quarantine',
    file: 'src/custody/events/release.ts',
    find: 'contested ? undefined : {',
    replace: "contested && gln === '' ? undefined : {",
    tests: [...RULES, ...LIFE],
  },
  {
    fault: 'a pack in a box on a pallet is missing from what somebody else has received since',
    file: 'src/custody/around.ts',
    find: "if (whole.length > 0 || step.state.at !== 'inside' || step.place === undefined) return whole;",
    replace: 'return whole;',
    tests: ['test/custody/holder.test.ts'],
  },
  {
    fault: 'of a chain that crowds a token nothing but its first uses counts',
    file: 'src/custody/entries.ts',
    find: 'if (![...last.values()].some(isOpen)) return;',
    replace: 'return;',
    tests: ['test/custody/uses.test.ts'],
  },
  {
    fault: 'what a way to read the life leaves out makes room for nobody',
    file: 'src/custody/same-evidence.ts',
    find: 'return (isMore ? evidence.rows(token, most + ids.length, of) : hits).filter(isLeft);',
    replace: 'return hits.filter(isLeft);',
    tests: ['test/custody/uses.test.ts', 'test/ledger/by-right.test.ts', 'test/app/rights-before-work.test.ts'],
  },
  {
    fault: 'whom accreditations name as a maker is looked for at every verdict',
    file: 'src/custody/authority-parts.ts',
    find: 'if (this.#whole || this.#named.has(name)) return;',
    replace: 'if (this.#whole) return;',
    tests: ['test/custody/authority-parts.test.ts'],
  },
  {
    fault: 'a pack commissioned by whoever is accredited is genuine',
    file: 'src/custody/entries.ts',
    find: 'event.author?.mayMake(gtin)',
    replace: 'event.author',
    tests: ['test/custody/verdict.test.ts'],
  },
  {
    fault: 'a life is not looked for beyond its end',
    file: 'src/custody/beyond.ts',
    find: 'n <= at.next + LOOK_AHEAD',
    replace: 'n < at.next + LOOK_AHEAD',
    tests: LIFE,
  },
  {
    fault: 'a receipt gives way to a loss that its shipper claims later',
    file: 'src/custody/conflict.ts',
    find: 'return { standing: byTime(receipts), lost, ',
    replace: 'return { standing: byTime(losses.length > 0 ? losses : receipts), lost, ',
    tests: CONFLICTS,
  },
  {
    fault: 'of a receipt and a void only the receipt is a way to read the life',
    file: 'src/custody/conflict.ts',
    find: 'const back = [...voided, ...refused, ...takenBack];',
    replace: 'const back = [...refused, ...takenBack];',
    tests: CONFLICTS,
  },
  {
    fault: 'a void gives way to a loss',
    file: 'src/custody/conflict.ts',
    find: 'if (voided.length > 0) return',
    replace: 'if (voided.length > 0 && losses.length === 0) return',
    tests: CONFLICTS,
  },
  {
    fault: 'a loss beats the refusal that somebody went on from',
    file: 'src/custody/conflict.ts',
    find: ' || back.some((one) => ahead.builtOn(one))',
    replace: '',
    tests: CONFLICTS,
  },
  {
    fault: 'a second till undoes what others have received',
    file: 'src/custody/conflict.ts',
    find: 'const furthest = taken[0] ??',
    replace: 'const furthest =',
    tests: CONFLICTS,
  },
  {
    fault: 'what a chain used twice counts twice',
    file: 'src/custody/conflict.ts',
    find: 'if (before.length === 0) first.push(one);',
    replace: 'if (before.length >= 0) first.push(one);',
    tests: CONFLICTS,
  },
  {
    fault: 'an unseen till of a party that was revoked goes on',
    file: 'src/custody/authority-build.ts',
    find: 'const isCut = endorser?.limit !== undefined && known.limit === undefined;',
    replace: 'const isCut = endorser === undefined && known.limit === undefined;',
    tests: AUTHORITY,
  },
  {
    fault: 'of two regulators the earlier claimed time names a party',
    file: 'src/custody/grants.ts',
    find: 'rank(a) - rank(b) || (a.by < b.by ? -1 : 1)',
    replace: 'a.at - b.at',
    tests: AUTHORITY,
  },
  {
    fault: 'of one regulator the earliest claimed time names a party',
    file: 'src/custody/grants.ts',
    find: 'grant.seq > known.seq',
    replace: 'grant.at < known.at',
    tests: AUTHORITY,
  },
  {
    fault: 'who is who hangs on the order in which it came',
    file: 'src/custody/authority-build.ts',
    find: 'return out.sort((a, b) => a.leaf.at - b.leaf.at || compareBytes(a.leaf.hash, b.leaf.hash));',
    replace: 'return out;',
    tests: AUTHORITY,
  },
  {
    fault: 'of two settlements that differ one counts',
    file: 'src/custody/settlements.ts',
    find: '!this.#branches.agree(chain, tree, next)) return undefined;',
    replace: '!this.#branches.agree(chain, tree, next)) return tree;',
    tests: SETTLED,
  },
  {
    fault: 'the weakest settlement counts',
    file: 'src/custody/settlements.ts',
    find: 'if (this.#chosen.has(chain)) continue;',
    replace: '',
    tests: SETTLED,
  },
  {
    fault: 'a settlement counts beyond the next fork',
    file: 'src/custody/settlements.ts',
    find: 'leaf.seq < settled.dividedAt &&',
    replace: '',
    tests: SETTLED,
  },
  {
    fault: 'a regulator settles a fork of its own party',
    file: 'src/custody/authority-build.ts',
    find: 'return ![by, ...this.#founders.chains].some(',
    replace: 'return ![...this.#founders.chains].some(',
    tests: SETTLED,
  },
];

const chain: readonly Mutation[] = [
  {
    fault: 'a sealed page has any length',
    file: 'src/chain/open.ts',
    find: ' || page.length !== sealedPageLength(part, i)',
    replace: '',
    tests: EVENT,
  },
  {
    fault: 'a row opens with another key than the event committed to',
    file: 'src/chain/open.ts',
    find: 'return sameBytes(commitTo(kd), commit) ? kd : undefined;',
    replace: 'return kd;',
    tests: EVENT,
  },
  {
    fault: 'the same row stands twice in an event',
    file: 'src/chain/pages.ts',
    find: 'compareTokens(rows, at - width, rows, at) >= 0',
    replace: 'compareTokens(rows, at - width, rows, at) > 0',
    tests: EVENT,
  },
  {
    fault: 'something is hidden in the padding of a sealed part',
    file: 'src/chain/plain.ts',
    find: 'for (let at = end; at < plain.length; at++) if (plain[at] !== 0) return undefined;',
    replace: '',
    tests: [...EVENT, 'test/chain/hostile.test.ts'],
  },
  {
    fault: 'a signature has two forms',
    file: 'src/chain/signature.ts',
    find: 'if (difference !== 0) return difference < 0;',
    replace: 'if (difference !== 0) return true;',
    tests: SIGNED,
  },
  {
    fault: 'of several signatures of one key one right one is enough',
    file: 'src/chain/checkpoint.ts',
    find: 'own.length > 0 && own.every(',
    replace: 'own.some(',
    tests: SIGNED,
  },
  {
    fault: 'an event says the same in other bytes',
    file: 'src/chain/canonical.ts',
    find: 'if (print(value, depth) !== textual)',
    replace: 'if (print(value, depth).length !== textual.length)',
    tests: ['test/chain/canonical.test.ts'],
  },
  {
    fault: 'an event is a byte too long',
    file: 'src/chain/leaf.ts',
    find: 'if (bytes.length > MAX_EVENT)',
    replace: 'if (bytes.length > MAX_EVENT + 1)',
    tests: [...EVENT, 'test/chain/leaf.test.ts', 'test/chain/hostile.test.ts'],
  },
  {
    fault: 'an attachment says another number of pages than its size has',
    file: 'src/chain/leaf.ts',
    find: 'return Math.ceil(size / (SEALED_PAGE + TAG_SIZE)) === pages ? { root, pages, size } : undefined;',
    replace: 'return { root, pages, size };',
    tests: [...EVENT, 'test/chain/leaf.test.ts'],
  },
  {
    fault: 'a frame ends a byte before its end',
    file: 'src/chain/frame.ts',
    find: '.getUint32(0);',
    replace: '.getUint32(0) - 1;',
    tests: ['test/chain/frame.test.ts'],
  },
];

const ledger: readonly Mutation[] = [
  {
    fault: 'a fork does not make others read the authority anew',
    file: 'src/ledger/admit.ts',
    find: " || plan.kind === 'fork' || isBounded",
    replace: ' || isBounded',
    tests: FORKS,
  },
  {
    fault: 'time runs back from one batch to the next',
    file: 'src/ledger/judge.ts',
    find: 'return first.at < last.at ?',
    replace: 'return first.at < 0 ?',
    tests: ADMIT,
  },
  {
    fault: 'time runs back within a batch',
    file: 'src/ledger/batch.ts',
    find: 'if (read.at < lastAt) wrong',
    replace: 'if (read.at < 0) wrong',
    tests: ADMIT,
  },
  {
    fault: 'an event of a batch does not follow the one before',
    file: 'src/ledger/batch.ts',
    find: 'if (head !== undefined && prev !== head) wrong',
    replace: "if (head === '') wrong",
    tests: [...ADMIT, 'test/ledger/branches.test.ts', 'test/ledger/arrival.test.ts'],
  },
  {
    fault: 'leaves are not what the checkpoint signs',
    file: 'src/ledger/judge.ts',
    find: 'if (!sameBytes(rangeRoot(range), checkpoint.root)) {',
    replace: 'if (rangeRoot(range) === checkpoint.root) {',
    tests: ADMIT,
  },
  {
    fault: 'a checkpoint is signed by anybody',
    file: 'src/ledger/judge.ts',
    find: 'keys === undefined || !verifyCheckpoint(checkpoint, keys)',
    replace: 'keys === undefined',
    tests: ADMIT,
  },
  {
    fault: 'a new key vouches for itself',
    file: 'src/ledger/judge.ts',
    find: 'if (i < from || i === this.#taken.leaves.length - 1 ||',
    replace: 'if (i >= 0 ||',
    tests: [...ADMIT, 'test/sync/forged-rotation.test.ts'],
  },
  {
    fault: 'an attachment has another length than its event says',
    file: 'src/ledger/judge.ts',
    find: ' || stored.pages !== ref.pages) wants',
    replace: ') wants',
    tests: ADMIT,
  },
  {
    fault: 'one card more than may wait is kept',
    file: 'src/ledger/judge.ts',
    find: 'this.#strangers(most) >= most',
    replace: 'this.#strangers(most) > most',
    tests: ADMIT,
  },
  {
    fault: 'a page of an attachment has any length',
    file: 'src/ledger/attachments.ts',
    find: ' || page.bytes.length < PAGE_BYTES[page.kind])) {',
    replace: ')) {',
    tests: ADMIT,
  },
  {
    fault: 'pages that do not have the root are kept',
    file: 'src/ledger/attachments.ts',
    find: 'const isWhole = sameBytes(rangeRoot(range), page.root);',
    replace: 'const isWhole = range.size === page.pages;',
    tests: ADMIT,
  },
  {
    fault: 'an author without rights takes something back',
    file: 'src/ledger/ledger-view.ts',
    find: 'return retraction?.author !== undefined &&',
    replace: 'return retraction !== undefined &&',
    tests: ['test/ledger/authority.test.ts'],
  },
  {
    fault: 'what was written is not read back before it is signed',
    file: 'src/ledger/append-run.ts',
    find: 'if (hashes.some((hash, i) => !sameBytes(hash, this.#hashes[i] ?? NOTHING))) {',
    replace: 'if (hashes.length === 0) {',
    tests: APPEND,
  },
  {
    fault: 'what a slow key has signed is stored for another tree of that size',
    file: 'src/ledger/signing.ts',
    find: 'return checkpointText(chain, size, root);',
    replace: "return [chain, size, root.length].join(' ');",
    tests: SLOW_KEY,
  },
  {
    fault: 'a slow key is given other random bytes each time, and signs for ever',
    file: 'src/ledger/signing.ts',
    find: 'if (before !== undefined && before.length === n) {',
    replace: 'if (before !== undefined && before.length !== n) {',
    tests: SLOW_KEY,
  },
  {
    fault: 'what a slow key gives is not verified',
    file: 'src/ledger/signing.ts',
    find: 'if (isRight(note, signer)) return note;',
    replace: 'if (note !== undefined) return note;',
    tests: SLOW_KEY,
  },
  {
    fault: 'two runs whose keys take their time prepare at once',
    file: 'src/ledger/lease.ts',
    find: "lease.exec('BEGIN EXCLUSIVE');",
    replace: "lease.exec('BEGIN');",
    tests: SLOW_KEY,
  },
  {
    fault: 'the clock is a day ahead of everybody',
    file: 'src/ledger/append-run.ts',
    find: 'if (told === undefined || now > told + CLOCK_AHEAD) {',
    replace: 'if (told !== undefined && now > told + CLOCK_AHEAD) {',
    tests: APPEND,
  },
  {
    fault: 'a chain that claims to be of another millennium vouches for the clock',
    file: 'src/ledger/append-run.ts',
    find: " FROM branch WHERE at <= ?', now)",
    replace: " FROM branch WHERE ? > 0', now)",
    tests: APPEND,
  },
  {
    fault: 'a folder that is older than its chain goes on appending',
    file: 'src/ledger/append-run.ts',
    find: 'settleHead(this.#store, tip);',
    replace: '',
    tests: HEAD,
  },
  {
    fault: 'an acknowledged event is lost when the power goes',
    file: 'src/ledger/sqlite.ts',
    find: "db.pragma('synchronous = FULL');",
    replace: "db.pragma('synchronous = NORMAL');",
    tests: APPEND,
  },
  {
    fault: 'a checkpoint that anybody signed is kept as evidence',
    file: 'src/ledger/hear.ts',
    find: 'verifyCheckpoint(checkpoint, key)',
    replace: 'key.length > 0',
    tests: FORKS,
  },
  {
    fault: 'a file in a drawer is news of today',
    file: 'src/ledger/admit.ts',
    find: 'return Math.min(batch.now, lastAt);',
    replace: 'return batch.now;',
    tests: ['test/ledger/authority.test.ts', 'test/ledger/arrival.test.ts', ...ADMIT],
  },
  {
    fault: 'a folder that was put back with its head file goes on appending',
    file: 'src/ledger/store.ts',
    find: 'if (outside !== undefined && outside.instance === head.instance && !isKnown(store, own, outside)) {',
    replace: "if (outside !== undefined && outside.instance === '') {",
    tests: PUT_BACK,
  },
  {
    fault: 'a longer own head at a peer closes nothing',
    file: 'src/ledger/store.ts',
    find: 'if (elsewhere !== undefined && !isKnown(store, own, elsewhere)) return',
    replace: 'if (elsewhere !== undefined && elsewhere.size < 0) return',
    tests: PUT_BACK,
  },
  {
    fault: 'a copied folder goes on appending',
    file: 'src/ledger/store.ts',
    find: "if (!read.samePlace) return { kind: 'other-copy', size, head: head.size };",
    replace: '',
    tests: HEAD,
  },
  {
    fault: 'a lost write-ahead log is not missed',
    file: 'src/ledger/kept.ts',
    find: 'others.n > memory.changesOfOthers();',
    replace: 'others.n > Infinity;',
    tests: PUT_BACK,
  },
  {
    fault: 'own records that are lost with the log are not missed',
    file: 'src/ledger/own-records.ts',
    find: 'return Math.max(0, Math.max(head.wrote ?? 0, beyond) - memory.wrote());',
    replace: 'return 0;',
    tests: OWN_RECORDS,
  },
  {
    fault: 'lost own records are forgotten once more have been written',
    file: 'src/ledger/own-records.ts',
    find: 'memory.comparedOwn ? 0 : lacking(memory, readAnyhow(head))',
    replace: '0',
    tests: OWN_RECORDS,
  },
  {
    fault: 'a loss is forgotten once more has come',
    file: 'src/ledger/store.ts',
    find: "if (read.kind === 'here' && isLost(memory, read.head)) memory.setMeta('lost', 1);",
    replace: '',
    tests: PUT_BACK,
  },
  {
    fault: 'a leaf of a revoked branch counts because its place is low',
    file: 'src/ledger/ledger-authority.ts',
    find: 'if (sameBytes(there, root) && onPath(shape, holder.row, seq)) return true;',
    replace: 'if (sameBytes(there, root)) return true;',
    tests: ['test/ledger/same-authority.test.ts', 'test/app/revoke.test.ts', 'test/app/settle.test.ts', ...FORKS],
  },
  {
    fault: 'a record in which a bit flipped is answered from',
    file: 'src/ledger/sums.ts',
    find: 'if (sum !== rowSum(cells)) throw changed(what);',
    replace: 'if (sum === undefined) throw changed(what);',
    tests: ['test/ledger/sums.test.ts', 'test/app/answers-damage.test.ts'],
  },
  {
    fault: 'a checkpoint in which a bit flipped is believed',
    file: 'src/ledger/note-row.ts',
    find: 'notesum === noteSum(id, note) ? note : undefined;',
    replace: 'id > 0 ? note : undefined;',
    tests: ['test/ledger/notes.test.ts'],
  },
  {
    fault: 'records that are gone are not missed',
    file: 'src/ledger/audit-records.ts',
    find: 'for (const { kind, due, here } of miscounts(sql)) {',
    replace: 'for (const { kind, due, here } of [...miscounts(sql)].slice(1e9)) {',
    tests: ['test/ledger/sums.test.ts', 'test/app/answers-damage.test.ts'],
  },
];

const sync: readonly Mutation[] = [
  {
    fault: 'a head off all branches that are here is not heard',
    file: 'src/sync/asking.ts',
    find: 'for (const { note } of parted) this.#ledger.hear(note, this.#options.peer, this.#options.clock());',
    replace: '',
    tests: ['test/sync/fork.test.ts'],
  },
  {
    fault: 'whoever honours others than before does not compare heads',
    file: 'src/sync/offering.ts',
    find: 'before !== this.#authority;',
    replace: 'before === this.#authority;',
    tests: EXCHANGE,
  },
  {
    fault: 'what was set aside is not asked for again at the end of a turn',
    file: 'src/sync/exchange.ts',
    find: 'this.#asking.again();',
    replace: '',
    tests: EXCHANGE,
  },
  {
    fault: 'what a peer goes on sending of a refused chain costs it nothing',
    file: 'src/sync/intake.ts',
    find: 'if (this.#skip.has(data.chain) || !this.#options.takes(data)) this.wasted(length);',
    replace: 'if (this.#skip.has(data.chain) || !this.#options.takes(data)) return;',
    tests: HOSTILE,
  },
  {
    fault: 'waste is counted as it came, not as it unpacks',
    file: 'src/sync/exchange.ts',
    find: 'Math.max(LEAST_COST, body.length)',
    replace: 'Math.max(LEAST_COST, frame.body.length)',
    tests: HOSTILE,
  },
  {
    fault: 'a root is worked out at every size that a peer names',
    file: 'src/sync/offer.ts',
    find: 'const noted = view.note(chain, size, info.branch) !== undefined;',
    replace: 'const noted = true;',
    tests: HOSTILE,
  },
  {
    fault: 'a byte now and then is progress',
    file: 'src/sync/pace.ts',
    find: 'if (now - seen < leastBytes(idle)) {',
    replace: 'if (now === seen) {',
    tests: HTTP,
  },
  {
    fault: 'a peer of another network is answered',
    file: 'src/sync/exchange.ts',
    find: 'if (hello.network !== this.#options.network) {',
    replace: 'if (hello.network === "") {',
    tests: [...EXCHANGE, ...HTTP],
  },
  {
    fault: 'a peer goes on after the end of its turn',
    file: 'src/sync/exchange.ts',
    find: "if (this.#ended) throw new PedigreeError('bad-frame', say('peer-went-on-after'));",
    replace: '',
    tests: [...EXCHANGE, ...HTTP, ...HOSTILE],
  },
  {
    fault: 'a peer says HELLO twice',
    file: 'src/sync/exchange.ts',
    find: 'if (this.#greetedTurn || hello.chain',
    replace: 'if (hello.chain',
    tests: [...EXCHANGE, ...HTTP, ...HOSTILE],
  },
  {
    fault: 'a peer asks for as much as it likes in one turn',
    file: 'src/sync/questions.ts',
    find: 'if (this.#asked > MAX_ASKS)',
    replace: 'if (this.#asked > 50 * MAX_ASKS)',
    tests: HOSTILE,
  },
  {
    fault: 'the own chain is not asked for first',
    file: 'src/sync/asking.ts',
    find: 'head.chain === this.#options.chain ? -1 : rankOrder(head.rank)',
    replace: 'rankOrder(head.rank)',
    tests: EXCHANGE,
  },
  {
    fault: 'a damaged bundle is whole',
    file: 'src/sync/file.ts',
    find: 'damaged ||= closing === undefined || !sameBytes(closing, sum.digest());',
    replace: 'damaged ||= closing === undefined;',
    tests: BUNDLE,
  },
  {
    fault: 'something behind the end of a bundle is passed over',
    file: 'src/sync/file.ts',
    find: 'if (damaged || trailing || (',
    replace: 'if (damaged || (',
    tests: BUNDLE,
  },
  {
    fault: 'a long answer goes on as long as there is something to say',
    file: 'src/sync/saying.ts',
    find: 'if (out.full || (out.spent > this.#limit && goesOn?.() === false)) break;',
    replace: 'if (out.full) break;',
    tests: ['test/sync/long-answers.test.ts'],
  },
  {
    fault: 'whoever dials is given a long answer, whether it has proved anything or not',
    file: 'src/sync/server.ts',
    find: 'const member = exchange.isMember ? exchange.peerChain : undefined;',
    replace: 'const member = exchange.peerChain;',
    tests: ['test/sync/long-answers.test.ts'],
  },
  {
    fault: 'a turn that was broken off is answered as a whole one',
    file: 'src/sync/server.ts',
    find: "if (!exchange.ended) throw new PedigreeError('bad-frame', say('turn-broken-off'));",
    replace: '',
    tests: HTTP,
  },
  {
    fault: 'frames are written faster than the peer takes them',
    file: 'src/sync/wire.ts',
    find: 'if (room) continue;',
    replace: 'if (room || !room) continue;',
    tests: ['test/sync/frame.test.ts'],
  },
  {
    fault: 'a fork is not told on',
    file: 'src/sync/offering.ts',
    find: 'yield* evidence;',
    replace: '',
    tests: EVIDENCE,
  },
  {
    fault: 'a proof that comes before its chain is forgotten',
    file: 'src/sync/fork.ts',
    find: "if (proved === 'unknown-chain' || proved === 'unproved') this.#wait(proof);",
    replace: '',
    tests: EVIDENCE,
  },
];

const peers: readonly Mutation[] = [
  {
    fault: 'a hub unpacks whatever is sent before anybody has proved anything',
    file: 'src/sync/hub-turn.ts',
    find: 'if (left <= 0 || lacking.length >= FORESEEN) break;',
    replace: '',
    tests: HUB_TURN,
  },
  {
    fault: 'a hub fetches all leaves of a stretch at once',
    file: 'src/ledger/postgres/turn-rows.ts',
    find: 'const BYTES = 4 * 1024 * 1024;',
    replace: 'const BYTES = 4 * 1024 * 1024 * 1024;',
    tests: HUB_TURN,
  },
  {
    fault: 'a proof is one for whichever peer',
    file: 'src/chain/peer-proof.ts',
    find: 'net, asks, answers, askerNonce',
    replace: 'net, asks, asks, askerNonce',
    tests: PROOF,
  },
  {
    fault: 'a proof is one of either side',
    file: 'src/chain/peer-proof.ts',
    find: 'Buffer.of(ROLES[role])',
    replace: 'Buffer.of(ROLES.asker + 0 * ROLES[role])',
    tests: PROOF,
  },
  {
    fault: 'a proof is taken over whatever nonce',
    file: 'src/sync/acquaintance.ts',
    find: '!isNonce(prover.secret, meeting, proof.nonce, clock())',
    replace: 'clock() < 0',
    tests: PROOF,
  },
  {
    fault: 'a pass of a proof never ends',
    file: 'src/chain/peer-proof.ts',
    find: 'if (until < now || until > now + PASS_TIME) return undefined;',
    replace: 'if (until > now + PASS_TIME) return undefined;',
    tests: PROOF,
  },
  {
    fault: 'new keys in a proof need no signature of the old one',
    file: 'src/sync/proof.ts',
    find: '|| !verifyCheckpoint(checkpoint, key)) return false;',
    replace: ') return false;',
    tests: PROOF,
  },
  {
    fault: 'who has a chain goes by its opening key in a proof',
    file: 'src/sync/proof.ts',
    find: 'const known = here.length > 0 ? here : opened(network, chain, links[0]);',
    replace: 'const known = links.length < 0 ? here : opened(network, chain, links[0]);',
    tests: PROOF,
  },
  {
    fault: 'whoever was revoked proves to be a member',
    file: 'src/sync/standing.ts',
    find: 'known.honouredSize === undefined &&',
    replace: 'known.chain !== "" &&',
    tests: PROOF,
  },
  {
    fault: 'a stranger that gave a proof is answered what it asks for',
    file: 'src/sync/answering.ts',
    find: "if (seen(ask.chain) < (ask.type === 'want' ? ask.to : Number.POSITIVE_INFINITY)) return undefined;",
    replace: '',
    tests: PROOF,
  },
  {
    fault: 'leaves of whoever are taken from a stranger that gave a proof',
    file: 'src/sync/standing.ts',
    find: 'return chain === sides.peer ? 1 : 0;',
    replace: 'return chain === sides.peer ? 1 : Number.POSITIVE_INFINITY;',
    tests: PROOF,
  },
  {
    fault: 'heads are told before a proof has come',
    file: 'src/sync/acquaintance.ts',
    find: 'return this.#askerNonce !== undefined && turn === 1;',
    replace: 'return this.#askerNonce !== undefined && turn === 0;',
    tests: PROOF,
  },
];

const app: readonly Mutation[] = [
  {
    fault: 'what is kept by a ref is lost where a chain splits later',
    file: 'src/app/record/inventory.ts',
    find: 'if (since !== undefined) renameSplit(known, since, now);',
    replace: '',
    tests: FORK_LATE,
  },
  {
    fault: 'what filled a case is another event where its chain was seen in another order',
    file: 'src/app/record/containers-known.ts',
    find: 'return isMeant(meant) ? meant : undefined;',
    replace: 'return undefined;',
    tests: FORK_LATE,
  },
  {
    fault: 'what a till writes is sealed to its own chain alone',
    file: 'src/app/record/write.ts',
    find: 'authority.partyOf(home.self.chain)?.sealKeys ?? [];',
    replace: 'authority.partyOf(home.self.chain)?.sealKeys.slice(0, 0) ?? [];',
    tests: SIBLINGS,
  },
  {
    fault: 'a till that comes later is told nothing',
    file: 'src/app/parties/share-keys.ts',
    find: 'return living.filter((chain) => !known.includes(chain));',
    replace: 'return known.length < 0 ? living : [];',
    tests: SIBLINGS,
  },
  {
    fault: 'a till that comes later is not told what partners sent before',
    file: 'src/app/parties/share-parts.ts',
    find: 'if (event.leaf.at < until) yield event;',
    replace: 'if (event.leaf.at < until - until) yield event;',
    tests: ['test/app/late-tills.test.ts'],
  },
  {
    fault: 'what siblings say opens an event is taken unproved',
    file: 'src/app/record/knowledge.ts',
    find: 'const held = confirmed(leaf, one);',
    replace: 'const held = confirmed(leaf, one) ?? one;',
    tests: ['test/app/late-tills.test.ts'],
  },
];

/** All of them, in the order of the layers. */
export const MUTATIONS: readonly Mutation[] = [...chain, ...custody, ...ledger, ...sync, ...peers, ...app];
