// Runs the program from its sources, without a build: `node src/ui/entry.ts help`.
import { start } from './main.ts';

start(process.argv.slice(2));
