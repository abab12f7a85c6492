import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { readAgain } from '../../api/query.ts';
import { useDoing } from '../../parts/use-doing.ts';
import { useTexts } from '../../texts.tsx';
import styles from './account.module.css';
import { Section } from './section.tsx';

type Theme = Schemas['Me']['theme'];

const THEMES: readonly Theme[] = ['light', 'dark', 'system'];
/** Which of the two a choice may look like. */
const LOOKS: Record<Theme, readonly ('light' | 'dark')[]> = {
  light: ['light'],
  dark: ['dark'],
  system: ['light', 'dark'],
};

/** Light, dark, or as the device: put on at once. */
export function ThemeChoice({ chosen }: { chosen: Theme }) {
  const { account } = useTexts();
  const doing = useDoing();
  const [shown, setShown] = useState(chosen);
  const choose = async (theme: Theme) => {
    setShown(theme);
    putOn(theme);
    const isSaved = await doing.run(async () => {
      await api.PATCH('/platform/v1/me', { body: { theme } });
      await readAgain('/platform/v1/me');
    });
    if (isSaved) return;
    setShown(chosen);
    putOn(chosen);
  };
  return (
    <Section title={account.look} text={account.lookText}>
      <fieldset className={styles.themes}>
        <legend className="visually-hidden">{account.theme}</legend>
        {THEMES.map((theme) => (
          <label key={theme} className={styles.theme}>
            <span className={styles.previews} aria-hidden="true">
              {LOOKS[theme].map((look) => (
                <span key={look} className={`${styles.preview} ${styles[look]}`}>
                  <span />
                  <span />
                  <span />
                </span>
              ))}
            </span>
            <span className={styles.themeName}>
              <input
                type="radio"
                name="theme"
                checked={shown === theme}
                onChange={() => choose(theme)}
              />
              {account.themes[theme]}
            </span>
          </label>
        ))}
      </fieldset>
      {doing.words !== undefined && (
        <p role="alert" className={styles.refused}>
          {doing.words}
        </p>
      )}
    </Section>
  );
}

/** As the server writes it into the next document. */
function putOn(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  document
    .querySelector('meta[name="color-scheme"]')
    ?.setAttribute('content', theme === 'system' ? 'light dark' : theme);
}
