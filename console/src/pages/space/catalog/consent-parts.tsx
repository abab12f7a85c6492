import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Hears, May } from './asked.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import styles from './plugin.module.css';

interface ConsentPartsProps {
  plugin: CatalogPlugin;
  /** Names of the optional scopes that it is given. */
  allowed: ReadonlySet<string>;
  onAllow: (allowed: ReadonlySet<string>) => void;
}

/** What an admin agrees to, and may decline. */
export function ConsentParts({ plugin, allowed, onAllow }: ConsentPartsProps) {
  const { catalog } = useTexts();
  const { optional_scopes: optional } = plugin;
  const allow = (scope: string, isAllowed: boolean) => {
    const others = [...allowed].filter((other) => other !== scope);
    onAllow(new Set(isAllowed ? [...others, scope] : others));
  };
  return (
    <>
      <Card title={catalog.hears}>
        <Hears plugin={plugin} />
      </Card>
      <Card title={catalog.may}>
        <div className={styles.choices}>
          <May plugin={plugin} />
          {plugin.scopes.length > 0 && <p className={styles.hint}>{catalog.consentMay}</p>}
        </div>
      </Card>
      {optional.length > 0 && (
        <Card title={catalog.optional}>
          <div className={styles.choices}>
            <p className={styles.hint}>{catalog.optionalHint}</p>
            {optional.map((scope) => (
              <Checkbox
                key={scope.name}
                label={scope.description ?? scope.name}
                isChecked={allowed.has(scope.name)}
                onChange={(isAllowed) => allow(scope.name, isAllowed)}
              />
            ))}
          </div>
        </Card>
      )}
    </>
  );
}
