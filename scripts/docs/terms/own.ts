// Words of Pedigree itself.
import type { Word } from './word.ts';

export const OWN: readonly Word[] = [
  {
    term: 'accredit',
    means: 'A regulator admits a chain as that of a party, with roles, prefixes and a last day (its term).',
    words: ['accredit', 'term'],
    events: ['accredit'],
    see: 'accredit',
  },
  {
    term: 'alert',
    means:
      'What a node has flagged for a person to look at, with a severity. One ends by itself when its reason has gone, or is closed by saying what it was.',
    words: ['alert', 'severity', 'handling', 'close', 'closing', 'cause'],
    events: ['alert-close', 'alert-note'],
    see: 'listAlerts',
  },
  {
    term: 'assign',
    means: 'A regulator ends a dispute by saying who has the item.',
    events: ['assign'],
    see: 'assign',
    within: 'src/app/',
  },
  {
    term: 'authority',
    means:
      'Who may write what, worked out from the founder’s chain down: accreditations, endorsements, revocations, settlements.',
    see: 'Authority',
  },
  {
    term: 'backup',
    means:
      'A copy of the whole folder in a file. A restored one records nothing before it was recovered: its peers know what came after it.',
    words: ['backup', 'back', 'up', 'restore', 'recover'],
    see: 'backUp',
  },
  {
    term: 'bundle',
    means: 'Chains in a file, for a stick or a mail: exported here, imported there.',
    words: ['bundle', 'export', 'import'],
    see: 'exportBundle',
  },
  {
    term: 'card',
    means:
      'The first event of a chain in a file: name, GLN and keys of a party. It proves nothing by itself; the fingerprint is compared by phone.',
    events: ['open'],
    words: ['card', 'fingerprint'],
    see: 'writeCard',
  },
  {
    term: 'contested',
    means:
      'Of an item whose life can be read in several ways (lines), because records contradict each other. Where none is the main one it is disputed.',
    words: ['contested', 'contest', 'disputed', 'line'],
    see: 'Contest',
  },
  {
    term: 'custodian, custody',
    means:
      'Who has an item by the records (`holder` in states); only the custodian can take the next step with it. Whoever has the code can read its life, custodian or not.',
    words: ['custodian', 'custody', 'holder'],
    see: 'traceItem',
  },
  {
    term: 'doctor',
    means: 'The look at what may go wrong with this folder: program, disk, key, clock, chain, peers.',
    see: 'doctor',
  },
  {
    term: 'endorse',
    means: 'A party adds a till or site of its own, with no more than its own roles.',
    events: ['endorse'],
    see: 'endorse',
    within: 'src/app/',
  },
  {
    term: 'desk',
    means:
      'A web page on the node of a party, for people who type no commands. A device is paired with it, with a role that says what may be done from there, until it is forgotten. An operator is at work on it, by PIN or badge.',
    words: ['desk', 'pair', 'device', 'devices', 'forget', 'tap', 'operator', 'badge', 'tls'],
    see: 'openDesk',
  },
  {
    term: 'event',
    means: 'One signed statement: a leaf, its parts and its author. It counts only if its author had the right to it.',
    see: 'CustodyEvent',
  },
  {
    term: 'exchange',
    means: 'What two nodes do to tell each other the news: turns of heads, questions and answers.',
    words: ['exchange', 'sync', 'round', 'serve', 'news'],
    see: 'Exchange',
  },
  {
    term: 'founder',
    means:
      'The regulator whose chain a network begins with; the network has its id. Recovery words, kept on paper, can settle its chain or name a successor.',
    words: ['founder', 'network', 'recovery', 'successor'],
    events: ['successor'],
    see: 'initParty',
  },
  {
    term: 'grant',
    means: 'The key of a sealed part, for one reader: a partner, a regulator, a till of the own party.',
    see: 'openGrant',
  },
  {
    term: 'head file',
    means:
      'Says beside the database how far the own chain has come, so that a folder that was copied or put back is noticed before it signs.',
    see: 'HeadFile',
  },
  {
    term: 'home',
    means: 'The folder of a party: key, database, head file, settings (config).',
    words: ['home', 'config', 'folder'],
    see: 'openHome',
  },
  {
    term: 'hub',
    means:
      'A node that holds the chains of a whole network in a PostgreSQL and answers for many: it admits what others sign, exchanges and verifies. Its own chain and its keys stay in a folder.',
    words: ['hub', 'admit'],
    see: 'HubStore',
  },
  {
    term: 'item key, token',
    means:
      'Made of the code of a pack, or random for a container. From it follows the token of each step, which the event publishes: whoever has the code finds it, anybody else sees random bytes.',
    words: ['token'],
    see: 'itemToken',
  },
  {
    term: 'join',
    means:
      'A party that worked alone goes to a network with a new chain. Its ledger of before is its past: it is read, and nothing is recorded in it.',
    words: ['join', 'joined', 'past', 'moves', 'stays'],
    see: 'joinNetwork',
  },
  {
    term: 'key',
    means: 'Of a party: one signs, one is sealed for; a passphrase locks the file. Both can be replaced (rotate).',
    words: ['key', 'passphrase', 'rotate'],
    events: ['rotate'],
    see: 'rotateKeys',
  },
  {
    term: 'life',
    means: 'What became of an item, step by step, and its state now: the fold of its events.',
    words: ['life', 'step', 'state'],
    see: 'Life',
    within: 'custody/life.ts',
  },
  {
    term: 'mint',
    means: 'Commission the packs of a lot, and print what a scanner will read.',
    see: 'mint',
  },
  {
    term: 'node',
    means: 'A running copy of Pedigree with a home. It holds chains of others, too.',
  },
  {
    term: 'observer',
    means: 'A role, or a home, that reads and verifies and records nothing that counts.',
    see: 'isObserver',
  },
  {
    term: 'operator',
    means: 'The person at work; sealed to the own party.',
  },
  {
    term: 'outbox',
    means: 'What waits to be recorded until the news that it needs has come.',
    see: 'listOutbox',
  },
  {
    term: 'outside',
    means: 'Of the network: partners that have not joined it, their files and their goods.',
    words: ['outside', 'trust'],
    see: 'setOutside',
    within: 'src/app/',
  },
  {
    term: 'part',
    means:
      'Of an event, by who can read it: public; details (whoever holds an item of it); manifest (the partners); private (the own party).',
    words: ['details', 'manifest', 'private', 'part'],
    see: 'PartOfEvent',
  },
  {
    term: 'party',
    means: 'A company or agency in a network: a GLN with all its chains.',
    words: ['party'],
    see: 'initParty',
  },
  {
    term: 'peer',
    means: 'Another node that this one exchanges news with.',
    see: 'addPeer',
  },
  {
    term: 'document',
    means:
      'A file of the world outside, kept as it came and anchored on the own chain; what it says of packs is a claim of its sender.',
    words: ['document', 'claim'],
    events: ['document'],
  },
  {
    term: 'rebuild',
    means: 'Make every derived table anew: the chains are the truth, the rest is a cache.',
    see: 'rebuild',
    within: 'src/app/',
  },
  {
    term: 'retire',
    means: 'End the own chain for good.',
    events: ['retire'],
    see: 'retire',
  },
  {
    term: 'retract',
    means: 'Take back an own entry that others contradict.',
    events: ['retract'],
    see: 'retract',
    within: 'src/app/',
  },
  {
    term: 'revoke',
    means: 'End a party, or an accreditation, at what is known of it: what came before goes on counting.',
    events: ['revoke'],
    see: 'revoke',
  },
  {
    term: 'settle',
    means: 'Of a chain: say which branch counts. Of a scan: say which pack is meant.',
    events: ['settle'],
    see: 'Settlements',
  },
  {
    term: 'role',
    means:
      'What an accreditation makes of a party: regulator, manufacturer, distributor, dispenser, logistics or observer.',
    see: 'Role',
  },
  {
    term: 'signer',
    means: 'What signs with the sign key of a party: the key file, or an agent, a token or a command that has it.',
    see: 'Signer',
  },
  {
    term: 'share',
    means: 'A till tells a later till of its party the keys of what was written before.',
    events: ['share'],
  },
  {
    term: 'till, site',
    means: 'Another chain of the same party: a cash desk, a warehouse.',
    words: ['till', 'site', 'sibling'],
  },
  {
    term: 'verdict',
    means:
      'The answer to a scan: genuine, caution, stop or unknown, with every reason that there is. A finding is what was noticed in a life.',
    words: ['verdict', 'verify', 'reason', 'finding', 'unreadable'],
    see: 'Verdict',
  },
];
