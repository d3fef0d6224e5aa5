// What a single file is made of, for programs that look for known faults in parts: CycloneDX 1.6, from the list of the bundler and
// the hashes of the lock file. `npm sbom` would list what the project is built and tested with instead.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notices } from '../docs/notices.ts';
import { inputsOf, packageOf } from '../docs/third-party.ts';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
}

/** The document. `node`: the versions of Node.js in the files. */
export async function billOfMaterials(root: string, version: string, node: readonly string[]): Promise<object> {
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
  const inputs = await inputsOf();
  const names = [...new Set([...inputs].map(packageOf))].filter((name) => name !== undefined).toSorted();
  const held = new Set<string>([...inputs, ...names]);
  const bundled = names.map((name) => {
    const locked = packages[`node_modules/${name}`];
    if (locked === undefined) throw new Error(`${name} is not in the lock file`);
    const { version, license = '', integrity } = locked;
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    return {
      ...{ type: 'library', 'bom-ref': purl, name, version, purl, licenses: [{ expression: license }] },
      ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
    };
  });
  const others = notices(root)
    .filter(({ heldBy }) => held.has(heldBy))
    .map(({ name, licence, home }) => ({
      ...{ type: 'library', 'bom-ref': name, name, licenses: [{ license: { id: licence } }] },
      externalReferences: [{ type: 'website', url: home }],
    }));
  const engines = [...new Set(node)].map((of) => {
    const purl = `pkg:generic/node@${of}`;
    return {
      type: 'framework',
      'bom-ref': purl,
      name: 'node',
      version: of,
      purl,
      licenses: [{ license: { id: 'MIT' } }],
    };
  });
  const components = [...bundled, ...others, ...engines];
  const self = `pkg:npm/pedigree@${version}`;
  const application = { type: 'application', 'bom-ref': self, name: 'pedigree', version, purl: self };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...application, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components,
    dependencies: [{ ref: self, dependsOn: components.map((one) => one['bom-ref']) }],
  };
}

/** `sha512-…` of the lock file, in hexadecimal. */
function hashOf(integrity: string): { readonly alg: string; readonly content: string } {
  const [kind = '', value = ''] = integrity.split(' ')[0]?.split(/-(.*)/s) ?? [];
  return { alg: kind.replace('sha', 'SHA-'), content: Buffer.from(value, 'base64').toString('hex') };
}
