#!/usr/bin/env python3
"""Writes src/gs1/candidates/layouts.generated.ts: what the keys of a US keyboard type on hosts of other countries.

Source: xkb-data (X keyboard configuration database, MIT/X11), read by libxkbcommon (MIT/X11); both are packages of Debian.
Windows differs in places: those stand in WINDOWS below. Layouts that src/gs1/layouts.generated.ts has are left out.
"""
import ctypes
import re
from pathlib import Path

XKB = ctypes.CDLL('libxkbcommon.so.0')
for name in ('xkb_context_new', 'xkb_keymap_new_from_names'):
    getattr(XKB, name).restype = ctypes.c_void_p


class Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ('rules', 'model', 'layout', 'variant', 'options')]


# Keys of a US keyboard by their evdev codes: the characters without and with shift.
ROWS = [
    (2, '1234567890-=', '!@#$%^&*()_+'),
    (16, 'qwertyuiop[]', 'QWERTYUIOP{}'),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, '\\zxcvbnm,./', '|ZXCVBNM<>?'),
]
DEAD = {
    'grave': '`', 'acute': '´', 'circumflex': '^', 'tilde': '~', 'perispomeni': '~', 'diaeresis': '¨', 'abovering': '°',
    'caron': 'ˇ', 'cedilla': '¸', 'macron': '¯', 'ogonek': '˛', 'breve': '˘', 'abovedot': '˙', 'doubleacute': '˝',
    'greek': 'µ', 'stroke': '/', 'belowcomma': ',', 'psili': "'", 'dasia': '`',
}
# The layouts: the name that an answer shows, and layout and variant in xkb-data.
LAYOUTS = [
    line.split()
    for line in '''
al al|am am|ara ara digits|ara_azerty ara azerty|az az|ba ba|bg bg|bg_bas bg bas_phonetic|bg_phonetic bg phonetic|by by
by_latin by latin|ca ca|ca_multi ca multix|ca_legacy ca fr-legacy|ca_eng ca eng|ch_fr ch fr|de_nodeadkeys de nodeadkeys
dk_winkeys dk winkeys|ee ee|ee_nodeadkeys ee nodeadkeys|es_winkeys es winkeys|es_cat es cat|es_dvorak es dvorak|fi_smi fi smi|fo fo
fr_oss fr latin9|fr_afnor fr afnor|fr_bepo fr bepo|be_oss be oss|be_iso be iso-alternate|gb_intl gb intl|ge ge|ge_mess ge mess|gr gr|hr hr|hr_us hr us
hu_qwerty hu qwerty|hu_101 hu 101_qwertz_comma_dead|ie ie|il il|in in|in_eng in eng|ir ir|is is|it_winkeys it winkeys|jp jp|kg kg|kz kz
lt lt|lt_std lt std|lt_ibm lt ibm|lv lv|lv_apostrophe lv apostrophe|lv_tilde lv tilde|lv_ergonomic lv ergonomic|latam_nodeadkeys latam nodeadkeys
md md|me me|me_cyrillic me cyrillic|mk mk|mn mn|mt mt|mt_us mt us|nl nl|nl_us nl us|nl_std nl std|no_smi no smi|no_winkeys no winkeys|pl_214 pl qwertz
pl_dvorak pl dvorak|pt_nodeadkeys pt nodeadkeys|ro ro|ro_std ro std|ro_winkeys ro winkeys|rs rs|rs_latin rs latin|rs_latin_unicode rs latinunicode
ru ru|ru_typewriter ru typewriter|ru_phonetic ru phonetic|se_smi se smi|se_dvorak se dvorak|si si|sk_qwerty sk qwerty|sk_bksl sk bksl
th th|th_pat th pat|tj tj|tr_f tr f|ua ua|ua_winkeys ua winkeys|ua_typewriter ua typewriter|us_intl us intl|us_dvorak us dvorak|us_colemak us colemak|us_workman us workman
uz uz|vn vn|br_nodeadkeys br nodeadkeys|pk pk|af af|kh kh|la la|bd bd|lk lk|np np|et et|kr kr|cn cn|tw tw
'''.strip().replace('\n', '|').split('|')
]
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю."
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
# Where Windows has other characters on a key, by the character of the US keyboard; and layouts that xkb-data lacks.
WINDOWS = {
    'lt': {'9': '9', '0': '0', '(': '(', ')': ')'},
    'nl': {']': '*', '}': '|', '[': '¨', '{': '^', '`': '@', '~': '§', '-': '/', '_': '?', '=': '°', '+': '~', '\\': '<', '|': '>', "'": '´', '"': '`', ';': '+', ':': '±', '/': '-', '?': '=', '&': '_', '*': '(', '(': ')', ')': "'"},
    'pl_214': {'[': 'ż', '{': 'ń', ']': 'ś', '}': 'ć', ';': 'ł', ':': 'Ł', "'": 'ą', '"': 'ę', '\\': 'ó', '|': 'ź', '-': '+', '_': '?', '=': "'", '+': '*', '`': '˛', '~': '·', '/': '-', '?': '_', ',': ',', '<': ';', '.': '.', '>': ':', '@': '"', '&': '/', '*': '(', '(': ')', ')': '=', '^': '&', '#': '#', '$': '¤'},
}
MADE = {
    'ro_legacy': (None, {'[': 'ă', '{': 'Ă', ']': 'î', '}': 'Î', ';': 'ş', ':': 'Ş', "'": 'ţ', '"': 'Ţ', '\\': 'â', '|': 'Â', 'y': 'z', 'z': 'y', 'Y': 'Z', 'Z': 'Y', '-': '+', '_': '?', '=': "'", '+': '*', '`': ']', '~': '[', '/': '-', '?': '_', '<': ';', '>': ':', '@': '"', '&': '/', '*': '(', '(': ')', ')': '=', '^': '&', '$': '¤'}),
    'es_variation': (None, {']': '`', '}': '^', '[': '´', '{': '¨', ';': 'ñ', ':': 'Ñ', "'": ';', '"': ':', '\\': 'ç', '|': 'Ç', '-': '-', '_': '_', '=': '=', '+': '+', '`': '\\', '~': '|', '/': '/', '?': '?', '<': '¿', '>': '¡', ',': ',', '.': '.', '@': '"', '#': '·'}),
    'ru_windows': (None, {**dict(zip(LATIN, CYRILLIC)), **dict(zip(LATIN.upper().replace('[', '{').replace(']', '}').replace(';', ':').replace("'", '"').replace(',', '<').replace('.', '>').replace('/', '?'), CYRILLIC.upper().replace('.', ','))), '`': 'ё', '~': 'Ё', '@': '"', '#': '№', '$': ';', '^': ':', '&': '?', '\\': '\\', '|': '/'}),
    'lv_qwerty': (None, {"'": "'", '`': '­', '~': '?'}),
    'gr_latin': (None, {';': '´', ':': '¨', '`': '½', '~': '±', '-': "'", '_': '?', '=': ']', '+': '[', '[': '+', '{': '*', ']': '}', '}': '{', "'": '\\', '"': '|', '\\': '#', '|': '@', '@': '"', '#': '£', '^': '&', '&': '/', '*': '(', '(': ')', ')': '=', '/': '-', '?': '_', '<': ';', '>': ':'}),
}


