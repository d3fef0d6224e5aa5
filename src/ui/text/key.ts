// Texts of the `key` commands.
import type { KeyData, LockData, RotateData } from '../../app/parties/keys.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function show(data: KeyData): string {
  return pairs([
    ['Chain', data.chain],
    ['Fingerprint', data.fingerprint],
    ['Signs with', data.signKey],
    ['Sealed for', data.sealKey],
    ['Replaced', data.rotations === 0 ? 'never' : `${data.rotations} times`],
    ['File', data.file],
    ['Passphrase', data.locked ? 'yes' : 'no: pedigree key passphrase sets one'],
  ]);
}

export function passphrase(data: LockData, style: Style): string {
  return written(data, data.locked ? 'the key is locked with the new passphrase' : 'the key has no passphrase', style);
}

export function rotate(data: RotateData, style: Style): string {
  const names = { sign: 'the key that signs', seal: 'the key that others seal for' };
  const done = `replaced ${data.rotated.map((which) => names[which]).join(' and ')}`;
  return [wrap(written(data, done, style)), ...onward(data)].join('\n');
}
