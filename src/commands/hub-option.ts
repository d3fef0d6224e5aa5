// What the commands of a hub have in common: how they are told which database it is.
import type { HubAddresses } from '../app/hub/dsn.ts';
import type { Input, OptionSpec } from './spec.ts';

export const DSN_FILE: OptionSpec = {
  flags: '--dsn-file <file>',
  description: 'names the database, and its copies a line each (PEDIGREE_HUB_DSN)',
};

/** @throws as `hubAddresses` */
export async function addressesOf(input: Input): Promise<HubAddresses> {
  const { hubAddresses } = await import('../app/hub/dsn.ts');
  return hubAddresses(input.text('dsn-file'), input.env.hubDsn);
}
