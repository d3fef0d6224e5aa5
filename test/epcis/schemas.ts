// The schemas of EPCIS as judges of what is written: the XSD of 1.2 (libxml2) and the JSON schema of 2.0 (ajv), from the vectors.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { vectors } from '../vectors.ts';

/** Says what is wrong with a file, [] where nothing is. */
export type Judge = (text: string) => readonly string[];

/** By the XSD of EPCIS 1.2; undefined where the vectors are not there. */
export function xsdJudge(): Judge | undefined {
  const path = vectors('epcis/xml12/xsd/EPCglobal-epcis-1_2.xsd');
  if (path === undefined) return undefined;
  xmlRegisterFsInputProviders();
  const schema = XmlDocument.fromBuffer(readFileSync(path), { url: path });
  const validator = XsdValidator.fromDoc(schema);
  return (text) => {
    try {
      const document = XmlDocument.fromString(text);
      try {
        validator.validate(document);
        return [];
      } finally {
        document.dispose();
      }
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  };
}

/** By the JSON schema of EPCIS 2.0; undefined where the vectors are not there. */
export function jsonJudge(): Judge | undefined {
  const folder = vectors('epcis/schema');
  if (folder === undefined) return undefined;
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(folder, 'EPCIS-JSON-Schema.json'), 'utf8')));
  return (text) => {
    validate(JSON.parse(text));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
