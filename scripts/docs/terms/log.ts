// Words of transparency logs.
import type { Word } from './word.ts';

export const LOG: readonly Word[] = [
  {
    term: 'append',
    means: 'Add events to the own chain. Nobody else can, and nothing else is ever done to it.',
    see: 'append',
    within: 'ledger/append.ts',
  },
  {
    term: 'audit',
    means:
      'Work everything out again from the chains (each hash, signature and index) and compare it with what is stored.',
    see: 'audit',
    within: 'ledger/audit.ts',
  },
  {
    term: 'chain',
    means:
      'The log of one party: its events as the leaves of a Merkle tree, under its signature. Its id is made of its first event.',
    see: 'chainIdOf',
  },
  {
    term: 'checkpoint',
    means: 'Chain, size and root as a signed note (C2SP tlog-checkpoint): what its author stands by.',
    see: 'signCheckpoint',
  },
  {
    term: 'compact range',
    means: 'The roots of the perfect subtrees of a tree: all that it takes to go on from there.',
    words: ['range'],
    see: 'CompactRange',
  },
  {
    term: 'evidence',
    means: 'The leaves that are here, as the rules of custody ask for them. Verdicts are functions of it.',
    see: 'Evidence',
  },
  {
    term: 'fork',
    means:
      'Two histories of one chain (split view, equivocation). Two checkpoints that do not agree prove it to anybody, for good; each history is a branch.',
    words: ['fork', 'branch', 'proof'],
    events: ['fork-proof'],
    see: 'ForkProof',
  },
  {
    term: 'head',
    means: 'How far a chain has come: size and root of its newest checkpoint.',
    see: 'ChainHead',
    within: 'sync/messages.ts',
  },
  { term: 'leaf', means: 'The bytes of one event. Its hash is that of RFC 6962.', see: 'leafHash' },
  {
    term: 'ledger',
    means: 'All chains that a node holds, in one database, with an index made of them.',
    see: 'openLedger',
  },
  { term: 'log', means: 'See chain. The command `log` lists the events of one.', see: 'readLog' },
  {
    term: 'root',
    means: 'The hash at the top of a Merkle tree, which stands for all of its leaves.',
    see: 'rangeRoot',
  },
  {
    term: 'signed note',
    means: 'A text with signatures below it, in the form of C2SP. Lines of others than its author are witnesses.',
    words: ['note', 'witness'],
    see: 'readCheckpoint',
  },
];
