// Texts of the commands that look after a folder: backup, restore, recover, retire, rebuild, audit, doctor.
import type { AcceptData } from '../../app/maintenance/accept.ts';
import type { AuditData, RebuildData, RetireData } from '../../app/maintenance/audit.ts';
import type { BackupData, RestoreData } from '../../app/maintenance/backup.ts';
import type { DoctorData } from '../../app/maintenance/doctor.ts';
import type { RecoverData } from '../../app/maintenance/recover.ts';
import { WHY_BEHIND } from '../../ledger/store.ts';
import { counted } from '../../words/numbers.ts';
import { sentence } from '../../words/say.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { WHOSE } from './parties.ts';
import { onward, placeOf, written } from './written.ts';

export function backup(data: BackupData, style: Style): string {
  const done = `${counted(data.size, 'own event')} and the key in ${placeOf(data.file)}`;
  return wrap(written(data, done, style), '  ');
}

export function restore(data: RestoreData, style: Style): string {
  return [
    wrap(written(data, `${data.party.name} is back, with ${counted(data.size, 'own event')}`, style)),
    'Verify, trace and stock work. To record again: pedigree recover --from PEER',
  ].join('\n');
}

export function recover(data: RecoverData, style: Style): string {
  const heard = data.asked.map(({ peer, size, error }) =>
    wrap(`  ${peer}: ${error ?? `knows ${counted(size ?? 0, 'own event')}`}`, '    '),
  );
  if (data.oldChain !== undefined) {
    return [
      wrap(written(data, 'a new chain is open', style)),
      pairs([
        ['Chain', data.dryRun ? undefined : data.chain],
        ['Given up', data.oldChain],
      ]),
      'Send its card to the regulator: pedigree card -o FILE',
      'There: pedigree accredit FILE --same-party',
    ].join('\n');
  }
  const ready = data.state === 'ready' || data.dryRun;
  const done = ready
    ? `the chain can be appended to, ${counted(data.fetched, 'event')} brought back`
    : `the chain cannot be appended to: ${whyNot(data.state)}`;
  return [wrap(written(data, done, style)), ...heard].join('\n');
}

function whyNot(state: RecoverData['state']): string {
  if (state === 'keys-differ') return 'the keys here are not those that it names';
  if (state === 'forked') return 'it has two histories';
  return state === 'ready' || state === 'database-ahead' ? 'look with pedigree doctor' : sentence(WHY_BEHIND[state]);
}

export function retire(data: RetireData, style: Style): string {
  return [wrap(written(data, `chain ${data.chain} is ended`, style)), ...onward(data)].join('\n');
}

export function rebuild(data: RebuildData, style: Style): string {
  return written(data, `index of ${counted(data.events, 'event')} made anew in ${data.seconds} s`, style);
}

const SHOWN = 50;

export function audit(data: AuditData & Partial<AcceptData>, style: Style): string {
  const { events, chains, notes, pages, findings } = data;
  const gone = (data.accepted ?? []).map((one) => wrap(`  ${wordsOf(one, data.dryRun === true)}`, '    '));
  const size = `${counted(events, 'event')} of ${counted(chains, 'chain')}, ${counted(notes, 'checkpoint')}, ${counted(pages, 'page')}`;
  const mended = data.repaired === undefined ? [] : [`${counted(data.repaired, 'finding')} mended`];
  const left =
    data.unchecked === undefined
      ? []
      : [wrap(`Not compared, as the keys are locked: ${data.unchecked.join(', ')}`, '  ')];
  const settled = (data.settled ?? []).map(({ chain, seq, by }) =>
    wrap(`Fork of ${chain} at event ${seq}: settled by ${by === 'revocation' ? 'a revocation' : WHOSE[by]}`, '  '),
  );
  if (findings.length === 0)
    return [style.green('all is as it must be'), ...gone, ...mended, wrap(size), ...settled, ...left].join('\n');
  return [
    style.red(counted(findings.length, 'finding')),
    ...findings.slice(0, SHOWN).map(({ message, chain, seq }) => {
      const place = chain === undefined ? '' : `  ${chain}${seq === undefined ? '' : `/${seq}`}`;
      return wrap(`  ${message}${place}`, '    ');
    }),
    ...(findings.length > SHOWN ? [`  … --json has all`] : []),
    ...gone,
    ...mended,
    wrap(size),
    ...settled,
    ...left,
    ...(data.hint === undefined ? [] : [wrap(`What to do: ${data.hint}`, '  ')]),
  ].join('\n');
}

function wordsOf({ kind, key, was, gone }: AcceptData['accepted'][number], dryRun: boolean): string {
  const what = key === undefined ? `${gone} of ${kind} that were gone` : `the ${kind} ${key}`;
  return `${dryRun ? 'would let go' : 'let go'} ${what}${was === undefined ? '' : `, which was ${was}`}`;
}

export function doctor(data: DoctorData, style: Style): string {
  const marks = { ok: style.green('ok  '), warning: style.yellow('look'), error: style.red('MEND') };
  return data.checks
    .flatMap(({ level, message, hint }) => [
      wrap(`${marks[level]}  ${message}`, '      '),
      ...(hint === undefined ? [] : [wrap(`      ${hint}`, '      ')]),
    ])
    .join('\n');
}
