// Events that nobody has written yet, for properties: every type, with whatever an event may hold.
import fc from 'fast-check';
import type { EpcisEvent, EpcisTime, Extension, SensorElement } from '../../src/epcis/model.ts';
import { CSET82 } from '../../src/gs1/characters.ts';
import { escapeUri } from '../../src/gs1/digital-link.ts';
import { PLAIN } from '../../src/gs1/epc.ts';
import { checkDigit } from '../../src/gs1/keys.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const serial = fc
  .array(fc.constantFrom(...CSET82), { minLength: 1, maxLength: 20 })
  .map((characters) => characters.join(''));
const OTHERWISE = new RegExp(PLAIN.replace('[', '[^'), 'g');
const escaped = (text: string) =>
  text.replace(OTHERWISE, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** One identifier as a URN and as a Digital Link. */
export interface TwoForms {
  readonly urn: string;
  readonly link: string;
}

export const pack = fc
  .record({ prefix: digits(7), item: digits(6), serial })
  .map(({ prefix, item, serial }): TwoForms => {
    const stem = item.charAt(0) + prefix + item.slice(1);
    return {
      urn: `urn:epc:id:sgtin:${prefix}.${item}.${escaped(serial)}`,
      link: `https://id.gs1.org/01/${stem}${checkDigit(stem)}/21/${escapeUri(serial, false)}`,
    };
  });

export const unit = fc.record({ prefix: digits(7), reference: digits(10) }).map(({ prefix, reference }): TwoForms => {
  const stem = reference.charAt(0) + prefix + reference.slice(1);
  return { urn: `urn:epc:id:sscc:${prefix}.${reference}`, link: `https://id.gs1.org/00/${stem}${checkDigit(stem)}` };
});

export const lot = fc
  .record({ prefix: digits(7), item: digits(6), serial })
  .map(({ prefix, item, serial }): TwoForms => {
    const stem = item.charAt(0) + prefix + item.slice(1);
    return {
      urn: `urn:epc:class:lgtin:${prefix}.${item}.${escaped(serial)}`,
      link: `https://id.gs1.org/01/${stem}${checkDigit(stem)}/10/${escapeUri(serial, false)}`,
    };
  });

export const place = fc.record({ prefix: digits(7), location: digits(5), extension: serial }).map(
  ({ prefix, location, extension }): TwoForms => ({
    urn: `urn:epc:id:sgln:${prefix}.${location}.${escaped(extension)}`,
    link:
      `https://id.gs1.org/414/${prefix}${location}${checkDigit(prefix + location)}` +
      (extension === '0' ? '' : `/254/${escapeUri(extension, false)}`),
  }),
);

const party = fc.record({ prefix: digits(7), location: digits(5) }).map(
  ({ prefix, location }): TwoForms => ({
    urn: `urn:epc:id:pgln:${prefix}.${location}`,
    link: `https://id.gs1.org/417/${prefix}${location}${checkDigit(prefix + location)}`,
  }),
);

/** What a person may have written: letters of the world, marks of XML and JSON, nothing at its ends that is trimmed. */
const words = fc
  .array(fc.constantFrom(...'abcXYZ019 .,:;<>&"\'{}[]\\/äß中😀%#=+'), { minLength: 1, maxLength: 12 })
  .map((characters) => `x${characters.join('')}x`);

const ms = fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2049, 0, 1) });
export const time = ms.map((at): EpcisTime => ({ written: new Date(at).toISOString(), ms: at }));

/** Trees of two parties that the standard knows nothing of. */
export const NAMESPACES = { ext: 'https://ns.ext.example/epcis/', own: 'urn:own.example:mda' } as const;
const name = fc.constantFrom('batch', 'note', 'grade', 'mySpeed', 'inner-part');
const prefix = fc.constantFrom<keyof typeof NAMESPACES>('ext', 'own');
const leaf = fc
  .record({ prefix, name, value: words })
  .map(({ prefix, name, value }): Extension => ({ ns: NAMESPACES[prefix], prefix, name, value }));

/** Trees with different names beside each other, as properties of JSON have them. */
const siblings = (one: fc.Arbitrary<Extension>) =>
  fc.uniqueArray(one, { selector: ({ ns, name }) => `${ns} ${name}`, maxLength: 3 });
export const extensions = siblings(
  fc.oneof(
    leaf,
    fc
      .record({ prefix, name, children: siblings(leaf).filter(({ length }) => length > 0) })
      .map(({ prefix, name, children }): Extension => ({ ns: NAMESPACES[prefix], prefix, name, children })),
  ),
);

const number = fc
  .oneof(
    fc.integer({ min: 0, max: 1e6 }),
    fc.integer({ min: 1, max: 9999 }).map((n) => n / 100),
  )
  .map(String);
