// What is printed of the pack at hand: a slip with its verdict, and a label for what is put aside. Only the code on it has its whole serial.
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
        <Facts of={[...facts(verdict), [base('as-of'), momentWords(at)]]} />
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
export function AsideLabel({ verdict }: Omit<Props, 'at'>) {
  const code = codeOf(verdict.item);
  const [first] = verdict.reasons;
  return (
    <>
      <Sheet title={phrase('do-not-supply')} form="label">
        <div class="beside">
          {code === undefined ? null : <CodeSymbol text={code} label={phrase('code-of-pack')} />}
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

/** The code of the pack that was judged, whatever the scanner made of it; undefined where it is neither a pack nor a container. */
function codeOf({ gtin, serial, lot, expiry, sscc }: VerdictShown['item']): string | undefined {
  if (gtin === undefined) return sscc === undefined ? undefined : `00${sscc}`;
  const ends = expiry === undefined ? '' : `17${expiry.slice(2).replaceAll('-', '')}`;
  const made = lot === undefined ? '' : `10${lot}${serial === undefined ? '' : '\x1d'}`;
  return `01${gtin}${ends}${made}${serial === undefined ? '' : `21${serial}`}`;
}
