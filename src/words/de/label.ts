// Deutsch: ob etwas auf ein Etikett passt.
import type { say } from '../en/label.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'too-long-for-label': 'zu lang für ein Etikett',
  'larger-than-sheet': 'ein Etikett von {width}x{height} mm ist größer als der Bogen',
  'at-most-size': 'höchstens {width}x{height} mm',
  'too-many-dots': '{width}x{height} mm bei {dpi} dpi sind zu viele Punkte für ein Bild',
  'at-most-dpi': 'höchstens --dpi {most}, oder --format pdf',
  'no-datamatrix-holds': 'kein DataMatrix fasst das: {said}',
  'no-letters': 'keine Buchstaben auf Etiketten für {shown}{more} in "{text}"',
  'not-read-back': 'dieses Etikett läse sich nicht so zurück, wie es angegeben wurde',
  'second-linter-refuses': 'die zweite Prüfung lehnt dieses Etikett ab: {said}',
  'no-whole-dots': 'bei {dpi} dpi ergibt keine ganze Punktzahl ein Modul für {use}',
  'finer-dpi': 'Module sind dort {least} bis {most} mm: --dpi {finest}',
  'module-outside-range': 'Module von {wanted} mm liegen außerhalb {least} bis {most} mm, die GS1 für {use} erlaubt',
  'nearest-module': 'das nächste gute bei {dpi} dpi: --module {dots}',
  'size-too-small': 'ein Etikett von {width}x{height} mm fasst Symbol und Text nicht',
  'nearest-size': 'die nächste gute Größe: --size {width}x{height}',
  'and-more': ' und {count} mehr',
  'labels-printed-in-latin': 'Etiketten werden in lateinischen, griechischen und kyrillischen Buchstaben gedruckt',
});
