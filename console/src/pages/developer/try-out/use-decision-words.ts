import { useTexts } from '../../../texts.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** Says to its developer why a plugin was or was not given an event. */
export function useDecisionWords(): (decision: string, plugin: string) => string {
  const { tryOut: texts } = useDeveloperTexts();
  const why: Record<string, (plugin: string) => string> = useTexts().activity.why;
  return (decision, plugin) =>
    decision === 'not_subscribed' ? texts.notSubscribed : (why[decision]?.(plugin) ?? decision);
}
