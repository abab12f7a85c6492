import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/field.tsx';
import styles from '../builder.module.css';
import { usePlace } from '../context.ts';
import { Flag, Line, Words } from '../controls/controls.tsx';
import { ImageLine } from '../controls/image-line.tsx';
import { useBuilderTexts } from '../texts.ts';

/** Where in the product the plugin has a page, and which. */
export function PageCard() {
  const { cards, names, hints } = useBuilderTexts();
  return (
    <Card title={cards.page}>
      <div className={styles.fields}>
        <Sidebar />
        <Flag at="/placements/toolbar" label={names.toolbar} />
        <Line
          at="/embedded_app_url"
          type="url"
          label={names.embedded_app_url}
          hint={hints.embedded_app_url}
          isOptional
          empty={null}
        />
        <Line
          at="/dev_embedded_app_url"
          type="url"
          label={names.dev_embedded_app_url}
          hint={hints.dev}
          isOptional
          empty={null}
        />
        <Flag at="/use_app_bridge" label={names.use_app_bridge} hint={hints.use_app_bridge} />
        <Line
          at="/app_url"
          type="url"
          label={names.app_url}
          hint={hints.app_url}
          isOptional
          empty={null}
        />
        <Flag
          at="/enable_space_settings"
          label={names.enable_space_settings}
          hint={hints.enable_space_settings}
        />
        <Words
          at="/field_type_ids"
          label={names.field_type_ids}
          hint={hints.field_type_ids}
          isNumbers
        />
      </div>
    </Card>
  );
}

function Sidebar() {
  const { names, hints } = useBuilderTexts();
  const { value, set, isReadOnly } = usePlace('/placements/sidebar');
  const isShown = value !== null && value !== undefined;
  return (
    <>
      <div data-pointer="/placements">
        <Checkbox
          label={names.sidebar}
          isChecked={isShown}
          isBusy={isReadOnly}
          onChange={(checked) => set(checked ? { icon: null } : null)}
        />
      </div>
      {isShown && (
        <ImageLine
          at="/placements/sidebar/icon"
          label={names.sidebar_icon}
          hint={hints.sidebar_icon}
        />
      )}
    </>
  );
}
