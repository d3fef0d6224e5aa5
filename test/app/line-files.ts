// EPCIS files of an own line, made for tests.

const sgln = (gln: string) => `urn:epc:id:sgln:${gln.slice(0, 7)}.${gln.slice(7, 12)}.0`;
export const sgtin = (serial: string) => `urn:epc:id:sgtin:9506000.013435.${serial}`;
/** As the URN of a case, by its serial reference of nine digits. */
export const sscc = (reference: number) => `urn:epc:id:sscc:9506000.1${String(reference).padStart(9, '0')}`;

/** Events of one line as objects of EPCIS 2.0, each an hour after the one before. */
export class Line {
  readonly events: Record<string, unknown>[] = [];
  readonly #gln: string;
  #at = Date.parse('2026-11-20T08:00:00.000Z');

  constructor(gln: string) {
    this.#gln = gln;
  }

  #add(event: Record<string, unknown>): this {
    this.#at += 3_600_000;
    this.events.push({
      eventTime: new Date(this.#at).toISOString(),
      eventTimeZoneOffset: '+01:00',
      readPoint: { id: sgln(this.#gln) },
      ...event,
    });
    return this;
  }

  /** An event of goods. */
  did(bizStep: string, epcList: readonly string[], more: Record<string, unknown> = {}): this {
    return this.#add({ type: 'ObjectEvent', epcList, action: 'OBSERVE', bizStep, ...more });
  }

  make(epcList: readonly string[], lot = 'LOT7', expiry = '2031-06-30', more: Record<string, unknown> = {}): this {
    const ilmd = { 'cbvmda:lotNumber': lot, 'cbvmda:itemExpirationDate': expiry };
    return this.did('commissioning', epcList, { action: 'ADD', disposition: 'active', ilmd, ...more });
  }

  pack(parentID: string, childEPCs: readonly string[], action = 'ADD'): this {
    const bizStep = action === 'DELETE' ? 'unpacking' : 'packing';
    return this.#add({ type: 'AggregationEvent', parentID, childEPCs, action, bizStep });
  }

  ship(epcList: readonly string[], to: string, despatch?: string, more: Record<string, unknown> = {}): this {
    const bizTransactionList =
      despatch === undefined
        ? {}
        : { bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:epcglobal:cbv:bt:${this.#gln}:${despatch}` }] };
    return this.did('shipping', epcList, {
      disposition: 'in_transit',
      ...bizTransactionList,
      sourceList: [{ type: 'owning_party', source: sgln(this.#gln) }],
      destinationList: [{ type: 'owning_party', destination: sgln(to) }],
      ...more,
    });
  }

  /** A file of them all, or of these of them in this order. */
  text(events: readonly object[] = this.events): string {
    return JSON.stringify({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: new Date(this.#at).toISOString(),
      epcisBody: { eventList: events },
    });
  }
}
