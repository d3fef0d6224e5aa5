// A home that answers peers over HTTP on this machine, as `serve` has it answer.
import type { Home } from '../../src/app/node/home.ts';
import { proverOf } from '../../src/app/node/prover.ts';
import { type ServerOptions, type Serving, serveLedger } from '../../src/sync/server.ts';

export function serveHome(home: Home, more: Partial<ServerOptions> = {}): Promise<Serving> {
  const { network, chain } = home.self;
  const clock = () => home.env.clock();
  return serveLedger(home.ledger, {
    network,
    chain,
    prover: proverOf(home),
    clock,
    host: '127.0.0.1',
    port: 0,
    ...more,
  });
}
