// What happens, step by step, in a verify, a ship, a receive and an exchange. Files are not named here but found by the names,
// and each step must be written in the file of the step that it is done by (scripts/docs/architecture.ts).

export interface Step {
  /** What is called: an exported name, or a method of an exported class as `Class.method`; a path for what exports nothing. */
  readonly does: string;
  /** The step that calls it, the last one of that name; the one before where absent. */
  readonly by?: string;
  /** As the caller writes it, where it calls through an interface or by another name. */
  readonly as?: string;
  /** A part of the path, where several files export that name. */
  readonly within?: string;
  /** At the node that is asked; whatever it calls is there, too. */
  readonly there?: true;
  readonly says: string;
  /** What has happened then, written across the picture. */
  readonly note?: string;
}

export interface Walk {
  readonly title: string;
  readonly typed: string;
  readonly about: string;
  readonly steps: readonly Step[];
  /** What comes back in the end. */
  readonly answer: string;
}

export const VERIFY: Walk = {
  title: 'One verify',
  typed: 'pedigree verify SCAN',
  about:
    'A verify reads and writes nothing, and needs no key: whoever has the code of a pack can open what was recorded of it. It is the path that must be fast, so that one plain scan is answered by a small bundle without the parser of options and without whatever writes.',
  steps: [
    {
      does: 'bin/pedigree.js',
      says: 'looks at the version of Node.js and loads a file of `dist/`; `scripts/build.mjs` says what each is made of.',
    },
    {
      does: 'start',
      within: 'ui/short-verify.ts',
      as: 'load(short).start',
      says: 'is the small bundle of this command alone, with its text.',
    },
    {
      does: 'short',
      says: 'answers a line that is one plain scan; every other goes to `main`, and from there the same way.',
    },
    { does: 'simpleCall', says: 'takes the line apart, without the parser of options.' },
    {
      does: 'run',
      by: 'short',
      says: 'makes the environment (folder, clock, streams), runs the command, prints, ends.',
    },
    {
      does: 'command',
      within: 'commands/verify.ts',
      as: 'command.run(',
      says: 'says what the command takes and how its answer looks.',
    },
    { does: 'verifying', within: 'commands/verifying.ts', says: 'calls the use case with what was typed.' },
    {
      does: 'scansOf',
      says: 'takes the scans from words, a stream, a file or a picture; below here a text is a text.',
    },
    { does: 'verifyScans', by: 'verifying', says: 'opens, asks, and judges scan by scan, in order, as they come.' },
    {
      does: 'openReading',
      says: 'opens the party’s folder for reading alone, and finds who it is.',
    },
    { does: 'openView', says: 'opens the database, without the code that writes.' },
    { does: 'identify', by: 'verifyScans', says: 'makes of the text what it names: a pack, or a logistic unit.' },
    { does: 'parse', says: 'reads it by GS1 alone: elements, what was repaired, other readings; never throws.' },
    {
      does: 'settle',
      by: 'verifyScans',
      says: 'says which pack is meant: of several readings the only one that the ledger knows, none by guessing.',
    },
    { does: 'packItem', says: 'makes the key of the pack from network, GTIN and serial.' },
    { does: 'traceItem', by: 'settle', says: 'folds the life of that pack, and of the containers around it.' },
    { does: 'Fold', says: 'takes the life step by step, as the rules allow; for step `n` it asks for the entries.' },
    {
      does: 'Entries.at',
      as: 'entries.at(',
      says: 'finds what may be the pack’s `n`th step, and who had the right to it.',
    },
    { does: 'tokenOf', says: 'computes the token that this step has published, if anybody wrote one.' },
    { does: 'LedgerView.rows', by: 'Entries.at', as: 'evidence.rows(', says: 'looks the token up in the index.' },
    { does: 'openHit', by: 'Entries.at', says: 'opens what was found with the key of the pack; noise does not open.' },
    {
      does: 'judge',
      by: 'verifyScans',
      says: 'makes the verdict: every reason, from label, lot, life and how new the knowledge is.',
    },
    { does: 'Reasons', says: 'gathers them; `REASONS` is the table of all, with exit, text and advice.' },
    {
      does: 'text',
      by: 'start',
      says: 'makes the lines for people of the same value of which `document` makes the JSON.',
    },
    {
      does: 'document',
      by: 'run',
      says: 'makes that JSON: the fields that every answer has, then those of the verdict.',
    },
    { does: 'Outlet.exit', by: 'run', as: 'outlet.exit(', says: 'says the exit code: the worst of all answers.' },
  ],
  answer: 'verdict, exit code',
};

