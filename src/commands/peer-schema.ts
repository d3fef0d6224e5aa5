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
    }),
  ),
};
