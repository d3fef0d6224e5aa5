// The way into the one file that runs: as bin/pedigree.js, with the program as an asset of the file itself.
'use strict';

const { getRawAsset } = require('node:sea');
const { Script } = require('node:vm');
const { join, dirname } = require('node:path');

// What Node.js puts there is how the file was called, perhaps by a name alone.
process.argv[0] = process.argv[1] = process.execPath;
const words = process.argv.slice(2);
const whole = () => load('pedigree').start(words);
const short = words.find((word) => word === 'verify' || word === 'decode');
if (short) load(short).start(words, whole);
else whole();

/** What this machine's kind compiled before; V8 looks whether it fits, and compiles again where it does not. */
function compiled(name) {
  try {
    return Buffer.from(getRawAsset(`${name}.compiled`));
  } catch {
    return undefined;
  }
}

function load(name) {
  const source = Buffer.from(getRawAsset(`${name}.cjs`)).toString('latin1');
  const filename = join(dirname(process.execPath), `${name}.cjs`);
  const module = { exports: {} };
  new Script(source, { filename, cachedData: compiled(name) }).runInThisContext()(
    module.exports,
    require,
    module,
    filename,
    dirname(filename),
  );
  return module.exports;
}
