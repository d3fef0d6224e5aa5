// Who is who, a line for each; then who waits for a regulator.
import type { PartiesData, PartyRow } from '../../app/node/parties.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';

export function text(data: PartiesData, style: Style): string {
  const rows = data.parties.map((party) => [
    party.self ? phrase('you', { name: party.name }) : party.name,
    party.gln,
    party.roles.join(', '),
    party.self ? '' : party.lastSeen === undefined ? phrase('never') : style.minute(party.lastSeen),
    [party.revoked ? phrase('is-revoked') : '', party.forked ? phrase('is-forked') : '']
      .filter((word) => word !== '')
      .join(' '),
    term(party),
    party.contact ?? '',
  ]);
  const heads = [
    { title: phrase('name'), flexible: true },
    { title: 'GLN' },
    { title: phrase('roles'), flexible: true },
    { title: phrase('news') },
    { title: '' },
    { title: phrase('accredited-head'), below: true },
    { title: phrase('contact-head'), below: true },
  ];
  const lines = rows.length === 0 ? [phrase('none-accredited')] : [table(heads, rows, style)];
  const notes = data.parties.flatMap(notesOn).map((note) => wrap(note, '  '));
  if (notes.length > 0) lines.push('', notes.join('\n'));
  if (data.strangers.length > 0) {
    lines.push('', phrase('strangers', { count: data.strangers.length }));
    for (const { chain, name, gln } of data.strangers) {
      const claim =
        gln === undefined
          ? phrase('says-it-is', { chain, name: name ?? '' })
          : phrase('says-it-is-gln', { chain, name: name ?? '', gln });
      lines.push(wrap(`  ${name === undefined ? chain : claim}`, '    '));
    }
  }
  return lines.join('\n');
}

/** Whose word settled a fork. */
export const WHOSE = {
  recovery: 'by-recovery',
  founder: 'by-founder',
  regulator: 'by-regulator',
  here: 'by-here',
  revocation: 'by-revocation',
} as const;

/** What has to be known of a party's chains besides. */
function notesOn({ name, gln, unnamed = [], settled = [] }: PartyRow): readonly string[] {
  return [
    ...unnamed.map((chain) => phrase('unnamed', { name, chain, gln })),
    ...settled.map(({ chain, by, size, differ }) =>
      by === undefined || differ
        ? phrase(by === undefined ? 'settled-neither' : 'settled-differently', { name, chain })
        : phrase('settled-by', { name, chain, by: phrase(WHOSE[by]), size: size ?? 0 }),
    ),
  ];
}

/** The role goes before the day where others of the party go on. */
function term({ roles, ends = [] }: PartyRow): string {
  return ends
    .map(({ role, of, until, ended }) => {
      const all = of === undefined && roles.every((one) => ends.some((end) => end.role === one && end.until === until));
      const end = phrase(ended ? 'ended-on' : 'ends-on', { until });
      return all ? end : phrase('of-right', { right: of === undefined ? role : of.join(', '), end });
    })
    .filter((words, at, all) => all.indexOf(words) === at)
    .join(', ');
}
