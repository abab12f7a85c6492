import { useTexts } from '../texts.tsx';
import styles from './setup.module.css';

/** What a plugin or a service says, marked as theirs. */
export function PluginSays({ plugin, children }: { plugin: string; children: string }) {
  const { setup } = useTexts();
  return (
    <div role="alert">
      <figure className={styles.says}>
        <figcaption>{setup.says(plugin)}</figcaption>
        <blockquote>{children}</blockquote>
      </figure>
    </div>
  );
}
