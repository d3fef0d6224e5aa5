// Texts of the commands that look after a folder: backup, restore, recover, retire, rebuild, audit, doctor.
import type { AcceptData } from '../../app/maintenance/accept.ts';
import type { AuditData, RebuildData, RetireData } from '../../app/maintenance/audit.ts';
import type { BackupData, RestoreData } from '../../app/maintenance/backup.ts';
import type { DoctorData } from '../../app/maintenance/doctor.ts';
import type { RecoverData } from '../../app/maintenance/recover.ts';
import { WHY_BEHIND } from '../../ledger/store.ts';
import { phrase } from '../../words/en/maintenance-text.ts';
import { phrase as partiesPhrase } from '../../words/en/parties-text.ts';
import { sentence } from '../../words/say.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { WHOSE } from './parties.ts';
import { saidOf } from './said-of.ts';
import { onward, placeOf, written } from './written.ts';

export function backup(data: BackupData, style: Style): string {
  const done = phrase('backed-up', { events: data.size, file: placeOf(data.file) });
  return wrap(written(data, done, style), '  ');
}

export function restore(data: RestoreData, style: Style): string {
  return [
    wrap(written(data, phrase('restored', { name: data.party.name, events: data.size }), style)),
    wrap(phrase('restored-next')),
  ].join('\n');
}

export function recover(data: RecoverData, style: Style): string {
  const heard = data.asked.map(({ peer, size, error }) =>
    wrap(
      `  ${error === undefined ? phrase('heard-knows', { peer, events: size ?? 0 }) : phrase('heard-error', { peer, error })}`,
      '    ',
    ),
  );
  if (data.oldChain !== undefined) {
    return [
      wrap(written(data, phrase('new-chain'), style)),
      pairs([
        [phrase('chain'), data.dryRun ? undefined : data.chain],
        [phrase('given-up'), data.oldChain],
      ]),
      wrap(phrase('send-card')),
      phrase('accredit-there'),
    ].join('\n');
  }
  const ready = data.state === 'ready' || data.dryRun;
  const done = ready
    ? phrase('can-append', { events: data.fetched })
    : phrase('cannot-append', { why: whyNot(data.state) });
  return [wrap(written(data, done, style)), ...heard].join('\n');
}

function whyNot(state: RecoverData['state']): string {
  if (state === 'keys-differ') return phrase('keys-differ');
  if (state === 'forked') return phrase('two-histories');
  return state === 'ready' || state === 'database-ahead' ? phrase('look-with-doctor') : sentence(WHY_BEHIND[state]);
}

export function retire(data: RetireData, style: Style): string {
  return [wrap(written(data, phrase('chain-ended', { chain: data.chain }), style)), ...onward(data)].join('\n');
}

export function rebuild(data: RebuildData, style: Style): string {
  return written(data, phrase('rebuilt', { events: data.events, seconds: data.seconds }), style);
}

const SHOWN = 50;
/** So many chains are named that wait for pages. */
const FEW = 5;
/** What was not looked at. */
const PARTS = { inventory: 'inventory' } as const;

export function audit(data: AuditData & Partial<AcceptData>, style: Style): string {
  const { events, chains, notes, pages, findings } = data;
  const gone = (data.accepted ?? []).map((one) => wrap(`  ${wordsOf(one, data.dryRun === true)}`, '    '));
  const size = phrase('looked', { events, chains, notes, pages });
  const mended = data.repaired === undefined ? [] : [phrase('mended', { count: data.repaired })];
  const left =
    data.unchecked === undefined
      ? []
      : [wrap(phrase('not-compared', { parts: data.unchecked.map((part) => saidOf(part, PARTS, phrase)) }), '  ')];
  const settled = (data.settled ?? []).map(({ chain, seq, by }) =>
    wrap(phrase('fork-settled', { chain, seq, by: partiesPhrase(WHOSE[by]) }), '  '),
  );
  const awaited = (data.awaited ?? [])
    .slice(0, FEW)
    .map(({ chain, events: count, party }) =>
      wrap(phrase('pages-awaited', { count, chain, party: party ?? phrase('stranger') }), '  '),
    );
  const all = data.awaited?.length ?? 0;
  if (all > FEW) awaited.push(`  ${phrase('json-has-all')}`);
  if (findings.length === 0)
    return [style.green(phrase('all-well')), ...gone, ...mended, wrap(size), ...settled, ...awaited, ...left].join(
      '\n',
    );
  return [
    style.red(phrase('findings', { count: findings.length })),
    ...findings.slice(0, SHOWN).map(({ message, chain, seq }) => {
      const place = chain === undefined ? '' : `  ${chain}${seq === undefined ? '' : `/${seq}`}`;
      return wrap(`  ${message}${place}`, '    ');
    }),
    ...(findings.length > SHOWN ? [`  ${phrase('json-has-all')}`] : []),
    ...gone,
    ...mended,
    wrap(size),
    ...settled,
    ...awaited,
    ...left,
    ...(data.hint === undefined ? [] : [wrap(phrase('what-to-do', { hint: data.hint }), '  ')]),
  ].join('\n');
}

function wordsOf({ kind, key, was, gone }: AcceptData['accepted'][number], dryRun: boolean): string {
  const done = dryRun ? 'would-let-go' : 'let-go';
  if (key === undefined) {
    const of = { kind, count: gone ?? 0 };
    return was === undefined ? phrase(`${done}-gone`, of) : phrase(`${done}-gone-was`, { ...of, was });
  }
  return was === undefined ? phrase(done, { kind, key }) : phrase(`${done}-was`, { kind, key, was });
}

export function doctor(data: DoctorData, style: Style): string {
  const marks = {
    ok: style.green(phrase('ok').padEnd(4)),
    warning: style.yellow(phrase('look').padEnd(4)),
    error: style.red(phrase('mend').padEnd(4)),
  };
  return data.checks
    .flatMap(({ level, message, hint }) => [
      wrap(`${marks[level]}  ${message}`, '      '),
      ...(hint === undefined ? [] : [wrap(`      ${hint}`, '      ')]),
    ])
    .join('\n');
}
