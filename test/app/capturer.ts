// A process of its own that captures files one after the other; prints each only once it is recorded.
import { writeSync } from 'node:fs';
import { captureFile } from '../../src/app/capture/capture.ts';
import { makeEnv } from '../../src/app/node/env.ts';
import { openHome } from '../../src/app/node/home.ts';

const [folder = '', now = '', ...paths] = process.argv.slice(2);
const home = openHome(makeEnv({ home: folder, now: Number(now) }));
writeSync(1, 'begun\n');
for (const path of paths) {
  await captureFile(home, path);
  writeSync(1, `${path}\n`);
}
home.close();
