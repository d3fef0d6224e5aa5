// What may keep this folder from working well, each with what to do about it. Works where hardly anything else does.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keyFileNeedsPassphrase } from '../../chain/keys.ts';
import { saySpan } from '../../custody/tell.ts';
import { PedigreeError } from '../../errors.ts';
import { isForked } from '../../ledger/forked-own.ts';
import { HEAD_FILE } from '../../ledger/head-file.ts';
import { sayMissing } from '../../ledger/own-records.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import { WHY_BEHIND } from '../../ledger/store.ts';
import type { ForkDoubt, HeadState, View } from '../../ledger/types.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { phrase, say } from '../../words/en/maintenance.ts';
import { sentence } from '../../words/say.ts';
import { isAlone, rolesHere } from '../node/alone.ts';
import { CLOCK_LAG, momentHere } from '../node/clock.ts';
import { readConfig } from '../node/config.ts';
import type { Env } from '../node/env.ts';
import { freshness } from '../node/freshness.ts';
import { type Home, openHome } from '../node/home.ts';
import { readKeyFile, unfinishedKeyFiles } from '../node/key-file.ts';
import { minuteIn } from '../node/moments.ts';
import { sharedPassphraseFile } from '../node/passphrase.ts';
import { clockHeard, type PeerLine, type PeerRecord, peerLines, peersAway } from '../node/peer-records.ts';
import { mayEnter } from '../node/reading.ts';
import { fileWord, lastWords } from '../node/shell-words.ts';
import { askToGoOn, ownTerms, rightOf, type Term } from '../node/term.ts';
import { keysFit } from '../parties/keys.ts';
import { freeSpace, LEAST_SPACE } from './disk.ts';

export interface Check {
  readonly code: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly hint?: string;
}

export interface DoctorData {
  readonly checks: readonly Check[];
  /** 78 where a check is an error. */
  readonly exit: number;
}

const LEAST_NODE: readonly [number, number] = [22, 14];
const DAY = 86_400_000;
/** `at` counts on by one an event, so a chain may run a little ahead of the clock. */

/** Looks at the program, the folder, the key, the chain, the clock and the peers. Writes nothing. */
export function doctor(env: Env): DoctorData {
  const checks = [
    checkNode(),
    ...checkFolder(env.home),
    ...each('readable', () => checkReadable(env.home)),
    ...each('passphrase-file', () => checkPassphraseFile(env)),
    ...each('key-left', () => unfinishedKeyFiles(env.home).map(checkUnfinished)),
    ...checkParty(env),
  ];
  return { checks, exit: checks.some((check) => check.level === 'error') ? 78 : 0 };
}

const ok = (code: string, message: string): Check => ({ code, level: 'ok', message });
const warning = (code: string, message: string, hint: string): Check => ({ code, level: 'warning', message, hint });
const error = (code: string, message: string, hint: string): Check => ({ code, level: 'error', message, hint });

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const { node } = process.versions;
  return fits
    ? ok('node', phrase('node', { node }))
    : error('node', phrase('node-too-old', { node }), phrase('install-node-or-later', { node: LEAST_NODE.join('.') }));
}

function checkFolder(dir: string): readonly Check[] {
  if (!mayEnter(dir)) {
    const hint = phrase('belongs-to-another-user');
    return [error('folder', phrase('no-permission-to-look', { dir }), hint)];
  }
  if (!existsSync(dir)) return [error('folder', phrase('no-folder', { dir }), phrase('init-help-tells-how'))];
  const checks: Check[] = [];
  try {
    accessSync(dir, constants.W_OK);
    checks.push(ok('folder', phrase('can-written', { dir })));
  } catch {
    checks.push(warning('folder', phrase('cannot-written', { dir }), phrase('verify-trace-and-stock')));
  }
  const free = freeSpace(dir);
  const megabytes = phrase('mb-free-on-disk', { free: Math.floor(free / 1024 / 1024) });
  checks.push(
    free < LEAST_SPACE ? warning('space', megabytes, phrase('make-room-before-next')) : ok('space', megabytes),
  );
  return checks;
}