/** From the line to the file of a command, for all but the short way of a verify. */
const TO_THE_COMMAND: readonly Step[] = [
  { does: 'bin/pedigree.js', says: 'loads the whole program.' },
  { does: 'start', within: 'ui/main.ts', as: "load('pedigree').start", says: 'begins with the words of the line.' },
  { does: 'main', says: 'finds the command, and never throws.' },
  { does: 'parseWords', says: 'reads options and arguments as the command describes them.' },
  { does: 'run', by: 'main', says: 'runs the command, and prints what it answers.' },
];

export const SHIP: Walk = {
  title: 'One ship, which is one append',
  typed: 'pedigree ship --to PARTY ITEM…',
  about:
    'Whatever is recorded goes this way; only the function that says what to record is another. The order is what makes it safe: sealed, stored, read back and hashed as it is stored, signed, committed, the head file raised, told. A process may be killed anywhere in between: either the event stands and the next command brings the head file up to it, or nothing does, and what was signed was shown to nobody.',
  steps: [
    ...TO_THE_COMMAND,
    { does: 'command', within: 'commands/ship.ts', as: 'command.run(', says: 'takes the options to the request.' },
    { does: 'scansIn', says: 'reads all items, as arguments, `-`, `@FILE` or pictures.' },
    { does: 'atHome', by: 'command', says: 'opens the folder, runs, and closes it whatever happens.' },
    {
      does: 'openToRecord',
      says: 'opens for writing; asks peers for the own head where it is time to, so that a restored copy forks nothing.',
    },
    { does: 'ship', by: 'command', says: 'the use case: a request goes in, what was shipped comes out.' },
    { does: 'recordGoods', says: 'keeps the stock, where much was done.' },
    { does: 'record', says: 'one append with its `--once` key: the event, and what a repeated request is told.' },
    { does: 'append', as: 'ledger.append(', within: 'ledger/append.ts', says: 'the one way to the own chain.' },
    { does: 'exclusively', says: 'takes the write lock; commits all of it or undoes all of it.' },
    {
      does: 'AppendRun',
      by: 'append',
      says: 'is one run of it; a key that takes its time wants two, the lock free in between.',
    },
    {
      does: 'settleHead',
      by: 'AppendRun',
      says: 'compares the database with the head file: a copy that is behind signs nothing.',
      note: 'write lock, head as it must be',
    },
    { does: 'catchUp', by: 'record', says: 'reads what came since the last time and the own keys open.' },
    { does: 'resolveAll', by: 'ship', says: 'finds the goods that were named; all that is wrong is told at once.' },
    { does: 'objectionsTo', by: 'ship', says: 'judges each pack inside, as a verify does.' },
    { does: 'receiveFirst', by: 'ship', says: 'receives what is still on its way here.' },
    { does: 'rowsFor', by: 'ship', says: 'makes the rows: for each item the token of its next step.' },
    { does: 'itemsOf', by: 'ship', says: 'makes the manifest, for the receiver alone.' },
    {
      does: 'sealEvent',
      by: 'AppendRun',
      says: 'seals each part to those who may read it: holders of a pack, the receiver, the regulators.',
    },
    { does: 'Indexer', by: 'AppendRun', says: 'writes the index of the leaf that was stored.' },
    {
      does: 'rangeRoot',
      by: 'AppendRun',
      says: 'makes the root of the Merkle tree, of the bytes that were read back from the database.',
    },
    { does: 'signedAtOnce', by: 'append', says: 'gives the note, of a key that asks nobody.' },
    {
      does: 'signCheckpoint',
      by: 'signedAtOnce',
      says: 'signs chain, size and root. Then the transaction is committed.',
      note: 'COMMIT: the event stands',
    },
    { does: 'raiseTo', by: 'append', says: 'brings the head file up to the commit, under a second lock.' },
    {
      does: 'HeadFile.advance',
      as: 'head.advance(',
      says: 'writes one of two slots, synced, never backward; outside of the folder once more.',
      note: 'only now anybody is told',
    },
    { does: 'document', by: 'run', says: 'tells it only now.' },
  ],
  answer: 'shipment, exit code',
};

