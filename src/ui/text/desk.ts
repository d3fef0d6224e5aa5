// The address of the desk, codes that pair devices, and the devices.
import type { DeskDevice } from '../../app/node/desk-file.ts';
import type { NewCode } from '../../app/node/devices.ts';
import type { NewOperator } from '../../app/node/operators.ts';
import type { DeskAnswer } from '../../desk/open.ts';
import type { TlsTold } from '../../desk/tls.ts';
import { qrLines } from '../../label/any-symbol.ts';
import { phrase } from '../../words/en/desk.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function text({ url, party, key, link, expires }: DeskAnswer, style: Style): string {
  const lines = [phrase('open', { url: style.bold(url), party: party.name })];
  if (key === 'locked') lines.push(phrase('open-locked'));
  if (key === 'observer') lines.push(phrase('open-observer'));
  if (link !== undefined && expires !== undefined)
    lines.push('', phrase('first-link', { expires: style.minute(expires) }), `  ${style.bold(link)}`);
  lines.push('', phrase('more-devices'));
  return lines.join('\n');
}

export async function pairText(
  { code, link, role, name, expires }: NewCode & { readonly link?: string },
  style: Style,
): Promise<string> {
  const what = name === undefined ? phrase('code-role-alone', { role }) : phrase('code-role', { role, name });
  const lines = [phrase('code-pairs', { expires: style.minute(expires) }), `  ${style.bold(code)}`];
  if (link !== undefined) lines.push(phrase('or-open', { link }), '', ...(await qrLines(link)), '');
  return [...lines, what].join('\n');
}

export function devicesText({ devices }: { readonly devices: readonly DeskDevice[] }, style: Style): string {
  if (devices.length === 0) return phrase('no-devices');
  return table(
    [{ title: phrase('name') }, { title: phrase('role') }, { title: phrase('created') }, { title: phrase('seen') }],
    devices.map(({ name, role, created, seen }) => [name, role, style.minute(created), style.minute(seen)]),
    style,
  );
}

export function forgetText({ name }: { readonly name: string }): string {
  return phrase('forgot-device', { name });
}

export function operatorText(
  { operators, name = '', pin, badge }: Partial<NewOperator> & { readonly operators?: readonly OperatorLine[] },
  style: Style,
): string {
  if (operators !== undefined) return operatorsText(operators, style);
  if (pin === undefined && badge === undefined) return phrase('operator-removed', { name });
  return [
    phrase('operator-added', { name }),
    ...(pin === undefined ? [] : [phrase('operator-pin', { pin: style.bold(pin) })]),
    ...(badge === undefined ? [] : [phrase('operator-badge', { badge: style.bold(badge) })]),
  ].join('\n');
}

interface OperatorLine {
  readonly name: string;
  readonly by: readonly string[];
  readonly created: string;
}

function operatorsText(operators: readonly OperatorLine[], style: Style): string {
  if (operators.length === 0) return phrase('no-operators');
  return table(
    [{ title: phrase('name') }, { title: phrase('shown-by') }, { title: phrase('added') }],
    operators.map(({ name, by, created }) => [name, by.join(', '), style.minute(created)]),
    style,
  );
}

export function tlsText({ dir, names, fingerprint, own, until }: TlsTold, style: Style): string {
  return [
    phrase('tls-for', { names: names.join(', '), until: style.minute(until) }),
    own ? phrase('tls-trust', { file: `${dir}/ca.crt` }) : phrase('tls-foreign'),
    `  ${fingerprint}`,
    phrase('tls-run', { dir }),
  ].join('\n');
}
