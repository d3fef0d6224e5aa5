// The version in one line, or whose work is built in.
import { phrase } from '../../words/en/screen.ts';
import { narrowed, type Style } from '../style.ts';

interface Version {
  readonly version: string;
  readonly dictionary: string;
  readonly node: string;
  readonly platform: string;
  readonly licences?: string;
}

export function text({ licences, ...names }: Version, style: Style): string {
  return licences ?? narrowed(phrase('version', names), style.width);
}
