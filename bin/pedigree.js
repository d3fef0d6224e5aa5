#!/usr/bin/env node
// The way in: checks the version of Node.js in words that the oldest one understands, then loads the program.
'use strict';

var dist = require('path').join(__dirname, '..', 'dist', '/');
var wanted = [22, 14];
// The database's binary asks for this: without it a process crashes, and Node 23.0 to 23.5 are without it.
var wantedApi = 10;
var found = process.versions.node.split('.').map(Number);

if (
  found[0] < wanted[0] ||
  (found[0] === wanted[0] && found[1] < wanted[1]) ||
  !(Number(process.versions.napi) >= wantedApi)
) {
  var least = (found[0] === 23 ? '23.6' : wanted.join('.')) + ' or later';
  var message = 'pedigree needs Node.js ' + least + ', this is ' + process.versions.node;
  var hint = 'get one from https://nodejs.org';
  var end = process.argv.indexOf('--');
  if ((end < 0 ? process.argv : process.argv.slice(0, end)).indexOf('--json') > 0) {
    console.log(JSON.stringify({ ok: false, code: 'node-too-old', message: message, hint: hint, exit: 78 }));
  }
  console.error('pedigree: error: ' + message + '\npedigree: hint: ' + hint);
  process.exitCode = 78;
} else {
  var words = process.argv.slice(2);
  var whole = function () {
    load('pedigree').start(words);
  };
  // One scan to verify or decode is answered by a small file, everything else by the whole program.
  var short = words.filter(function (word) {
    return word === 'verify' || word === 'decode';
  })[0];
  if (short) load(short).start(words, whole);
  else if (words.some(isLarge)) inLittleMemory(whole);
  else whole();
}

/** Commands that run for weeks or read files of a million packs; as a value of something else it costs a start of Node.js. */
function isLarge(word) {
  return word === 'serve' || word === 'desk' || word === 'capture' || word === 'epcis';
}

/**
 * Node.js lets what it throws away grow to 128 MB before it looks for it. What is large keeps within a part of that, and is quicker
 * for it; it can be said only to a process that begins.
 */
function inLittleMemory(run) {
  var options = process.execArgv.concat(process.env.NODE_OPTIONS || []).join(' ');
  if (
    !process.execve ||
    options.indexOf('semi-space') >= 0 ||
    isHandedFiles() ||
    !require('fs').existsSync(process.execPath)
  )
    return run();
  try {
    process.execve(
      process.execPath,
      [process.argv0].concat('--max-semi-space-size=8', process.execArgv, process.argv.slice(1)),
    );
  } catch (error) {
    // The call is there and refused on Windows, and to a process that may start no other: then it goes on as it is.
    run();
  }
}

/** Whether something open was handed to this process beside its streams (`<(…)`, `/dev/fd/3`): the one in its place would not have it. */
function isHandedFiles() {
  var values = Object.keys(process.env).map(function (name) {
    return process.env[name];
  });
  return process.argv.concat(values, process.env.NODE_CHANNEL_FD ? '/fd/' : []).some(function (value) {
    return value.indexOf('/fd/') >= 0;
  });
}

/**
 * Runs a file of dist/. What a first good run compiled is kept beside it, which saves a quarter of every later start:
 * Node's own compile cache keeps no function that is compiled when it is first called. Whoever may write there may change
 * the program too; where nobody may, there is none.
 */
function load(name) {
  var fs = require('fs');
  var vm = require('vm');
  var file = dist + name + '.cjs';
  var source;
  try {
    source = fs.readFileSync(file, 'latin1');
  } catch (error) {
    console.error('pedigree: error: the program is not built\npedigree: hint: npm install && npm run build');
    process.exit(78);
  }
  // The last word of a file is a hash of it (scripts/build.mjs): V8 itself asks for no more than its length.
  var kept = dist + 'cache/' + name + '-' + source.slice(-17, -1) + '-' + process.version + '-' + process.arch;
  var compiled;
  try {
    compiled = fs.readFileSync(kept);
  } catch (error) {
    // None yet.
  }
  var script = new vm.Script(source, { filename: file, cachedData: compiled });
  var module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, dist);
  if (!compiled || script.cachedDataRejected) {
    process.once('exit', function (code) {
      if (code === 0) keep(kept, script);
    });
  }
  return module.exports;
}

/** Whole or not at all, also after a power failure: V8 does not look twice at what it is given. */
function keep(file, script) {
  var fs = require('fs');
  var part = file + '.' + process.pid;
  try {
    fs.mkdirSync(dist + 'cache', { recursive: true });
    // Opened first: where nobody may write, the work is saved.
    var to = fs.openSync(part, 'wx');
    fs.writeFileSync(to, script.createCachedData(), { flush: true });
    fs.closeSync(to);
    fs.renameSync(part, file);
  } catch (error) {
    // Then the next run compiles again.
  }
}
