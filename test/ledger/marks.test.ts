// How far a ledger was read counts only as long as nothing came of what had been read.
import { afterEach, describe, expect, it } from 'vitest';
import type { Ledger, Marks } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, commission, GTIN, pagesOf, party, serials } from './network.ts';

afterEach(cleanUp);

function read(ledger: Ledger, since: Marks): number {
  return ledger.read((view) => [...view.eventsOf(['commission'], { since })].length);
}

describe('a mark', () => {
  it('says nothing of an event whose pages have come since', () => {
    const agency = party('Agency', '9506000100012', null);
    const acme = party('Acme', '9506000100029', agency.chain);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(agency.chain, serials(600)));
    const batch = batchOf(acme.ledger, acme.chain);
    const pages = pagesOf(acme.ledger, batch);
    agency.ledger.putPages(pages);
    agency.ledger.admit(batch);
    const marks = agency.ledger.read((view) => view.marks());
    expect(marks).not.toHaveProperty('*');
    expect(read(agency.ledger, marks)).toBe(0);
    const [page] = pages;
    if (page === undefined) throw new Error('no pages');
    agency.ledger.forgetPages(page);
    const without = agency.ledger.read((view) => view.marks());
    agency.ledger.putPages(pages);
    expect(read(agency.ledger, without)).toBe(1);
    expect(
      read(
        agency.ledger,
        agency.ledger.read((view) => view.marks()),
      ),
    ).toBe(0);
  });
});
