// Doubts about a scan that reads well: national numbers, product codes where a pack code is expected.
import { type Fault, report } from './faults.ts';
import { nationalNumberIsRight } from './national.ts';
import type { ScanReading } from './reading.ts';

/** The warnings about a reading. */
export function warningsOf(reading: Pick<ScanReading, 'kind' | 'elements'>): readonly Fault[] {
  const warnings: Fault[] = [];
  for (const { ai, value, offset } of reading.elements)
    if (!nationalNumberIsRight(ai, value)) report(warnings, 'nhrn-check', offset, ai.length + value.length, ai);
  if (reading.kind === 'ean') report(warnings, 'linear-on-pack', 0, 0);
  return warnings;
}
