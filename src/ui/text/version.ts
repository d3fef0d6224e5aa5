// The version in one line.
import { phrase } from '../../words/en/screen.ts';

interface Version {
  readonly version: string;
  readonly dictionary: string;
  readonly node: string;
  readonly platform: string;
}

export function text({ version, dictionary, node, platform }: Version): string {
  return phrase('version', { version, dictionary, node, platform });
}
