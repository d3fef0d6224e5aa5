// Who is who, a line for each; then who waits for a regulator.
import type { PartiesData, PartyRow } from '../../app/node/parties.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';

export function text(data: PartiesData, style: Style): string {
  const rows = data.parties.map((party) => [
    party.self ? `${party.name} (you)` : party.name,
    party.gln,
    party.roles.join(', '),
    party.self ? '' : party.lastSeen === undefined ? 'never' : style.minute(party.lastSeen),
    [party.revoked ? 'revoked' : '', party.forked ? 'FORKED' : ''].filter((word) => word !== '').join(' '),
    term(party),
    party.contact ?? '',
  ]);
  const heads = [
    { title: 'name', flexible: true },
    { title: 'GLN' },
    { title: 'roles', flexible: true },
    { title: 'news' },
    { title: '' },
    { title: 'accredited', below: true },
    { title: 'contact', below: true },
  ];
  const lines = rows.length === 0 ? ['no party is accredited yet'] : [table(heads, rows, style)];
  const notes = data.parties.flatMap(notesOn).map((note) => wrap(note, '  '));
  if (notes.length > 0) lines.push('', notes.join('\n'));
  if (data.strangers.length > 0) {
    lines.push('', `${counted(data.strangers.length, 'chain')} without accreditation:`);
    for (const { chain, name, gln } of data.strangers) {
      const claim = name === undefined ? '' : ` says it is ${name}${gln === undefined ? '' : `, GLN ${gln}`}`;
      lines.push(wrap(`  ${chain}${claim}`, '    '));
    }
  }
  return lines.join('\n');
}

/** Whose word settled a fork. */
export const WHOSE = {
  recovery: 'the recovery key',
  founder: 'the founder',
  regulator: 'a regulator',
  here: 'this computer alone, signed by nobody',
} as const;

/** What has to be known of a party's chains besides. */
function notesOn({ name, gln, unnamed = [], settled = [] }: PartyRow): readonly string[] {
  return [
    ...unnamed.map(
      (chain) =>
        `${name}: chain ${chain} came after the end and counts for nothing until a regulator names it: pedigree revoke ${gln} --reason T --confirm ${gln}`,
    ),
    ...settled.map(({ chain, by, size, differ }) =>
      by === undefined || differ
        ? `${name}: two have settled the fork of chain ${chain} differently${by === undefined ? ', so neither counts' : ''}`
        : `${name}: the fork of chain ${chain} is settled by ${WHOSE[by]}: the branch with ${size} events then`,
    ),
  ];
}

/** The role goes before the day where others of the party go on. */
function term({ roles, ends = [] }: PartyRow): string {
  return ends
    .map(({ role, of, until, ended }) => {
      const all = of === undefined && roles.every((one) => ends.some((end) => end.role === one && end.until === until));
      return `${all ? '' : `${of === undefined ? role : of.join(', ')} `}${ended ? 'ended' : 'until'} ${until}`;
    })
    .filter((words, at, all) => all.indexOf(words) === at)
    .join(', ');
}
