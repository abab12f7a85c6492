import type { ActivityFilter } from '../../../activity/types.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/states.tsx';

interface NothingFoundProps {
  spaceId: number;
  filter: ActivityFilter;
}

/** Nothing fits: what that means, and where to look next. */
export function NothingFound({ spaceId, filter }: NothingFoundProps) {
  const { activity } = useTexts();
  const { install_id, name, identifier, outcome, since, until } = filter;
  const isTimed = since !== undefined || until !== undefined;
  const others = [install_id, name, outcome].filter((value) => value !== undefined).length;
  if (identifier !== undefined) {
    const isAlone = others === 0 && !isTimed;
    return (
      <Empty
        title={activity.empty.identifier(identifier)}
        action={
          !isAlone && (
            <Only spaceId={spaceId} search={{ identifier }} label={activity.empty.onlyIdentifier} />
          )
        }
      >
        {isAlone ? activity.empty.neverTold : activity.empty.otherFilters}
      </Empty>
    );
  }
  if (outcome !== undefined && outcome !== 'done') {
    return <Empty title={activity.empty.outcome}>{activity.empty.outcomeText}</Empty>;
  }
  if (install_id !== undefined) {
    return (
      <Empty
        title={activity.empty.plugin}
        action={
          <PageLink to={paths.install(spaceId, install_id)} className={buttonClass()}>
            {activity.empty.lookAtPlugin}
          </PageLink>
        }
      >
        {activity.empty.pluginText}
      </Empty>
    );
  }
  if (others > 0 || isTimed) {
    return (
      <Empty
        title={activity.empty.filtered}
        action={<Only spaceId={spaceId} search={{}} label={activity.clear} />}
      >
        {activity.empty.otherFilters}
      </Empty>
    );
  }
  return (
    <Empty
      title={activity.empty.nothing}
      action={
        <PageLink to={paths.catalog(spaceId)} className={buttonClass()}>
          {activity.empty.toCatalog}
        </PageLink>
      }
    >
      {activity.empty.nothingText}
    </Empty>
  );
}

interface OnlyProps {
  spaceId: number;
  search: Record<string, string>;
  label: string;
}

function Only({ spaceId, search, label }: OnlyProps) {
  return (
    <PageLink to={paths.activity(spaceId)} search={search} className={buttonClass()}>
      {label}
    </PageLink>
  );
}
