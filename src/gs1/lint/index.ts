// The 34 linters of the GS1 Syntax Dictionary by the names it gives them.
import * as sets from './character-sets.ts';
import * as checks from './check-digits.ts';
import * as codes from './codes.ts';
import * as coupons from './coupons.ts';
import * as dates from './dates.ts';
import type { Linter } from './lint.ts';
import * as numbers from './numbers.ts';

export type { Lint, Linter } from './lint.ts';

/** Names that older releases of the dictionary used and that check nothing any more. */
const RETIRED: Linter = () => undefined;

/** Every linter by name; the four of the character sets also come from the type of a component. */
export const LINTERS: ReadonlyMap<string, Linter> = new Map<string, Linter>(
  Object.entries({
    csetnumeric: sets.csetnumeric,
    cset39: sets.cset39,
    cset64: sets.cset64,
    cset82: sets.cset82,
    hasnondigit: sets.hasnondigit,
    hyphen: sets.hyphen,
    importeridx: sets.importeridx,
    pcenc: sets.pcenc,
    csum: checks.csum,
    csumalpha: checks.csumalpha,
    gcppos1: checks.gcppos1,
    gcppos2: checks.gcppos2,
    iso3166: codes.iso3166,
    iso3166999: codes.iso3166999,
    iso3166alpha2: codes.iso3166alpha2,
    iso4217: codes.iso4217,
    packagetype: codes.packagetype,
    mediatype: codes.mediatype,
    iban: codes.iban,
    couponcode: coupons.couponcode,
    couponposoffer: coupons.couponposoffer,
    hh: dates.hh,
    mi: dates.mi,
    ss: dates.ss,
    hhmi: dates.hhmi,
    yymmd0: dates.yymmd0,
    yymmdd: dates.yymmdd,
    yyyymmd0: dates.yyyymmd0,
    yyyymmdd: dates.yyyymmdd,
    nonzero: numbers.nonzero,
    nozeroprefix: numbers.nozeroprefix,
    zero: numbers.zero,
    yesno: numbers.yesno,
    winding: numbers.winding,
    iso5218: numbers.iso5218,
    latitude: numbers.latitude,
    longitude: numbers.longitude,
    pieceoftotal: numbers.pieceoftotal,
    posinseqslash: numbers.posinseqslash,
    hhmm: RETIRED,
    iso3166list: RETIRED,
    key: RETIRED,
    keyoff1: RETIRED,
    mmoptss: RETIRED,
    yymmddhh: RETIRED,
  }),
);
