// Texts of the `key` commands.
import type { KeyData, LockData, RotateData } from '../../app/parties/keys.ts';
import { phrase } from '../../words/en/parties-text.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { onward, written } from './written.ts';

export function show(data: KeyData): string {
  return pairs([
    [phrase('chain'), data.chain],
    [phrase('fingerprint'), data.fingerprint],
    [phrase('signs-with'), data.signKey],
    [phrase('sealed-for'), data.sealKey],
    [phrase('replaced'), data.rotations === 0 ? phrase('never') : phrase('so-many-times', { count: data.rotations })],
    [phrase('file'), data.file],
    [phrase('passphrase'), phrase(data.locked ? 'passphrase-set' : 'passphrase-none')],
  ]);
}

export function passphrase(data: LockData, style: Style): string {
  return written(data, phrase(data.locked ? 'key-now-locked' : 'key-now-open'), style);
}

export function rotate(data: RotateData, style: Style): string {
  const [first, second] = data.rotated;
  const done = second !== undefined ? 'replaced-both' : first === 'seal' ? 'replaced-seal' : 'replaced-sign';
  return [wrap(written(data, phrase(done), style)), ...onward(data)].join('\n');
}
