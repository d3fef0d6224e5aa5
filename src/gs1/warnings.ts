// Doubts about a scan that reads well: national numbers, product codes where a pack code is expected.
import type { Element } from './element-string.ts';
import { type Fault, report } from './faults.ts';
import { nationalNumberIsRight } from './national.ts';

/** The warnings about a reading. */
export function warningsOf(reading: {
  readonly kind: string;
  readonly elements: readonly Element[];
}): readonly Fault[] {
  const warnings: Fault[] = [];
  for (const { ai, value, offset } of reading.elements)
    if (!nationalNumberIsRight(ai, value)) report(warnings, 'nhrn-check', offset, ai.length + value.length, ai);
  if (reading.kind === 'ean') report(warnings, 'linear-on-pack', 0, 0);
  return warnings;
}