export const RECEIVE: Walk = {
  title: 'One receive',
  typed: 'pedigree receive --all',
  about:
    'The goods are at the door, the shipment came with a sync or a bundle before. What the case holds is known from its manifest, so that nothing need be opened. The way to the use case, and from `recordGoods` on to the disk, is that of a ship.',
  steps: [
    ...TO_THE_COMMAND,
    { does: 'command', within: 'commands/receive.ts', as: 'command.run(', says: 'takes the options to the request.' },
    { does: 'receive', says: 'the use case: each item stands for itself, what cannot be received is listed.' },
    { does: 'recordGoods', says: 'as in a ship.' },
    { does: 'record', says: 'opens the append, as in a ship, and brings the inventory up to date.' },
    { does: 'catchUp', says: 'opens the manifests of shipments that came, and keeps what they hold.' },
    { does: 'Receiving', by: 'receive', says: 'goes through one run of it, shipment by shipment.' },
    { does: 'shipments', by: 'Receiving', says: 'lists what is on its way.' },
    {
      does: 'takenWithAll',
      by: 'Receiving',
      says: 'says what `--all` takes of each, and what it passes over and why.',
    },
    {
      does: 'resolveNamed',
      by: 'Receiving',
      says: 'finds what was named one by one instead: a shipment, a case, a pack.',
    },
    { does: 'contestedAtDoor', by: 'Receiving', says: 'keeps out what others have in hand by their records.' },
    {
      does: 'writeReceipt',
      by: 'Receiving',
      says: 'records the receipt of a shipment, in as many events as it takes.',
    },
    { does: 'rowsFor', says: 'makes the rows: of a case one, for all that is in it.' },
    {
      does: 'heldAmong',
      by: 'Receiving',
      says: 'judges what is here now: recalled, expired, on hold, not as labelled.',
    },
    { does: 'PackReview', says: 'the same judgement as that of a verify, for all packs of a case.' },
    { does: 'setApart', by: 'Receiving', says: 'quarantines what is damaged or held, at once.' },
    { does: 'append', by: 'record', as: 'ledger.append(', within: 'ledger/append.ts', says: 'ends as a ship does.' },
    { does: 'document', by: 'run', says: 'tells it: any difference between goods and data is exit 20.' },
  ],
  answer: 'what is here, exit code',
};

