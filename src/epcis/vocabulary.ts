// The words of the CBV: bare words as 2.0 JSON has them, URNs as 1.2 has them, web URIs as 2.0 has them; one and the same.

/** The lists of words, with what stands before a word in a URN of 1.2 and in a web URI of 2.0. */
const LISTS = {
  bizStep: ['urn:epcglobal:cbv:bizstep:', 'https://ref.gs1.org/cbv/BizStep-'],
  disposition: ['urn:epcglobal:cbv:disp:', 'https://ref.gs1.org/cbv/Disp-'],
  bizTransaction: ['urn:epcglobal:cbv:btt:', 'https://ref.gs1.org/cbv/BTT-'],
  sourceDestination: ['urn:epcglobal:cbv:sdt:', 'https://ref.gs1.org/cbv/SDT-'],
  errorReason: ['urn:epcglobal:cbv:er:', 'https://ref.gs1.org/cbv/ER-'],
  component: ['', 'https://ref.gs1.org/cbv/Comp-'],
  measurement: ['', 'https://gs1.org/voc/'],
  exception: ['', 'https://gs1.org/voc/'],
} as const satisfies Readonly<Record<string, readonly [urn: string, web: string]>>;

export type WordList = keyof typeof LISTS;

const WORDS: Readonly<Record<WordList, ReadonlySet<string>>> = {
  bizStep: words(
    'accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting ' +
      'decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting ' +
      'installing killing loading other packing picking receiving removing repackaging repairing replacing reserving ' +
      'retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting ' +
      'unloading unpacking void_shipping',
  ),
  disposition: words(
    'active available completeness_verified completeness_inferred conformant container_closed container_open damaged ' +
      'destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_instance mismatch_class ' +
      'mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed ' +
      'recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown',
  ),
  bizTransaction: words('bol cert desadv inv po poc prodorder recadv rma testprd testres upevt pedigree'),
  sourceDestination: words('owning_party possessing_party location'),
  errorReason: words('did_not_occur incorrect_data'),
  component: words(
    'x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude ' +
      'longitude altitude',
  ),
  measurement: words(
    'AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance ' +
      'AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance ' +
      'Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ' +
      'ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency ' +
      'Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux ' +
      'LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate ' +
      'MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux ' +
      'RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity ' +
      'SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber',
  ),
  exception: words('ALARM_CONDITION ERROR_CONDITION'),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** CBV master data has one namespace in XML and another in JSON. */
export const MASTER_DATA = { xml: 'urn:epcglobal:cbv:mda', json: 'urn:epcglobal:cbv:mda:' } as const;

/** What the context of EPCIS 2.0 means by its prefixes. */
export const CONTEXT_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', MASTER_DATA.json],
  ['gs1', 'https://gs1.org/voc/'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
]);

/** Whether the text is a bare word of that list. */
export function isWord(list: WordList, text: string): boolean {
  return WORDS[list].has(text);
}

/** The bare word of a list where the text means one (bare, URN, web URI, `cbv:…`, `gs1:…`), else the text itself. */
export function wordOf(list: WordList, text: string): string {
  if (WORDS[list].has(text)) return text;
  const web = text.startsWith('cbv:')
    ? `https://ref.gs1.org/cbv/${text.slice(4)}`
    : text.startsWith('gs1:')
      ? `https://gs1.org/voc/${text.slice(4)}`
      : text.replace(/^https?:\/\/(?:www\.)?gs1\.org\/voc\//, 'https://gs1.org/voc/');
  for (const before of LISTS[list]) {
    if (before !== '' && web.startsWith(before) && WORDS[list].has(web.slice(before.length)))
      return web.slice(before.length);
  }
  return text;
}

/** A bare word as the URN of 1.2, where its list has one; what is no bare word of the list stays. */
export function urnOf(list: WordList, word: string): string {
  const [urn] = LISTS[list];
  return WORDS[list].has(word) ? (urn === '' ? webUriOf(list, word) : urn + word) : word;
}

/** A bare word as the web URI of 2.0; what is no bare word of the list stays. */
export function webUriOf(list: WordList, word: string): string {
  return WORDS[list].has(word) ? LISTS[list][1] + word : word;
}

/** Whether a namespace is that of CBV master data, in either language. */
export function isMasterDataNamespace(ns: string): boolean {
  return ns === MASTER_DATA.xml || ns === MASTER_DATA.json;
}
