#!/usr/bin/env node
// The way in: checks the version of Node.js in words that the oldest one understands, then loads the program.
'use strict';

var wanted = [22, 12];
var found = process.versions.node.split('.').map(Number);

if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  var message = 'pedigree needs Node.js ' + wanted.join('.') + ' or later, this is ' + process.versions.node;
  if (process.argv.indexOf('--json') > 0) {
    console.log(JSON.stringify({ ok: false, code: 'node-too-old', message: message, exit: 78 }));
  }
  console.error('pedigree: error: ' + message + '\npedigree: hint: get one from https://nodejs.org');
  process.exitCode = 78;
} else {
  // Compiled code is kept beside the program: whoever may write there may change the program too. Where nobody may,
  // there is none.
  require('module').enableCompileCache(__dirname + '/../dist/cache');
  var words = process.argv.slice(2);
  var whole = function () {
    require('../dist/pedigree.cjs').start(words);
  };
  // One scan to verify or decode is answered by a small file, everything else by the whole program.
  var short = words.filter(function (word) {
    return word === 'verify' || word === 'decode';
  })[0];
  try {
    if (short) require('../dist/' + short + '.cjs').start(words, whole);
    else whole();
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' || !/[\\/]dist[\\/]/.test(error.message)) throw error;
    console.error('pedigree: error: the program is not built\npedigree: hint: npm install && npm run build');
    process.exitCode = 78;
  }
}