/** What this party has, and from whom, is for nobody else on this machine: the key file is asked about where it is read. */
function checkReadable(dir: string): readonly Check[] {
  if (process.platform === 'win32') return [];
  const open = [dir, ...PRIVATE.map((name) => join(dir, name))].filter(
    (path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  );
  return open.map((path) => {
    return warning(
      'readable',
      phrase(path === dir ? 'others-may-look' : 'others-may-read', { path }),
      phrase('chmod', { value: path === dir ? 700 : 600, path: fileWord(path) }),
    );
  });
}

const PRIVATE: readonly string[] = [
  LEDGER_FILE,
  `${LEDGER_FILE}-wal`,
  `${LEDGER_FILE}-shm`,
  HEAD_FILE,
  `${HEAD_FILE}.new`,
];

function checkPassphraseFile({ passphraseFile }: Env): readonly Check[] {
  const found = passphraseFile && sharedPassphraseFile(passphraseFile);
  if (found === undefined) return [];
  const { level, message, hint } = found;
  return [level === 'ok' ? ok('passphrase-file', message) : { code: 'passphrase-file', level, message, hint }];
}

function checkParty(env: Env): readonly Check[] {
  let home: Home;
  try {
    home = openHome(env, { readOnly: true });
  } catch (thrown) {
    return [fromError('party', thrown)];
  }
  try {
    const { ledger, self } = home;
    return [
      ok('party', phrase('gln-chain', { self: self.name, gln: self.gln, chain: self.chain })),
      ...each('key', () => checkKey(home)),
      ...each('head', () => [checkHead(ledger.headState())]),
      ...each('own-records', () => checkOwnRecords(ledger.forgotten())),
      ...each('clock', () => [ledger.read((view) => checkClock(home, view))]),
      ...each('accredited', () => ledger.read((view) => checkStanding(home, view))),
      ...each('pages', () => [ledger.read(checkPages)]),
      ...each('peers', () => ledger.read((view) => checkPeers(home, view))),
      ...each('shown', () => [checkShown(home)]),
      ...each('outbox', () => [checkOutbox(home)]),
    ];
  } finally {
    home.close();
  }
}

/** What cannot even be looked at is a finding of its own, and the other checks go on. */
function each(code: string, look: () => readonly Check[]): readonly Check[] {
  try {
    return look();
  } catch (thrown) {
    return [fromError(code, inOurWords(thrown))];
  }
}

function checkKey(home: Home): readonly Check[] {
  try {
    const locked = keyFileNeedsPassphrase(readKeyFile(home.dir));
    const fit = keysFit(home);
    const lock = locked
      ? ok('passphrase', phrase('key-locked-with-passphrase'))
      : warning('passphrase', phrase('key-not-locked'), phrase('key-passphrase-locks'));
    if (fit === undefined) return [ok('key', phrase('key-file-locked')), lock];
    if (fit) return [ok('key', phrase('key-one-chain-names')), lock];
    return [error('key', phrase('key-not-one-chain'), phrase('put-newest-key-file')), lock];
  } catch (thrown) {
    return [fromError('key', thrown)];
  }
}

function checkUnfinished(file: string): Check {
  const message = phrase('run-killed-left-copy', { file });
  return warning('key-left', message, phrase('rm-once-no-run', { file }));
}

function checkHead(state: HeadState): Check {
  if (state.kind === 'ready' || state.kind === 'database-ahead') return ok('head', phrase('own-chain-can-appended'));
  return error('head', sentence(WHY_BEHIND[state.kind]), phrase('recover-asks-peer'));
}

/** No danger to a pack, but a dispense that waited would be gone: people must look. */
function checkOwnRecords(missing: number): readonly Check[] {
  if (missing === 0) return [];
  const hint = phrase('look-at-outbox-config');
  return [warning('own-records', sayMissing(missing), hint)];
}

/** A clock behind the own chain cannot write; one far ahead of everything seen would mark the chain for ever. */
function checkClock(home: Home, view: View): Check {
  const now = home.env.clock();
  const own = view.chain(home.self.chain)?.lastAt ?? 0;
  const heard = clockHeard(home, view, now) ?? 0;
  const news = freshness(view, home.ledger.local, home.self).oldest ?? 0;
  const newest = view.chains().reduce((latest, one) => Math.max(latest, one.lastAt), Math.max(own, heard));
  const hint = phrase('set-clock-right');
  if (now < own - CLOCK_LAG) return error('clock', phrase('clock-behind-own-chain', { own: saySpan(own - now) }), hint);
  if (now - newest > DAY) {
    return warning(
      'clock',
      phrase('clock-ahead-of-all', { now: saySpan(now - newest) }),
      phrase('sync-then-set-clock'),
    );
  }
  if (now < news - CLOCK_LAG) {
    return warning('clock', phrase('clock-behind-last-news', { news: saySpan(news - now) }), hint);
  }
  if (newest - now > DAY)
    return warning('clock', phrase('peer-s-clock-ahead', { newest: saySpan(newest - now) }), hint);
  return ok('clock', minuteIn(home.env.zone(), now));
}

function checkStanding(home: Home, view: View): readonly Check[] {
  const { chain, network } = home.self;
  const party = view.authority().partyOf(chain);
  const own = party?.chains.find((one) => one.chain === chain);
  const checks: Check[] = [];
  if (party === undefined && chain !== network) {
    checks.push(warning('accredited', phrase('no-regulator-has-accredited'), phrase('send-them-card-card')));
  } else if (own?.honouredSize !== undefined) {
    checks.push(error('accredited', phrase('chain-revoked'), phrase('ask-regulator')));
  } else {
    const terms = ownTerms(view, home.self, momentHere(home, view));
    if (!terms.some(({ ended }) => ended))
      checks.push(
        ok('accredited', phrase('roles', { roles: party === undefined ? ['regulator'] : rolesHere(home, view) })),
      );
    const gone = (party?.roles ?? []).every((role) =>
      terms.some((term) => term.ended && !term.of && term.role === role),
    );
    for (const term of terms) checks.push(checkTerm(term, gone, askToGoOn(view, home.self, [term])));
  }
  const doubts = view.doubts();
  for (const fork of doubts) checks.push(checkFork(home, view, fork));
  for (const forked of new Set(doubts.map((fork) => fork.chain)))
    for (const check of checkSettled(view, forked)) checks.push(check);
  return checks;
}

/** The own chain takes hardly anything while it is forked; of others it is known whose. */
function checkFork({ self }: Home, view: View, { chain, index, below }: ForkDoubt): Check {
  const where = { index, below: below ?? 0 };
  const settled = view.authority().settled(chain, index ?? (below ?? 1) - 1);
  if (chain === self.chain && isForked(view, chain)) {
    const message = phrase('own-chain-forked-takes', where);
    return error('fork', message, forkedOwn(self));
  }
  const who = chain === self.chain ? phrase('own-chain') : chainAndParty(view, chain);
  if (settled) return ok('fork', phrase('forked-and-settled', { who, ...where }));
  return warning('fork', phrase('forked', { who, ...where }), phrase('regulator-settles-settle-help'));
}

function chainAndParty(view: View, chain: string): string {
  return phrase('chain', { chain, party: view.authority().partyOf(chain)?.name ?? say('stranger') });
}

/** A choice that nobody has signed, or two that differ, is told until there is one for all. */
function checkSettled(view: View, chain: string): readonly Check[] {
  const authority = view.authority();
  const said = authority.settlementOf(chain);
  const who = chainAndParty(view, chain);
  const checks: Check[] = [];
  if (said?.differ === true && said.chosen?.by !== 'recovery') {
    const message = phrase('two-have-settled-fork', { who });
    checks.push(warning('settled-twice', message, phrase('call-regulators-parties-shows')));
  }
  if (said?.chosen?.by === 'here') {
    const message = phrase('fork-of-settled', { who });
    checks.push(warning('settled-here', message, phrase('recovery-key-or-regulator')));
  }
  return checks;
}

/** Months later nobody remembers the day: it is seen coming, and told for as long as it is over. */
function checkTerm(term: Term, gone: boolean, hint: string): Check {
  const { until, ended, days } = term;
  const right = rightOf(term);
  if (ended && gone) return error('accredited', phrase('ended-on-nothing', { right, until }), hint);
  if (ended) return warning('accredited', phrase('ended-on', { right, until }), hint);
  return warning(
    'accreditation-ends',
    phrase('ends-on', {
      right,
      until,
      days,
    }),
    hint,
  );
}

/** What was told in them is as if it had not arrived, and nobody sees from a verdict alone that it is on its way. */
function checkPages(view: View): Check {
  const awaited = view.awaitedPages();
  const [most] = awaited;
  if (most === undefined) return ok('pages', phrase('all-pages-here'));
  const count = awaited.reduce((all, { events }) => all + events, 0);
  const who = chainAndParty(view, most.chain);
  const message = phrase('pages-awaited', { count, who, others: awaited.length - 1 });
  return warning('pages', message, phrase('sync-with-who-wrote'));
}

function checkPeers(home: Home, view: View): readonly Check[] {
  const { local } = home.ledger;
  const peers = local.peers.count();
  if (peers === 0 && isAlone(home, view)) return [ok('peers', phrase('works-alone'))];
  if (peers === 0) return [warning('peers', phrase('no-peer-configured-2'), phrase('peer-add-name-url'))];
  const { maxAge } = readConfig(local);
  const now = momentHere(home, view);
  const away = peersAway(local, now, maxAge).map((peer) => checkAway(peer, now));
  const heard = freshness(view, local, home.self).oldest;
  const answered = peerLines(local, view.authority()).flatMap(checkAnswering);
  const age = heard === undefined ? undefined : now - heard;
  if (age === undefined || age > maxAge) {
    const since = age === undefined ? phrase('nothing-heard-yet') : phrase('nothing-heard', { age: saySpan(age) });
    return [warning('peers', since, phrase('sync-all')), ...away, ...answered];
  }
  return [
    ok('peers', phrase('configured-last-news-ago', { peers, max: saySpan(Math.max(0, age)) })),
    ...away,
    ...answered,
  ];
}

/** Others may be heard all the while, and what this one alone would tell is missed. */
function checkAway({ name, seen, error: why }: PeerRecord, now: number): Check {
  const of = { name, why: why ?? '' };
  const because = why === undefined ? '' : '-because';
  const message =
    seen === undefined
      ? phrase(`never-reached${because}`, of)
      : phrase(`not-reached${because}`, { ...of, span: saySpan(now - seen) });
  const hint = phrase('sync-address-peer-list', { name: lastWords(name) });
  return warning('peer-away', message, hint);
}

/** Who speaks under the name of a peer: an address may have come to be another's. */
function checkAnswering({ name, url, chain, party, formerly }: PeerLine): readonly Check[] {
  if (chain === undefined) return [];
  const who = { name, party: party ?? say('stranger'), chain };
  if (formerly === undefined) return [ok('peer', phrase('answered-by-chain', who))];
  return [
    warning(
      'peer-changed',
      phrase('before-chain-did', { ...who, formerly }),
      phrase('peer-add-if-right', { name, url }),
    ),
  ];
}

function checkShown({ ledger }: Home): Check {
  if (readConfig(ledger.local).peers !== 'open') return ok('shown', phrase('peers-prove-to-honoured'));
  return warning('shown', phrase('anybody-who-reaches-this'), phrase('config-set-peers-known'));
}

function checkOutbox(home: Home): Check {
  const waiting = home.ledger.local.outbox.count();
  if (waiting === 0) return ok('outbox', phrase('nothing-waits'));
  return warning('outbox', phrase('waiting-to-recorded', { waiting }), phrase('sync-then-outbox'));
}

function fromError(code: string, thrown: unknown): Check {
  if (!(thrown instanceof PedigreeError)) throw thrown;
  return error(code, thrown.message, thrown.hint ?? phrase('audit-looks-closer'));
}

/** Nothing on that chain brings back what was signed twice: a regulator says which history counts, or a new chain goes on. */
function forkedOwn({ chain, network }: Home['self']): string {
  return phrase(chain === network ? 'regulator-says-which-history' : 'regulator-says-or-go-on', { chain });
}