export const EXCHANGE: Walk = {
  title: 'One exchange between two nodes',
  typed: 'pedigree sync',
  about:
    'Two nodes first prove which chains they are, and are shown what is for them: everything for those who are honoured. They tell each other the heads of the chains that they hold, ask for what they lack and give it, in turns: the dialling side posts its turn, the answer is the other’s. Both sides are the same state machine, which knows no network; a bundle file is read by it as well, as a peer that only speaks. No record is believed because of who sent it: each leaf is hashed, each checkpoint verified, each chain admitted by what the authority says. What saves lives, recalls and the authority’s word, goes first.',
  steps: [
    ...TO_THE_COMMAND,
    { does: 'command', within: 'commands/sync.ts', as: 'command.run(', says: 'opens the folder and asks for rounds.' },
    { does: 'syncRounds', says: 'one round, or one every so often.' },
    { does: 'syncWith', says: 'exchanges with all peers side by side.' },
    { does: 'startNews', says: 'remembers what is known before.' },
    { does: 'dial', by: 'syncWith', says: 'posts turns to the peer until neither side has anything to say.' },
    {
      does: 'Exchange.turn',
      as: 'exchange.turn(',
      says: 'makes the frames of a turn: HELLO, heads, questions, answers.',
    },
    {
      does: 'Acquaintance.proof',
      by: 'Exchange.turn',
      as: 'known.proof(',
      says: 'signs both chains and both nonces, where this side has to prove itself now.',
    },
    {
      does: 'Offering.heads',
      by: 'Exchange.turn',
      as: 'offers.heads(',
      says: 'tells what this side has, once, and again where another process heard it.',
    },
    {
      does: 'shownHeads',
      says: 'the heads that changed since the last time and that the peer may see, the authority’s first.',
    },
    {
      does: 'Saying.frames',
      by: 'Exchange.turn',
      as: 'saying.frames(',
      says: 'what was left of the turn before, then heads, questions and answers.',
    },
    {
      does: 'Outgoing.place',
      as: 'out.place(',
      says: 'fills the turn up to its size; the rest waits.',
    },
    { does: 'turnOver', by: 'dial', says: 'one turn there and one back, and what an answer means that is none.' },
    { does: 'writeFrames', says: 'sends them, each packed for itself.' },
    {
      does: 'serveLedger',
      by: 'turnOver',
      as: 'FRAMES_TYPE',
      there: true,
      says: 'takes the post at the other node, which bounds connections, sizes and memory.',
      note: 'POST: one turn',
    },
    { does: 'readFrames', says: 'reads frame by frame, as they come.' },
    {
      does: 'Exchange.take',
      by: 'serveLedger',
      as: 'exchange.take(',
      says: 'takes one; what makes no sense ends the exchange.',
    },
    { does: 'Asking.heads', as: 'asking.heads(', says: 'compares heads with what is here, and notes what to ask for.' },
    {
      does: 'Intake.data',
      by: 'Exchange.take',
      as: 'intake.data(',
      says: 'takes leaves; what brings nothing new is counted.',
    },
    {
      does: 'admitAll',
      as: 'ledger.admitAll(',
      within: 'ledger/admit-all.ts',
      says: 'the one way in for the chains of others, many at a time.',
    },
    { does: 'takeBatch', says: 'reads and hashes the leaves, before any lock is taken.' },
    {
      does: 'Judge.judge',
      by: 'admitAll',
      as: ').judge(',
      within: 'ledger/judge.ts',
      says: 'proves that they go on from what is here, verifies the checkpoint, and asks the authority; a second history is kept as the proof of a fork.',
    },
    {
      does: 'exclusively',
      by: 'admitAll',
      says: 'stores each batch whole, or nothing of it where something has changed meanwhile, all in one transaction.',
    },
    {
      does: 'Exchange.turn',
      by: 'serveLedger',
      as: 'exchange.turn(',
      there: true,
      says: 'answers with a turn of its own, in the same request.',
      note: 'the answer: one turn',
    },
    { does: 'answers', says: 'finds the leaves and pages that were asked for, urgent ones first.' },
    { does: 'Exchange.take', by: 'dial', as: 'exchange.take(', says: 'takes the answer here, the same way.' },
    {
      does: 'afterNews',
      by: 'syncWith',
      says: 'tells what came, recalls before anything else.',
    },
    { does: 'retryOutbox', says: 'records what had waited for it.' },
    { does: 'document', by: 'run', says: 'tells it; a peer that failed is exit 75, and keeps nobody’s news back.' },
  ],
  answer: 'news, exit code',
};
