import { PageLink } from '../parts/page-link.tsx';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import type { ActivityDecision } from './types.ts';
import { decisionWord } from './words.ts';

interface WhyProps {
  spaceId: number;
  decision: ActivityDecision;
}

/** Why a plugin was or was not given an event, and what can be done about it. */
export function Why({ spaceId, decision }: WhyProps) {
  const { activity } = useTexts();
  const word = decisionWord(decision);
  const sentence = activity.why[word] ?? activity.why.not_subscribed;
  return (
    <p>
      {sentence(decision.plugin_name)} <WhatToDo spaceId={spaceId} decision={decision} />
    </p>
  );
}

function WhatToDo({ spaceId, decision }: WhyProps) {
  const { activity } = useTexts();
  const { install_id, plugin_slug, plugin_name } = decision;
  switch (decisionWord(decision)) {
    case 'setup_incomplete':
      return (
        <PageLink to={paths.setup(spaceId, install_id)}>
          {activity.finishSetup(plugin_name)}
        </PageLink>
      );
    case 'not_granted':
    case 'missing_scope':
      return (
        <PageLink to={paths.installPermissions(spaceId, install_id)}>
          {activity.lookAtPermissions}
        </PageLink>
      );
    case 'suspended':
      return (
        <PageLink to={paths.install(spaceId, install_id)}>{activity.lookAt(plugin_name)}</PageLink>
      );
    case 'filtered':
    case 'not_subscribed':
      return (
        <PageLink to={paths.catalogPlugin(spaceId, plugin_slug)}>
          {activity.whatItHears(plugin_name)}
        </PageLink>
      );
    default:
      return null;
  }
}
