// A text of XML judged by an XML Schema: by libxml2, whose package cannot be required, only imported, which a compiled program
// cannot do. So it runs in a thread of its own, and what it takes goes with the thread.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { optionalPath } from '#packages';

/** What does not fit. */
export interface SchemaFault {
  readonly message: string;
  readonly line: number;
}

/** The schema is read with the files that it includes; the document may name no further ones. */
const JUDGE = `
const { parentPort, workerData: { library, files, schema, text } } = require('node:worker_threads');
(async () => {
  const { XmlDocument, XsdValidator, XmlLibError, xmlCleanupInputProvider } = await import(library);
  const { xmlRegisterFsInputProviders } = await import(files);
  xmlRegisterFsInputProviders();
  const judge = XsdValidator.fromDoc(XmlDocument.fromBuffer(require('node:fs').readFileSync(schema), { url: schema }));
  xmlCleanupInputProvider();
  try {
    judge.validate(XmlDocument.fromString(text));
    parentPort.postMessage([]);
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    parentPort.postMessage(error.details.map(({ message, line }) => ({ message: message.trim(), line })));
  }
})();
`;

/**
 * What in a text does not fit a schema, in the order of its lines.
 * @throws Error where the package is not installed, or the schema is none
 */
export async function faultsByXsd(text: string, schema: string): Promise<readonly SchemaFault[]> {
  const library = optionalPath('libxml2-wasm');
  const workerData = {
    library: pathToFileURL(library).href,
    files: pathToFileURL(join(dirname(library), 'nodejs.mjs')).href,
    schema,
    text,
  };
  const worker = new Worker(JUDGE, { eval: true, workerData });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}
