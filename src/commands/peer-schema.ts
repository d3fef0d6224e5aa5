// The fields of the configured peers.
import { fields, list, string } from './spec.ts';

/** Fields to be spread into `fields({…})`. */
export const peers = {
  peers: list(
    fields({
      name: string(),
      url: string(),
      'seen?': string('end of the last whole exchange, ISO 8601 in UTC'),
      'error?': string('why the last attempt failed'),
      'chain?': string('that answered there the last time'),
      'party?': string('whose chain that is, where it is accredited'),
      'formerly?': string('the chain that had answered there before, until peer add says that the new one is right'),
    }),
  ),
};
