import { ActivityList } from '../../../activity/activity-list.tsx';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { useInstall } from './use-install.ts';

/** What happened that a plugin heard of, and what became of it. */
export function ActivityTab() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  return (
    <Card isFlush>
      <ActivityList
        filter={{ install_id: install.id }}
        empty={<Empty title={texts.activity.emptyTitle}>{texts.activity.emptyText}</Empty>}
      />
    </Card>
  );
}
