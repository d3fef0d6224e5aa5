// Words of US law (DSCSA) as files of the trade have them, under the namespace of the GS1 US guideline.
import type { Extension } from './model.ts';

/** The namespace of the guideline. */
export const US = 'http://epcis.gs1us.org/hc/ns';
/** What the seller affirms (FDCA 581(27)). */
export const LEGAL_NOTICE = 'Seller has complied with each applicable subsection of FDCA Sec. 581(27)(A)-(G).';

export function usWord(name: string, value: string): Extension {
  return { ns: US, prefix: 'gs1ushc', name, value };
}

/** The transaction statement, affirmed: a declaration by law. */
export const TRANSACTION_STATEMENT: Extension = {
  ns: US,
  prefix: 'gs1ushc',
  name: 'dscsaTransactionStatement',
  children: [usWord('affirmTransactionStatement', 'true'), usWord('legalNotice', LEGAL_NOTICE)],
};
