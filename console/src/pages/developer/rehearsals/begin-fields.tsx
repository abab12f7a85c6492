import { useEffect, useEffectEvent } from 'react';
import { useFormat, useTexts } from '../../../texts.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';
import { useDeveloperTexts } from '../texts.ts';
import { type Chosen, LIMITS, TIMES } from './choices.ts';
import styles from './rehearsals.module.css';
import { useInstallChoices } from './use-installs.ts';

interface BeginFieldsProps {
  plugin: Plugin;
  releases: readonly Release[];
  chosen: Chosen;
  /** What is wrong with a field, in words. */
  wrong: { from?: string; install?: string };
  onChange: (change: Partial<Chosen>) => void;
}

/** Which release is told, of what, in which installs. */
export function BeginFields({ plugin, releases, chosen, wrong, onChange }: BeginFieldsProps) {
  const { releases: words, rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  const { number, limit } = chosen;
  return (
    <div className={styles.fields}>
      <SelectField
        label={texts.release}
        value={String(number)}
        options={releases.map((release) => ({
          value: String(release.number),
          label: texts.releaseIn(release.number, words.state[release.state]),
        }))}
        onChange={({ target }) => onChange({ number: Number(target.value), install: '' })}
      />
      <InstallField
        key={number}
        plugin={plugin}
        release={releases.find((each) => each.number === number)}
        chosen={chosen}
        wrong={wrong.install}
        onChange={onChange}
      />
      <TimeFields chosen={chosen} wrong={wrong.from} onChange={onChange} />
      <SelectField
        label={texts.limit}
        value={limit}
        options={LIMITS.map((value) => ({
          value,
          label: texts.newest(format.number(Number(value))),
        }))}
        onChange={({ target }) => onChange({ limit: target.value })}
      />
    </div>
  );
}

interface InstallFieldProps {
  plugin: Plugin;
  release: Release | undefined;
  chosen: Chosen;
  wrong: string | undefined;
  onChange: (change: Partial<Chosen>) => void;
}

function InstallField({ plugin, release, chosen, wrong, onChange }: InstallFieldProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const isApproved = release?.state === 'published';
  const { own, options } = useInstallChoices(plugin, isApproved);
  // Among those of all installs that of a developer may be too quiet to be found.
  const takeOwn = useEffectEvent(() => onChange({ install: String(own) }));
  useEffect(() => {
    if (own !== undefined && !isApproved) takeOwn();
  }, [own, isApproved]);
  return (
    <SelectField
      label={texts.installs}
      hint={isApproved || own !== undefined ? undefined : texts.noOwnInstall}
      value={chosen.install}
      options={options}
      error={wrong}
      onChange={({ target }) => onChange({ install: target.value })}
    />
  );
}

interface TimeFieldsProps {
  chosen: Chosen;
  wrong: string | undefined;
  onChange: (change: Partial<Chosen>) => void;
}

function TimeFields({ chosen: { time, from, to }, wrong, onChange }: TimeFieldsProps) {
  const { activity } = useTexts();
  const { rehearsals: texts } = useDeveloperTexts();
  return (
    <>
      <SelectField
        label={texts.time}
        value={time}
        options={TIMES.map((value) => ({ value, label: activity.times[value] }))}
        onChange={({ target }) => onChange({ time: target.value })}
      />
      {time === 'between' && (
        <>
          <TextField
            type="datetime-local"
            label={activity.from}
            value={from}
            error={wrong}
            onChange={({ target }) => onChange({ from: target.value })}
          />
          <TextField
            type="datetime-local"
            label={activity.to}
            hint={texts.toHint}
            value={to}
            onChange={({ target }) => onChange({ to: target.value })}
          />
        </>
      )}
    </>
  );
}
