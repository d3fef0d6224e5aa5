// What is printed of the pack at hand: a slip with its verdict, and a label for what is put aside. Never its whole serial.
import { keysOf } from '../../src/gs1/keyed.ts';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-slips.ts';
import type { VerdictShown } from '../api/documents.ts';
import { dayWords, momentWords } from '../base/clock.ts';
import { Facts, Said } from '../parts/base.tsx';
import { faceOf, lastOf, productWords } from '../parts/product.ts';
import { Print, Sheet } from '../parts/sheet.tsx';
import { CodeSymbol } from '../parts/symbol.tsx';

interface Props {
  readonly verdict: VerdictShown;
  readonly at: number;
}

function facts({ item, product }: VerdictShown): readonly (readonly [string, string | undefined])[] {
  const last = lastOf(item);
  return [
    [base('product'), productWords(product, item.gtin) || undefined],
    [base('lot'), item.lot],
    [base('expiry'), item.expiry === undefined ? undefined : dayWords(item.expiry)],
    [
      item.sscc === undefined ? base('serial') : base('sscc'),
      last === undefined ? undefined : base('ends-in', { last }),
    ],
  ];
}

/** A6: what was said of the pack, and when. */
export function VerdictSlip({ verdict, at }: Props) {
  const [first, ...notes] = verdict.reasons;
  const { word, sign } = faceOf(verdict);
  return (
    <>
      <Sheet title={`${sign} ${word}`} form="slip">
        {first === undefined ? null : (
          <p class="strong">
            <Said text={first.text} longest={400} />
          </p>
        )}
        <Facts of={[...facts(verdict), [base('said-at', { at: '' }).trim(), momentWords(at)]]} />
        {notes.map(({ code, text }) => (
          <p key={code}>
            <Said text={text} longest={300} />
          </p>
        ))}
      </Sheet>
      <Print />
    </>
  );
}

/** For the box: why it stands apart, and its code, so that it is found again by a scan. */
export function AsideLabel({ verdict, scan }: Omit<Props, 'at'> & { readonly scan: string }) {
  const { typed, pressed = typed } = keysOf(scan);
  const [first] = verdict.reasons;
  return (
    <>
      <Sheet title={phrase('do-not-supply')} form="label">
        <div class="beside">
          <CodeSymbol text={pressed.replace(/^\][A-Za-z]\d/, '')} label={phrase('code-of-pack')} />
          <div>
            <p class="strong">
              <Said text={first?.text ?? phrase('set-apart')} longest={200} />
            </p>
            <Facts of={facts(verdict)} />
          </div>
        </div>
      </Sheet>
      <Print />
    </>
  );
}
