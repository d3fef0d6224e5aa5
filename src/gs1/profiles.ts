// What codes on packs must hold in a market, so that a cut scan is refused and not taken for a short one.
import type { Element } from './element-string.ts';
import { type Fault, report } from './faults.ts';

export type Profile = 'eu-fmd' | 'us-dscsa' | 'ru' | 'generic';
export const PROFILES: readonly Profile[] = ['eu-fmd', 'us-dscsa', 'ru', 'generic'];

interface Rules {
  readonly required: readonly string[];
  /** Shapes of values that are cut or misread where they do not fit. */
  readonly shapes: Readonly<Record<string, RegExp>>;
}

const RULES: Readonly<Record<Profile, Rules>> = {
  // Delegated Regulation (EU) 2016/161, articles 4 and 5.
  'eu-fmd': { required: ['01', '17', '10', '21'], shapes: {} },
  // FD&C Act, section 581(14): product identifier.
  'us-dscsa': { required: ['01', '21', '17', '10'], shapes: {} },
  // Medicines of the Russian marking system: serial of 13, key of 4, signature of 44 characters.
  ru: { required: ['01', '21', '91', '92'], shapes: { 21: /^.{13}$/s, 91: /^.{4}$/s, 92: /^.{44}$/s } },
  generic: { required: [], shapes: {} },
};

/** Checks the elements of a pack against a profile; containers (00) and product codes alone are not packs. */
export function checkProfile(profile: Profile, elements: readonly Element[], end: number, faults: Fault[]): void {
  const rules = RULES[profile];
  const present = new Map(elements.map((element) => [element.ai, element]));
  if (rules.required.length === 0 || present.has('00')) return;
  for (const ai of rules.required) if (!present.has(ai)) report(faults, 'profile-missing', end, 0, ai, profile);
  for (const [ai, shape] of Object.entries(rules.shapes)) {
    const element = present.get(ai);
    if (element && !shape.test(element.value))
      report(faults, 'profile-shape', element.offset, element.value.length, ai, profile);
  }
}
