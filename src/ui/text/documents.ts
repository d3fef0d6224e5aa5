// Files of the world outside: taken in, listed, shown.
import type { EpcisExported } from '../../app/export/export-epcis.ts';
import type { ExportWithProof } from '../../app/export/prove-file.ts';
import type { ImportedDocument } from '../../app/outside/import-document.ts';
import type { DocumentLine, DocumentShown } from '../../app/outside/list-documents.ts';
import { phrase as told } from '../../words/en/export.ts';
import { phrase } from '../../words/en/outside.ts';
import { type Style, wrap } from '../style.ts';
import { type Column, table } from '../table.ts';
import { findingLines } from './epcis.ts';
import { placeOf, written } from './written.ts';

const SHORT = 12;

export function imported(data: ImportedDocument, style: Style): string {
  const { document, sender, senderName, events, packs, trust, findings } = data;
  const from = senderName ?? sender;
  const kept = phrase('document-kept', { document: document.slice(0, SHORT), packs, events });
  const said = from === undefined ? phrase('sender-unknown') : phrase(`sender-is-${trust}`, { from });
  const hint = trust === 'none' && sender !== undefined ? [style.dim(phrase('outside-set-names', { sender }))] : [];
  const wrong = findings.slice(0, 5).map((one) => findingLines(one, style));
  return [written(data, kept, style), said, ...hint, ...wrong].join('\n');
}

export function documents({ documents: rows }: { readonly documents: readonly DocumentLine[] }, style: Style): string {
  if (rows.length === 0) return phrase('no-documents');
  const heads: readonly Column[] = [
    { title: phrase('head-document') },
    { title: phrase('head-came') },
    { title: phrase('head-sender'), flexible: true },
    { title: phrase('head-packs'), align: 'right' },
    { title: phrase('head-file') },
  ];
  return table(
    heads,
    rows.map(({ document, at, sender, senderName, packs, state }) => [
      document.slice(0, SHORT),
      style.minute(at),
      senderName ?? sender ?? '',
      String(packs),
      phrase(`state-${state}`),
    ]),
    style,
  );
}

export function shown(data: DocumentShown, style: Style): string {
  const { document, at, sender, senderName, receiver, standard, packs, events, bytes, shipments, file, keepUntil } =
    data;
  const from = sender === undefined ? phrase('sender-unknown') : `${senderName ?? ''} ${sender}`.trim();
  const lines = [
    phrase('document-head', { document: document.slice(0, SHORT), from }),
    phrase('document-holds', { standard: standard ?? '', events, packs, bytes }),
    phrase('document-came', { at: style.minute(at), until: keepUntil.slice(0, 10) }),
    ...(receiver === undefined ? [] : [phrase('document-for', { receiver })]),
    ...(file === 'whole' ? [] : [style.red(phrase(`file-${file}`))]),
    ...shipments.slice(0, 20).map((one) =>
      phrase('document-ships', {
        items: one.items,
        to: one.to ?? phrase('nobody-named'),
        at: one.at === undefined ? '' : style.minute(one.at),
        despatch: one.despatch ?? '',
      }).trimEnd(),
    ),
  ];
  return lines.join('\n');
}

type Kept = { readonly file: string; readonly document: string; readonly bytes: number };
type Exported = (Kept | EpcisExported | ExportWithProof) & { readonly dryRun?: true };

export function exported(data: Exported, style: Style): string {
  const { file, bytes, dryRun } = data;
  const dry = dryRun === undefined ? {} : { dryRun };
  if (!('left' in data)) {
    const kept = { document: data.document.slice(0, SHORT), bytes, place: placeOf(file) };
    return dryRun ? written(dry, phrase('document-written', kept), style) : phrase('document-written', kept);
  }
  const { events, packs, receiver, left } = data;
  const what = { events, packs, file: placeOf(file) };
  const said = receiver === undefined ? told('written', what) : told('written-for', { ...what, to: receiver });
  return [
    written(dry, said, style),
    ...('proof' in data ? [told('proof-in', { proof: data.proof })] : []),
    ...left.map(({ text }) => wrap(told('not-told', { text }), '  ')),
  ].join('\n');
}
