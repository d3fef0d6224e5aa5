// What a pasted or photographed code says, told in the browser: nothing is sent anywhere, the page may not even ask (its policy forbids connections).
import { hri, packOf, parse } from 'pedigree/gs1';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm';

const field = document.querySelector('#scan');
const answer = document.querySelector('#answer');
const photo = document.querySelector('#photo');

// The reader stands in the page itself: fetching it would be a connection.
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } });

/** Separators as they can be typed: scanners send a control character that no field takes. */
const typed = (text) => text.replaceAll('{GS}', '\u001d').replaceAll('␝', '\u001d').trim();

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function table(rows) {
  const made = document.createElement('table');
  for (const [head, ...cells] of rows) {
    const row = document.createElement('tr');
    row.append(element('th', head, { scope: 'row' }), ...cells.map((cell) => element('td', cell)));
    made.append(row);
  }
  return made;
}

function list(title, lines) {
  if (lines.length === 0) return [];
  const made = document.createElement('ul');
  made.append(...lines.map((line) => element('li', line)));
  return [element('h2', title), made];
}

function tell() {
  const scan = typed(field.value);
  if (scan === '') return answer.replaceChildren();
  const { elements, errors, warnings, repairs, symbology } = parse(scan);
  const pack = errors.length === 0 ? packOf(elements) : undefined;
  const said =
    errors.length > 0 ? 'This cannot be read as it stands.' : elements.length > 0 ? 'Well formed.' : 'Nothing in it.';
  answer.replaceChildren(
    element('p', said, { class: errors.length > 0 ? 'bad' : 'good' }),
    table(elements.map(({ ai, value, title }) => [`(${ai})`, title ?? '', value])),
    element(
      'p',
      elements.length === 0 ? '' : `${hri(elements).join('  ')}${symbology === undefined ? '' : ` · ${symbology}`}`,
    ),
    ...(pack?.expiry === undefined ? [] : [element('p', `Usable until ${pack.expiry}`)]),
    ...list(
      'Wrong',
      errors.map(({ code, message, hint }) => [code, message, hint].filter(Boolean).join(': ')),
    ),
    ...list(
      'Put right',
      repairs.map(({ code, message }) => [code, message].filter(Boolean).join(': ')),
    ),
    ...list(
      'To look at',
      warnings.map(({ code, message }) => [code, message].filter(Boolean).join(': ')),
    ),
  );
}

/** The first code of a photo goes into the field as a scanner would type it, its separators made visible. */
async function look() {
  const [file] = photo.files;
  if (file === undefined) return;
  const found = await readBarcodes(file, {
    formats: ['DataMatrix', 'QRCode', 'Code128', 'EAN13'],
    tryHarder: true,
    textMode: 'Plain',
  }).catch(() => []);
  const [code] = found.filter(({ isValid }) => isValid);
  if (code === undefined) {
    answer.replaceChildren(element('p', 'No code was found. Take it closer, sharp and flat.', { class: 'bad' }));
    return;
  }
  field.value = `${code.symbologyIdentifier}${code.text}`.replaceAll('\u001d', '{GS}');
  tell();
}

field.addEventListener('input', tell);
photo.addEventListener('change', look);
for (const button of document.querySelectorAll('button[data-scan]')) {
  button.addEventListener('click', () => {
    field.value = button.dataset.scan;
    tell();
  });
}
tell();
