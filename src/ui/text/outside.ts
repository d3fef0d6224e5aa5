// Partners outside the network, a line for each.
import type { OutsideLine } from '../../app/outside/partners.ts';
import { phrase } from '../../words/en/outside.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { written } from './written.ts';

interface Data {
  readonly outside: readonly OutsideLine[];
  readonly already?: boolean;
  readonly dryRun?: true;
}

export function text(data: Data, style: Style): string {
  const [first] = data.outside;
  if (data.already !== undefined && first !== undefined) {
    return written(data, phrase('partner-set', { name: first.name, gln: first.gln, trust: trustWord(first) }), style);
  }
  if (first === undefined) return phrase('no-partners');
  const heads = [
    { title: phrase('head-gln') },
    { title: phrase('head-name'), flexible: true },
    { title: phrase('head-files') },
    { title: '', below: true },
  ];
  return table(
    heads,
    data.outside.map((one) => [one.gln, one.name, trustWord(one), licenceWords(one)]),
    style,
  );
}

function trustWord({ trust }: OutsideLine): string {
  return phrase(`trust-${trust}`);
}

function licenceWords({ licence, until, licensed }: OutsideLine): string {
  if (licence === undefined && until === undefined) return '';
  if (until === undefined) return phrase('licence-of', { licence: licence ?? '' });
  const id = licensed === 'ended' ? 'licence-was-until' : 'licence-until';
  return phrase(id, { licence: licence ?? '', until }).replace('  ', ' ');
}
