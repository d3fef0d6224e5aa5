// What the GS1 toolkit says of a scan, from its codes and values: it answers in English, people are told in their language.
import { say as sayFault } from './en/gs1.ts';
import { say as sayRepair } from './en/repairs.ts';
import { englishTables, type Said } from './say.ts';

/** Of a fault of the toolkit. */
interface Fault {
  readonly code: string;
  readonly ai?: string;
  readonly detail?: string;
  readonly what?: Said;
}

/** What is wrong, and what to do about it. */
export function faultSaid({ code, ai, detail = '', what }: Fault): { readonly message: Said; readonly hint: Said } {
  const isNamed = Object.hasOwn(englishTables().gs1?.() ?? {}, code);
  const values = {
    ai: ai === undefined ? sayFault('the-value') : `(${ai})`,
    detail: what ?? (isNamed ? detail : code.replaceAll('-', ' ')),
  };
  const { id } = sayFault('rule', values);
  const named = isNamed ? id.replace(/rule$/, code) : id;
  return { message: { id: named, values }, hint: { id: `${named}-hint`, values: {} } };
}

/** What was done to the scan. */
export function repairSaid({ code, evidence }: { readonly code: string; readonly evidence: string }): string | Said {
  if (!Object.hasOwn(englishTables().repairs?.() ?? {}, code)) return evidence;
  const [one, other] = evidence.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const { id } = sayRepair('column', { evidence });
  const quoted = { ...(one === undefined ? {} : { one }), ...(other === undefined ? {} : { other }) };
  return { id: id.replace(/column$/, code), values: { evidence, ...quoted } };
}
