// What a file says of goods that are asked for: events that repeat others, or are taken back, say nothing of them.
import { expect, test } from 'vitest';
import { partOfFile, traceFile } from '../../src/epcis/trace-file.ts';
import { bytesOf, CASE, CREATED, commissioned, packed, shipped, xmlDocument } from './files.ts';

const GTIN = '09521321000018';
const sourceOf = (...events: readonly string[]) => {
  const text = xmlDocument(events.join('\n'));
  return () => [bytesOf(text)];
};
const shipmentIn = async (...events: readonly string[]) => {
  const { goods } = await traceFile(sourceOf(...events), { gtin: GTIN, serial: 'A1' });
  return goods.map(({ shipment, packs }) => [shipment?.event, packs]);
};

test('names the event that sent it, and not what repeats that', async () => {
  const road = [commissioned(['A1', 'A2']), packed(CASE, ['A1', 'A2']), shipped(CASE)];
  expect(await shipmentIn(...road)).toEqual([[2, 2]]);
  expect(await shipmentIn(...road, shipped(CASE))).toEqual([[2, 2]]);
  expect(await shipmentIn(...road, ...road)).toEqual([[2, 2]]);
});

test('tells of no shipment that is taken back by a declaration without an ID', async () => {
  const error = `<baseExtension><errorDeclaration><declarationTime>${CREATED}</declarationTime></errorDeclaration></baseExtension>`;
  const declared = shipped('A1', '09:00:00', 'shipping', error);
  for (const events of [
    [commissioned('A1'), shipped('A1'), declared],
    [commissioned('A1'), declared, shipped('A1')],
  ])
    expect(await shipmentIn(...events)).toEqual([[undefined, 1]]);
});

test('of the events of some goods each is written once, and none that is taken back', async () => {
  const id = '<baseExtension><eventID>urn:uuid:7</eventID></baseExtension>';
  const error = id.replace(
    '</baseExtension>',
    `<errorDeclaration><declarationTime>${CREATED}</declarationTime></errorDeclaration></baseExtension>`,
  );
  const source = sourceOf(
    ...[commissioned('A1'), commissioned('A1'), shipped('A1', '09:00:00', 'shipping', id)],
    shipped('A1', '09:00:00', 'shipping', error),
  );
  const { events } = await partOfFile(source, (name) => name === `${GTIN}/A1`);
  expect(events.map(({ index }) => index)).toEqual([0]);
});
