// Shipments that do not fit together: goods that leave twice, or after their expiry, and what DSCSA wants said of each.
import { describe, expect, test } from 'vitest';
import { type CheckedFile, type CheckOptions, checkEpcis } from '../../src/epcis/check.ts';
import { bytesOf, CASE, commissioned, OTHER_CASE, packed, shipped, xmlDocument } from './files.ts';

const codesOf = ({ findings }: CheckedFile) =>
  findings.map(({ code, event }) => (event === undefined ? code : `${code}@${event}`)).toSorted();
const check = (text: string, options: CheckOptions = {}) => checkEpcis(() => [bytesOf(text)], options);
const foundIn = async (...events: readonly string[]) => codesOf(await check(xmlDocument(events.join('\n'))));

const A1 = commissioned('A1');
const id = (eventID: string) => `<baseExtension><eventID>${eventID}</eventID></baseExtension>`;
const declared = (eventID: string) =>
  '<baseExtension><errorDeclaration><declarationTime>2026-11-20T09:40:00Z</declarationTime></errorDeclaration></baseExtension>'.replace(
    '</errorDeclaration>',
    `</errorDeclaration><eventID>${eventID}</eventID>`,
  );

describe('goods that one party ships twice', () => {
  const box = [A1, packed(CASE, ['A1'])];

  test('are told, loose or in a case, to the same receiver or another', async () => {
    expect(await foundIn(A1, shipped('A1'), shipped('A1', '09:30:00'))).toEqual(['shipped-twice@2']);
    expect(await foundIn(...box, shipped(CASE), shipped(CASE, '09:30:00'))).toEqual(['shipped-twice@3']);
    const elsewhere = shipped('A1', '09:30:00').replace('9506000.10003', '9506000.10004');
    expect(await foundIn(A1, shipped('A1'), elsewhere)).toEqual(['shipped-twice@2']);
  });

  test('are counted in one finding an event', async () => {
    const many = ['A1', 'A2', 'A3'];
    const file = await check(xmlDocument(commissioned(many) + shipped(many) + shipped(many, '09:30:00')));
    expect(file.findings).toMatchObject([{ code: 'shipped-twice', event: 2, count: 3, level: 'warning' }]);
    expect(file.exit).toBe(20);
  });

  test('are in order once they came back, were received, or the shipment was taken back', async () => {
    expect(await foundIn(A1, shipped('A1'), shipped('A1', '09:20:00', 'receiving'), shipped('A1', '09:30:00'))).toEqual(
      [],
    );
    expect(
      await foundIn(A1, shipped('A1'), shipped('A1', '09:20:00', 'void_shipping'), shipped('A1', '09:30:00')),
    ).toEqual([]);
    const first = shipped('A1', '09:00:00', 'shipping', id('urn:uuid:1'));
    const undone = shipped('A1', '09:00:00', 'shipping', declared('urn:uuid:1'));
    expect(await foundIn(A1, first, undone, shipped('A1', '09:30:00'))).toEqual([]);
  });

  test('are in order where the next one sends them on, where they stay with the party, and where a dock sees them off', async () => {
    const on = shipped('A1', '09:30:00')
      .replace('9521321.00011', '9506000.10003')
      .replace(/10003(?=.0<\/dest)/, '10004');
    expect(await foundIn(A1, shipped('A1'), on)).toEqual([]);
    const within = shipped('A1').replace('9506000.10003', '9521321.00011');
    expect(await foundIn(A1, within, shipped('A1', '09:30:00'))).toEqual([]);
    expect(await foundIn(A1, shipped('A1'), shipped('A1', '09:30:00', 'departing'))).toEqual([]);
  });

  test('are in order where a pallet is shipped and each of its cases is told as well', async () => {
    const pallet = [A1, packed(CASE, ['A1']), packed(OTHER_CASE, [CASE], '08:40:00')];
    expect(await foundIn(...pallet, shipped([OTHER_CASE, CASE]))).toEqual([]);
  });

  test('are in order where they went to who keeps them for the same owner, and then to who buys them', async () => {
    const kept = shipped('A1').replace(/owning_party(?=">urn:epc:id:sgln:9506000)/, 'possessing_party');
    expect(await foundIn(A1, kept, shipped('A1', '09:30:00'))).toEqual([]);
  });

  test('are in order where a tote was filled again, and a pack packed, though nobody tells how they came back', async () => {
    const tote = 'urn:epc:id:grai:9521321.00002.T1';
    const day = [commissioned(['A1', 'A2']), packed(tote, ['A1']), shipped(tote)];
    const again = shipped(tote, '09:30:00');
    expect(await foundIn(...day, packed(tote, undefined, '09:20:00', 'DELETE'), again)).toEqual([]);
    expect(
      await foundIn(
        ...day,
        packed(tote, undefined, '09:10:00', 'DELETE'),
        packed(tote, ['A2'], '09:20:00'),
        again,
        shipped(tote, '09:40:00'),
      ),
    ).toEqual(['shipped-twice@6']);
    // A packing line whose word comes late has not had it back.
    expect(await foundIn(commissioned(['A1', 'A2']), shipped(tote), packed(tote, ['A1']), again)).toEqual([
      'shipped-twice@3',
    ]);
    expect(
      await foundIn(A1, shipped('A1'), packed(CASE, ['A1'], '09:20:00'), shipped(['A1', CASE], '09:30:00')),
    ).toEqual([]);
  });

  test('say nothing where the file does not say who sends', async () => {
    const nobody = (event: string) => event.replace(/<extension>.*<\/extension>/, '');
    expect(await foundIn(A1, nobody(shipped('A1')), nobody(shipped('A1', '09:30:00')))).toEqual([]);
  });
});

describe('packs that are sent after their expiry', () => {
  const old = commissioned(['A1', 'A2'], { expiry: '2026-11-17' });

  test('are told by their lot, loose or in a case', async () => {
    const file = await check(xmlDocument(old + shipped(['A1', 'A2'])));
    expect(file.findings).toMatchObject([
      { code: 'shipped-expired', text: 'packs of lot LOT7 (2026-11-17) had expired when they were shipped' },
    ]);
    expect(await foundIn(old, packed(CASE, ['A1', 'A2']), shipped(CASE))).toEqual(['shipped-expired']);
  });

  test('are in order on the days around it, since a day is not the same everywhere', async () => {
    for (const expiry of ['2026-11-19', '2026-11-20', '2026-11-21'])
      expect(await foundIn(commissioned('A1', { expiry }), shipped('A1'))).toEqual([]);
  });

  test('are in order where they go back or away, or stay where they are', async () => {
    const back = (disposition: string) =>
      shipped(['A1', 'A2']).replace(
        '</bizStep>',
        `</bizStep><disposition>urn:epcglobal:cbv:disp:${disposition}</disposition>`,
      );
    for (const disposition of ['returned', 'expired', 'recalled', 'non_sellable_other'])
      expect(await foundIn(old, back(disposition))).toEqual([]);
    expect(await foundIn(old, back('in_transit'))).toEqual(['shipped-expired']);
    const seenOff = shipped(['A1', 'A2'], '09:30:00', 'departing');
    expect(await foundIn(old, back('returned'), seenOff)).toEqual([]);
    expect(await foundIn(old, back('in_transit'), seenOff)).toEqual(['shipped-expired']);
    const rma =
      '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:rma">urn:epcglobal:cbv:bt:9521321000117:R1</bizTransaction></bizTransactionList>';
    expect(await foundIn(old, shipped(['A1', 'A2']).replace('<extension>', `${rma}<extension>`))).toEqual([]);
    expect(await foundIn(old)).toEqual([]);
  });

  test('are not told of others in the same file', async () => {
    const fresh = commissioned('B1', { lot: 'LOT8', time: '08:10:00' });
    const file = await check(xmlDocument(old + fresh + shipped('B1')));
    expect(codesOf(file)).toEqual([]);
  });
});

describe('in files for DSCSA', () => {
  const us = 'xmlns:gs1ushc="http://epcis.gs1us.org/hc/ns"';
  const statement = (affirm: string, notice = 'Seller has complied.') =>
    `<gs1ushc:dscsaTransactionStatement><gs1ushc:affirmTransactionStatement>${affirm}</gs1ushc:affirmTransactionStatement>` +
    `<gs1ushc:legalNotice>${notice}</gs1ushc:legalNotice></gs1ushc:dscsaTransactionStatement>`;
  const found = async (head: string, ...events: readonly string[]) =>
    codesOf(await check(xmlDocument(events.join(''), head, us))).filter(
      (code) => !/^(?:product|no-(?:send|rece))/.test(code),
    );

  test('two transaction statements that do not say the same are told', async () => {
    const [yes, no] = [statement('true'), statement('false')];
    expect(await found(yes, A1, shipped('A1'))).toEqual([]);
    expect(await found(yes + yes.replace('Seller has', 'Seller\n  has'), A1, shipped('A1'))).toEqual([]);
    expect(await found(yes + no, A1, shipped('A1'))).toEqual(['statements-differ']);
    expect(await found(yes + statement('true', 'Other.'), A1, shipped('A1'))).toEqual(['statements-differ']);
  });

  test('a shipment without seller or buyer is told, in these files alone', async () => {
    const without = (list: string) => shipped('A1').replace(new RegExp(`<${list}List>.*?</${list}List>`), '');
    for (const list of ['source', 'destination']) {
      expect(await found(statement('true'), A1, without(list))).toEqual(['no-owners@1']);
      expect(await foundIn(A1, without(list))).toEqual([]);
    }
    // What is taken back, and was told right then, is no shipment.
    const wrong = (more: string) =>
      shipped('A1', '09:00:00', 'shipping', more).replace(/<destinationList>.*?<\/destinationList>/, '');
    const mended = [wrong(id('urn:uuid:1')), wrong(declared('urn:uuid:1')), shipped('A1', '09:00:00')];
    expect(await found(statement('true'), A1, ...mended)).toEqual([]);
    const place = shipped('A1').replaceAll('sdt:owning_party', 'sdt:location');
    expect(await found(statement('true'), A1, place)).toEqual(['no-owners@1']);
  });
});