const sensor: fc.Arbitrary<SensorElement> = fc.record({
  metadata: fc.record({
    fields: time.map(({ written }) => [{ ns: '', name: 'time', value: written }]),
    extensions,
  }),
  reports: fc.array(
    fc.record({
      fields: fc.record({ type: fc.constantFrom('Temperature', 'Speed'), value: number }).map(({ type, value }) => [
        { ns: '', name: 'type', value: type },
        { ns: '', name: 'value', value, json: 'number' as const },
        { ns: '', name: 'uom', value: 'CEL' },
      ]),
      extensions,
    }),
    { minLength: 1, maxLength: 2 },
  ),
  extensions,
});

/** An event in both forms of its identifiers; all else in them is the same. */
export interface Twins {
  readonly urns: EpcisEvent;
  readonly links: EpcisEvent;
}

const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 4 });
const typed = fc.record({ type: fc.constantFrom('owning_party', 'possessing_party'), id: party });

/** Events of every type of 2.0 with all that they may hold. */
export const twins: fc.Arbitrary<Twins> = fc
  .record({
    type: fc.constantFrom(
      'ObjectEvent',
      'AggregationEvent',
      'TransactionEvent',
      'TransformationEvent',
      'AssociationEvent',
    ),
    eventTime: time,
    offset: fc.constantFrom('+00:00', '-05:00', '+05:30'),
    action: fc.constantFrom('ADD', 'OBSERVE', 'DELETE'),
    bizStep: fc.option(fc.constantFrom('shipping', 'commissioning', 'https://own.example/step/blending')),
    disposition: fc.option(fc.constantFrom('in_transit', 'active', 'https://own.example/disp/blended')),
    persistent: fc.option(
      fc.record({
        set: fc.subarray(['recalled', 'damaged'], { minLength: 1 }),
        unset: fc.subarray(['expired', 'completeness_inferred']),
      }),
    ),
    readPoint: fc.option(fc.record({ id: place, extensions })),
    bizLocation: fc.option(fc.record({ id: place, extensions })),
    parent: unit,
    packs: some(pack),
    quantities: fc.array(fc.record({ epcClass: lot, quantity: number, uom: fc.constantFrom('KGM', 'LTR') }), {
      maxLength: 2,
    }),
    outputs: some(pack),
    transactions: some(
      fc.record({ type: fc.constantFrom('po', 'desadv'), id: fc.constantFrom('urn:epcglobal:cbv:bt:9506000100029:7') }),
    ),
    sources: fc.array(typed, { maxLength: 2 }),
    destinations: fc.array(typed, { maxLength: 2 }),
    sensors: fc.array(sensor, { maxLength: 2 }),
    ilmd: fc.option(extensions.filter(({ length }) => length > 0)),
    extensions,
  })
  .map((one): Twins => {
    const written = (form: 'urn' | 'link'): EpcisEvent => {
      const { type } = one;
      const transformed = type === 'TransformationEvent';
      const quantities = one.quantities.map((quantity) => ({ ...quantity, epcClass: quantity.epcClass[form] }));
      const withIlmd = transformed || (type === 'ObjectEvent' && one.action === 'ADD');
      return {
        type: type as EpcisEvent['type'],
        index: 0,
        line: 1,
        eventTime: one.eventTime,
        eventTimeZoneOffset: one.offset,
        certificationInfo: [],
        ...(transformed ? {} : { action: one.action }),
        ...(one.bizStep === null ? {} : { bizStep: one.bizStep }),
        ...(one.disposition === null ? {} : { disposition: one.disposition }),
        // The JSON schema has it for these two types alone.
        ...(one.persistent === null || !(transformed || type === 'ObjectEvent')
          ? {}
          : { persistentDisposition: one.persistent }),
        ...(one.readPoint === null ? {} : { readPoint: { ...one.readPoint, id: one.readPoint.id[form] } }),
        ...(one.bizLocation === null ? {} : { bizLocation: { ...one.bizLocation, id: one.bizLocation.id[form] } }),
        ...(transformed || type === 'ObjectEvent' ? {} : { parentID: one.parent[form] }),
        ...(transformed
          ? {
              inputEpcs: one.packs.map((epc) => epc[form]),
              outputEpcs: one.outputs.map((epc) => epc[form]),
              ...(quantities.length === 0 ? {} : { inputQuantities: quantities }),
            }
          : {
              epcs: one.packs.map((epc) => epc[form]),
              ...(quantities.length === 0 ? {} : { quantities }),
            }),
        bizTransactions: one.transactions,
        sources: one.sources.map(({ type, id }) => ({ type, id: id[form] })),
        destinations: one.destinations.map(({ type, id }) => ({ type, id: id[form] })),
        sensorElements: one.sensors,
        ...(one.ilmd === null || !withIlmd ? {} : { ilmd: one.ilmd }),
        extensions: one.extensions,
      };
    };
    return { urns: written('urn'), links: written('link') };
  });
