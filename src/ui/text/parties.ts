// Who is who, a line for each; then who waits for a regulator.
import type { PartiesData } from '../../app/party/parties.ts';
import { counted, type Style, table, wrap } from '../style.ts';
import { minute } from './written.ts';

export function text(data: PartiesData, style: Style): string {
  const rows = data.parties.map((party) => [
    party.self ? `${party.name} (you)` : party.name,
    party.gln,
    party.roles.join(', '),
    party.contact ?? '',
    party.self ? '' : party.lastSeen === undefined ? 'never' : minute(party.lastSeen).slice(5),
    [party.revoked ? 'revoked' : '', party.forked ? 'FORKED' : ''].filter((word) => word !== '').join(' '),
  ]);
  const heads = [
    { title: 'name', flexible: true },
    { title: 'GLN' },
    { title: 'roles', flexible: true },
    { title: 'contact', flexible: true },
    { title: 'news (UTC)' },
    { title: '' },
  ];
  const lines = rows.length === 0 ? ['no party is accredited yet'] : [table(heads, rows, style)];
  if (data.strangers.length > 0) {
    lines.push('', `${counted(data.strangers.length, 'chain')} without accreditation:`);
    for (const { chain, name, gln } of data.strangers) {
      const claim = name === undefined ? '' : ` says it is ${name}${gln === undefined ? '' : `, GLN ${gln}`}`;
      lines.push(wrap(`  ${chain}${claim}`, '    '));
    }
  }
  return lines.join('\n');
}
