// Who works here and what waits today: counts, each with the command that goes on.
import type { Authority } from '../../custody/authority.ts';
import type { Role } from '../../custody/roles.ts';
import { isForked } from '../../ledger/forked-own.ts';
import type { Local, View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/maintenance.ts';
import { rolesHere } from '../node/alone.ts';
import { momentHere } from '../node/clock.ts';
import type { Env } from '../node/env.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { type Home, openHome } from '../node/home.ts';
import { shownTerms } from '../node/parties.ts';
import { nameOf } from '../node/party-name.ts';
import { standpoint } from '../node/question.ts';
import type { Self } from '../node/reading.ts';
import { askToGoOn, ownTerms, type Term } from '../node/term.ts';
import type { RecallAnswerHere } from '../recalls/recall-show.ts';
import { freeSpace, LEAST_SPACE } from './disk.ts';
import { type BackupAge, backupOf, backupTodo, type Today, todayOf } from './today.ts';
import type { Todo } from './todo.ts';
import { waiting } from './waiting.ts';

export interface StatusData {
  readonly party: { readonly name: string; readonly gln: string; readonly site?: string };
  readonly chain: string;
  readonly network: string;
  readonly fingerprint: string;
  readonly roles: readonly Role[];
  /** The last day of the first right of this chain that ends within thirty days, or has ended. */
  readonly until?: string;
  readonly ends?: readonly Term[];
  /** Whom to ask for them, and for what. */
  readonly goOn?: string;
  readonly fresh: { readonly peers: number; readonly oldest: string | null };
  readonly events: number;
  readonly parties: number;
  readonly test: boolean;
  /** The worst first. */
  readonly todo: readonly Todo[];
  /** Recalls of packs that are or were here, which this party has not answered; class 1 first. */
  readonly recalls: readonly RecallAnswerHere[];
  readonly today: Today;
  /** The last one that was written here. */
  readonly backup?: BackupAge;
  /** Bytes that are free on the disk. */
  readonly free?: number;
}

/** What the bare word `pedigree` answers in a party's folder. Writes nothing. */
export async function status(env: Env): Promise<StatusData> {
  const home = openHome(env, { readOnly: true });
  try {
    const { self, ledger } = home;
    const head = ledger.headState();
    const missing = ledger.forgotten();
    const free = freeHere(home.dir);
    const data = ledger.read((view) => {
      const backup = backupOf(home, view);
      const authority = view.authority();
      const roles = rolesHere(home, view);
      const terms = ownTerms(view, self, momentHere(home, view));
      return {
        roles,
        ...shownTerms(terms),
        ...(terms.length === 0 ? {} : { goOn: askToGoOn(view, self, terms) }),
        events: view.chain(self.chain)?.size ?? 0,
        parties: authority.parties().length,
        fresh: freshness(view, authority, ledger.local, self),
        today: todayOf(home, view),
        ...(backup === undefined ? {} : { backup }),
        ...(free === undefined ? {} : { free }),
        todo: [
          ...ownTodo(authority, head.kind, self.chain, self.network),
          ...missingTodo(missing),
          ...forkedTodo(view, self),
          ...clockTodo(home, view),
          ...endingTodo(terms),
          ...strangers(view, authority, roles),
          ...unnamedTodo(authority, roles),
          ...spaceTodo(free),
          ...backupTodo(home, view, backup),
        ],
      };
    });
    const { todo, recalls } = waiting(home);
    const { chain, network } = self;
    return {
      party: nameOf(self),
      chain,
      network,
      fingerprint: fingerprint(network),
      ...data,
      test: home.test,
      todo: worstFirst([...data.todo, ...todo], recalls),
      recalls,
    };
  } finally {
    home.close();
  }
}

/** What comes before what: what nothing can be recorded under, what protects people, what grows worse, what merely waits. */
const WORST: readonly string[] = [
  ...['records-lost', 'recover', 'forked', 'revoked', 'accreditation-ended', 'not-accredited', 'clock', 'key'],
  ...[
    'recalls',
    'recalls-overdue',
    'own-records',
    'space',
    'alerts-overdue',
    'outbox',
    'goods-without-data',
    'late',
    'documents',
    'licence-ended',
    'session',
  ],
  ...[
    'recalls-rescinded',
    'accreditation-ends',
    'licence-ends',
    'alerts',
    'exceptions',
    'incoming',
    'not-received',
    'peers',
    'never-backed-up',
    'backup',
  ],
];

/** A recall of class 1 before everything: somebody may be about to take it. */
function worstFirst(todo: readonly Todo[], recalls: readonly RecallAnswerHere[]): readonly Todo[] {
  const isGrave = recalls.some((recall) => recall.class === 1);
  const rank = ({ what }: Todo) => {
    if (isGrave && what === 'recalls') return -1;
    const at = WORST.indexOf(what);
    return at < 0 ? WORST.length : at;
  };
  return todo.toSorted((a, b) => rank(a) - rank(b));
}

/** Nothing where the system does not say. */
function freeHere(dir: string): number | undefined {
  try {
    return freeSpace(dir);
  } catch {
    return undefined;
  }
}

function spaceTodo(free = LEAST_SPACE): Todo[] {
  if (free >= LEAST_SPACE) return [];
  return [{ what: 'space', count: Math.floor(free / 1024 / 1024), command: phrase('doctor') }];
}

/** How many peers are asked, and when the accredited chain that has been silent longest was last heard of. */
function freshness(view: View, authority: Authority, local: Local, self: Self): StatusData['fresh'] {
  const own = new Set(chainsOfSelf(authority, self));
  const others = view.chains().filter((one) => !own.has(one.chain) && authority.partyOf(one.chain) !== undefined);
  const oldest = others.reduce((least, one) => Math.min(least, one.seen), Number.POSITIVE_INFINITY);
  return { peers: local.peers.count(), oldest: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null };
}

/** What stands in the way of recording anything at all. */
function ownTodo(authority: Authority, head: string, chain: string, network: string): Todo[] {
  const todo: Todo[] = [];
  if (head !== 'ready' && head !== 'database-ahead')
    todo.push({ what: head === 'lost' ? 'records-lost' : 'recover', count: 1, command: phrase('recover') });
  const party = authority.partyOf(chain);
  const own = party?.chains.find((one) => one.chain === chain);
  if (party === undefined && chain !== network)
    todo.push({ what: 'not-accredited', count: 1, command: phrase('card') });
  if (own?.honouredSize !== undefined) todo.push({ what: 'revoked', count: 1, command: phrase('parties') });
  return todo;
}

/** Settings, peers or supplies that waited: whoever knows of them enters them again. */
function missingTodo(count: number): Todo[] {
  return count === 0 ? [] : [{ what: 'own-records', count, command: phrase('doctor') }];
}

/** Hardly anything can be recorded. The founder's chain is the network: nothing takes its place. */
function forkedTodo(view: View, { chain, network }: Self): Todo[] {
  if (!isForked(view, chain)) return [];
  const command = chain === network ? phrase('doctor') : phrase('recover-new-chain');
  return [{ what: 'forked', count: 1, command }];
}

/** By a clock that is behind nothing is recorded, and nothing tells how old news is. */
function clockTodo(home: Home, view: View): Todo[] {
  const { clock } = standpoint(home, view);
  return clock === undefined ? [] : [{ what: 'clock', count: 1, command: phrase('doctor') }];
}

/** Before it ends the days that are left are counted, afterwards the rights that are gone. */
function endingTodo(terms: readonly Term[]): Todo[] {
  const ended = terms.filter((term) => term.ended);
  const coming = terms.find((term) => !term.ended);
  const command = phrase('parties');
  return [
    ...(ended.length === 0 ? [] : [{ what: 'accreditation-ended', count: ended.length, command }]),
    ...(coming === undefined ? [] : [{ what: 'accreditation-ends', count: coming.days, command }]),
  ];
}

/** Chains of parties that were ended, which came since. */
function unnamedTodo(authority: Authority, roles: readonly Role[]): Todo[] {
  if (!roles.includes('regulator')) return [];
  const count = authority.parties().reduce((n, { chains }) => n + chains.filter((one) => one.unnamed).length, 0);
  return count === 0 ? [] : [{ what: 'unnamed', count, command: phrase('parties') }];
}

/** Cards that were taken in and wait for a regulator's word. */
function strangers(view: View, authority: Authority, roles: readonly Role[]): Todo[] {
  if (!roles.includes('regulator')) return [];
  const cards = new Set(
    view
      .chains()
      .filter((one) => !authority.admitted(one.chain))
      .map((one) => one.chain),
  );
  cards.delete(view.founder);
  if (cards.size === 0) return [];
  return [{ what: 'unaccredited', count: cards.size, command: phrase('parties') }];
}
