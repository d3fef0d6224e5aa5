// What is to be said of works that come in no package of npm, or that a package holds of others without their words.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Notice {
  readonly name: string;
  readonly home: string;
  /** As SPDX has it. */
  readonly licence: string;
  /** A file of the sources or a package that holds the work: the notice is given wherever that is built in. */
  readonly heldBy: string;
  readonly text: string;
}

const APACHE = `Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with
the License. You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0 (it is also the file
LICENSE beside this one). Unless required by applicable law or agreed to in writing, software distributed under the
License is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and limitations under the License.`;

/** The lines of the GS1 Syntax Dictionary that whoever passes it on keeps. */
export const GS1_NOTICE = [
  'Copyright (c) 2020-2021 BWIPP project. https://bwipp.terryburton.co.uk/',
  'Copyright (c) 2020-2021 Zint Project. https://zint.org.uk/',
  'Copyright (c) 2021-2026 GS1 AISBL',
  'Licensed under the Apache License, Version 2.0, http://www.apache.org/licenses/LICENSE-2.0',
] as const;

/** All of them, with texts from the folder of the sources. */
export function notices(root: string): readonly Notice[] {
  const text = (name: string) => readFileSync(join(root, 'scripts/docs/notices', name), 'utf8').trim();
  return [
    {
      name: 'GS1 Barcode Syntax Dictionary',
      home: 'https://ref.gs1.org/tools/gs1-barcode-syntax-resource/syntax-dictionary/',
      licence: 'Apache-2.0',
      heldBy: 'src/gs1/table.generated.ts',
      text: `${GS1_NOTICE.slice(0, 3).join('\n')}\n\n${APACHE}\n\nChanged: its entries are grouped and abbreviated; its comments are left out.`,
    },
    {
      name: 'xkeyboard-config (what the keys of keyboards type)',
      home: 'https://www.freedesktop.org/wiki/Software/XKeyboardConfig/',
      licence: 'MIT',
      heldBy: 'src/gs1/layouts.generated.ts',
      text: text('xkeyboard-config.txt'),
    },
    {
      name: 'SQLite',
      home: 'https://www.sqlite.org/copyright.html',
      licence: 'blessing',
      heldBy: 'better-sqlite3',
      text: `The author disclaims copyright to this source code. In place of a legal notice, here is a blessing:

May you do good and not evil.
May you find forgiveness for yourself and forgive others.
May you share freely, never taking more than you give.`,
    },
    {
      name: 'Barcode Writer in Pure PostScript',
      home: 'https://bwipp.terryburton.co.uk/',
      licence: 'MIT',
      heldBy: 'bwip-js',
      text: `Copyright (c) 2004-2024 Terry Burton\n\n${text('MIT.txt')}`,
    },
    {
      name: 'ZXing-C++',
      home: 'https://github.com/zxing-cpp/zxing-cpp',
      licence: 'Apache-2.0',
      heldBy: 'zxing-wasm',
      text: `Copyright (c) the authors of ZXing and ZXing-C++\n\n${APACHE}`,
    },
  ];
}
