import { PageLink } from '../../parts/page-link.tsx';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import styles from '../builder.module.css';
import { useBuilderTexts } from '../texts.ts';

/** Where the secrets are: they are in no manifest. */
export function SecretsCard({ slug }: { slug: string }) {
  const { cards, secrets: texts } = useBuilderTexts();
  return (
    <Card title={cards.secrets}>
      <div className={styles.fields}>
        <p>{texts.about}</p>
        <p>
          <PageLink className={buttonClass()} to={paths.secretsOf(slug)}>
            {texts.open}
          </PageLink>
        </p>
      </div>
    </Card>
  );
}
