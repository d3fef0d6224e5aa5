// The version in one line.

interface Version {
  readonly version: string;
  readonly dictionary: string;
  readonly node: string;
  readonly platform: string;
}

export function text({ version, dictionary, node, platform }: Version): string {
  return `pedigree ${version} (GS1 dictionary ${dictionary}, node ${node}, ${platform})`;
}
