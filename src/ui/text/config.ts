// Settings, a line for each.
import type { SettingInfo } from '../../app/node/config.ts';
import { phrase } from '../../words/en/maintenance-text.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

export function text(data: { readonly settings: readonly SettingInfo[] }, style: Style): string {
  const rows = data.settings.map((setting) => [
    setting.name,
    setting.value,
    setting.default ? phrase('default') : '',
    setting.about,
  ]);
  return table(
    [{ title: phrase('setting') }, { title: phrase('value') }, { title: '' }, { title: '', below: true }],
    rows,
    style,
  );
}