def utf8(keysym: int) -> str:
    buffer = ctypes.create_string_buffer(64)
    XKB.xkb_keysym_get_name(keysym, buffer, 64)
    name = buffer.value.decode()
    if name.startswith('dead_'):
        return DEAD.get(name[5:], ' ')
    size = XKB.xkb_keysym_to_utf8(keysym, buffer, 64)
    return buffer.value.decode() if size > 1 else ' '


def typed(layout: str, variant: str) -> dict[str, str] | None:
    context = ctypes.c_void_p(XKB.xkb_context_new(0))
    names = Names(b'evdev', b'pc105', layout.encode(), variant.encode(), b'')
    keymap = XKB.xkb_keymap_new_from_names(context, ctypes.byref(names), 0)
    if not keymap:
        print('unknown to this xkb-data:', layout, variant)
        return None
    keys = {}
    for first, plain, shifted in ROWS:
        for i in range(len(plain)):
            for level, row in enumerate((plain, shifted)):
                syms = ctypes.POINTER(ctypes.c_uint32)()
                count = XKB.xkb_keymap_key_get_syms_by_level(
                    ctypes.c_void_p(keymap), first + i + 8, 0, level, ctypes.byref(syms))
                keys[row[i]] = utf8(syms[0]) if count == 1 else ' '
    return keys


def quote(text: str) -> str:
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'").replace('­', '\\u00ad') + "'"


shipped = Path('src/gs1/layouts.generated.ts').read_text()
KEYS = re.search(r"KEYS = '(.*)';", shipped)[1].replace("\\'", "'").replace('\\\\', '\\')
known = {row.replace("\\'", "'").replace('\\\\', '\\') for row in re.findall(r"\['[^']*', '(.*)'\]", shipped)}
LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
US = {key: key for _, plain, shifted in ROWS for key in plain + shifted}
rows: dict[str, list[str]] = {}


def add(name: str, keys: dict[str, str]) -> None:
    row = ''.join(keys[key][:1] or ' ' for key in KEYS)
    row += ''.join(key + keys[key][:1] for key in LETTERS if keys[key] not in (key, ' '))
    if row not in known:
        rows.setdefault(row, []).append(name)


for name, layout, *variant in LAYOUTS:
    keys = typed(layout, variant[0] if variant else '')
    if keys is None:
        continue
    add(name, keys)
    if name in WINDOWS:
        add(name, {**keys, **WINDOWS[name]})
for name, (_, keys) in MADE.items():
    add(name, {**US, **keys})
Path('src/gs1/candidates/layouts.generated.ts').write_text(
    '// Generated by scripts/layouts.py from xkb-data (MIT/X11), Windows where it differs: what the keys of a US keyboard\n'
    '// type on hosts of other countries, in the form of ../layouts.generated.ts. Do not edit.\n'
    'export const MORE_LAYOUTS: readonly (readonly [names: string, typed: string])[] = [\n'
    + ''.join(f'  [{quote(" ".join(dict.fromkeys(names)))}, {quote(row)}],\n' for row, names in rows.items())
    + '];\n')
print(len(rows), 'layouts')
