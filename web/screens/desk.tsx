// This desk: its language, the scanner and what comes of it, the devices, and what the program is.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { keysOf } from '../../src/gs1/keyed.ts';
import { phrase as base } from '../../src/words/en/page.ts';
import { phrase } from '../../src/words/en/page-screens.ts';
import { LANGUAGES as ALL } from '../../src/words/languages.ts';
import { ask, type Reply } from '../api/client.ts';
import type { DeviceShown, Failure } from '../api/documents.ts';
import { momentWords } from '../base/clock.ts';
import { chooseLanguage, language } from '../base/language.ts';
import { Choice, Facts, Fault, Field, Press, Said } from '../parts/base.tsx';
import { useHearing } from '../parts/hearing.ts';
import { clean } from '../parts/product.ts';
import { loadMe, may, me } from '../state/me.ts';
import { CommandCodes } from './command-codes.tsx';

const ROLES = ['look', 'dispense', 'warehouse', 'office'] as const;

function roleWord(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? clean(role) : phrase(`role-${known}`);
}

/** What a language is called by those who speak it. */
function nameOf(of: string): string {
  return new Intl.DisplayNames([of], { type: 'language' }).of(of) ?? of;
}

export function Desk() {
  const { value } = me;
  return (
    <>
      <h1>{base('this-desk')}</h1>
      <Choice
        label={phrase('language')}
        of={ALL.map((one) => [one, nameOf(one)] as const)}
        value={language.value}
        set={(chosen) => {
          const known = ALL.find((one) => one === chosen);
          if (known !== undefined) void chooseLanguage(known).then(loadMe);
        }}
      />
      <Scanner />
      {may('receive') ? <CommandCodes /> : null}
      <h2>{phrase('this-device')}</h2>
      <Facts
        of={[
          [phrase('this-device'), value?.device.name],
          [phrase('device-role'), value === undefined ? undefined : roleWord(value.device.role)],
          [
            phrase('this-party'),
            value === undefined ? undefined : `${value.party.name}, ${base('gln', { gln: value.party.gln })}`,
          ],
          [phrase('version'), value?.version],
        ]}
      />
      {value?.operators ? <Press press={() => ask('/v1/lock', {}).then(loadMe)}>{base('lock')}</Press> : null}
      {value?.device.role === 'office' ? <Devices /> : null}
    </>
  );
}

const heard = signal<string | undefined>(undefined);

/** What a scanner types, and what of it is wrong: the first evening with a new one. */
function Scanner() {
  useHearing((scan) => {
    heard.value = scan;
  });
  const { value } = heard;
  return (
    <>
      <h2>{phrase('scanner-test')}</h2>
      {value === undefined ? <p>{phrase('scanner-how')}</p> : <Came scan={value} />}
    </>
  );
}

function Came({ scan }: { readonly scan: string }) {
  const { typed, pressed } = keysOf(scan);
  const text = pressed ?? typed;
  const separators = text.split('\x1d').length - 1;
  const [kind] = /^\][A-Za-z]\d/.exec(text) ?? [];
  // Two or more values of no fixed length need a separator between them.
  const isLost = separators === 0 && /^(?:\]d2|\]C1|\]Q3)?01\d{14}(?:21|10).{3,}(?:17\d{6}|10|21)/.test(text);
  return (
    <>
      <Facts
        of={[
          [phrase('scanner-heard'), clean(text.replaceAll('\x1d', '⟨GS⟩'), 300)],
          [phrase('scanner-prefix', { kind: '' }).replace(/: *$/, ''), kind],
        ]}
      />
      <p>{phrase('scanner-separators', { count: separators })}</p>
      <p class="strong">
        {isLost
          ? phrase('scanner-no-separator')
          : pressed === undefined
            ? phrase('scanner-fine')
            : phrase('scanner-pressed')}
      </p>
    </>
  );
}

interface Pairing {
  readonly code: string;
  readonly link?: string;
  readonly expires: string;
}

function Devices() {
  const [devices, setDevices] = useState<readonly DeviceShown[]>([]);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [sure, setSure] = useState<string | undefined>(undefined);
  const take = <T,>(reply: Reply<T>, then: (document: T) => void): void => {
    setFailure(reply.kind === 'failure' ? reply.failure : undefined);
    if (reply.kind === 'document') then(reply.document);
  };
  const load = async (): Promise<void> =>
    take(await ask<{ readonly devices: readonly DeviceShown[] }>('/v1/devices'), (document) =>
      setDevices(document.devices),
    );
  useEffect(() => void load(), []);
  const forget = async (name: string): Promise<void> => {
    setSure(undefined);
    take(await ask('/v1/devices/forget', { name }), () => void load());
  };
  return (
    <>
      <h2>{phrase('devices')}</h2>
      {failure === undefined ? null : <Fault failure={failure} />}
      <ul class="rows">
        {devices.map(({ name, role, seen, here }) => (
          <li key={name} class="row">
            <strong>
              <Said text={name} />
            </strong>{' '}
            {roleWord(role)}
            <span class="small">
              {here ? `${phrase('is-this')}, ` : ''}
              {seen === undefined ? phrase('never-seen') : phrase('last-seen', { at: momentWords(seen) })}
            </span>
            {sure === name ? (
              <span class="doings">
                <span class="strong">{phrase('forget-sure', { name: clean(name) })}</span>
                <Press kind="grave" press={() => forget(name)}>
                  {phrase('forget-yes')}
                </Press>
                <Press press={() => setSure(undefined)}>{phrase('forget-no')}</Press>
              </span>
            ) : (
              <Press press={() => setSure(name)}>{phrase('forget')}</Press>
            )}
          </li>
        ))}
      </ul>
      <PairAnother made={load} take={take} />
    </>
  );
}

interface PairProps {
  readonly made: () => Promise<void>;
  readonly take: <T>(reply: Reply<T>, then: (document: T) => void) => void;
}

function PairAnother({ made, take }: PairProps) {
  const [role, setRole] = useState('dispense');
  const [name, setName] = useState('');
  const [pairing, setPairing] = useState<Pairing | undefined>(undefined);
  const go = async (): Promise<void> => {
    const named = name.trim() === '' ? {} : { name: name.trim() };
    take(await ask<Pairing>('/v1/devices/pair', { role, ...named }), setPairing);
    await made();
  };
  return (
    <form class="block" onSubmit={(event) => event.preventDefault()}>
      <h2>{phrase('pair-another')}</h2>
      <Choice
        label={phrase('device-role')}
        of={ROLES.map((one) => [one, roleWord(one)] as const)}
        value={role}
        set={setRole}
      />
      <Field label={base('pair-name')} hint={base('pair-name-hint')} value={name} set={setName} />
      <Press kind="main" press={go}>
        {phrase('pair-another')}
      </Press>
      {pairing === undefined ? null : (
        <div role="status">
          <p>{phrase('pair-made', { at: momentWords(pairing.expires) })}</p>
          <p class="code">{pairing.code}</p>
          {pairing.link === undefined ? null : <Facts of={[[phrase('link-said'), pairing.link]]} />}
        </div>
      )}
    </form>
  );
}
