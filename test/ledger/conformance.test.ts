// The SQLite store does what every store has to do.
import { afterEach } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { conformance } from './conformance.ts';
import { cleanUp } from './network.ts';

afterEach(cleanUp);

conformance('SQLite', ({ dir }) => openLedger(dir));
