// What is told of a hub: made, given more, as it stands, and checked.
import type { HubAdmitData } from '../../app/hub/hub-admit.ts';
import type { HubAuditData } from '../../app/hub/hub-audit.ts';
import type { HubInitData } from '../../app/hub/hub-init.ts';
import type { HubServeData } from '../../app/hub/hub-serve.ts';
import type { HubStatusData } from '../../app/hub/hub-status.ts';
import { phrase } from '../../words/en/hub.ts';
import { type Style, wrap } from '../style.ts';
import { size } from './sync.ts';

export function madeText({ events, already }: HubInitData, style: Style): string {
  if (already) return style.bold(phrase('hub-was-there'));
  return `${style.bold(phrase('hub-made', { events }))}\n${wrap(phrase('hub-next'), '  ')}`;
}

export function admittedText(data: Omit<HubAdmitData, 'exit'>, style: Style): string {
  const { events, pages, already, files, setAside, warnings } = data;
  return [
    already ? phrase('nothing-new') : style.bold(phrase('hub-admitted', { events, pages })),
    ...files.map((file) => wrap(file.error ?? phrase('of-file', { ...file }), '  ')),
    ...setAside.map(({ chain, have, of, why }) => phrase('set-aside-of', { chain, have, of, why })),
    ...warnings.map((warning) => wrap(warning, '  ')),
  ].join('\n');
}

export function statusText(data: Omit<HubStatusData, 'exit'>, style: Style): string {
  const { network, chains, events, bytes, n, epoch, awaited, standbys, copies } = data;
  return [
    style.bold(phrase('hub-line', { chains, events, size: size(bytes) })),
    ...(network === undefined ? [] : [phrase('hub-of-network', { network })]),
    phrase('hub-changes', { n }),
    phrase('hub-epoch', { epoch }),
    ...(awaited === 0 ? [] : [phrase('hub-awaited', { awaited })]),
    phrase('hub-standbys', { standbys }),
    ...copies.map(({ copy, behind = 0, error }) =>
      error === undefined ? phrase('copy-behind', { copy, behind }) : style.red(phrase('copy-fails', { copy, error })),
    ),
  ].join('\n');
}

export function auditText(
  { events, chains, notes, pages, findings }: Omit<HubAuditData, 'exit'>,
  style: Style,
): string {
  if (findings.length === 0) return style.green(wrap(phrase('audit-clean', { events, chains, notes, pages }), '  '));
  return [
    style.red(phrase('audit-findings', { count: findings.length, events, chains })),
    ...findings.map(({ chain, message }) => wrap(chain === undefined ? message : `${chain}: ${message}`, '  ')),
  ].join('\n');
}

export function servingText({ url, inside, party }: HubServeData, style: Style): string {
  return phrase('hub-serving', { url: style.bold(url), inside, party: party.name });
}
