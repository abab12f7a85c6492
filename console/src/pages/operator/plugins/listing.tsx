import { api } from '../../../api/client.ts';
import { type Item, readAgain } from '../../../api/query.ts';
import { useDoing } from '../../../parts/use-doing.ts';
import { Button } from '../../../ui/button.tsx';
import { useOperatorTexts } from '../texts.ts';

/** Whether the catalog has a plugin that is published: the other way round by a button. */
export function Listing({ plugin }: { plugin: Item<'/platform/v1/plugins'> }) {
  const { plugins: texts } = useOperatorTexts();
  const doing = useDoing();
  const { id, name, status, current_release } = plugin;
  const isListed = status !== 'approved_unlisted';
  if (current_release === null) return null;
  const change = () =>
    doing.run(async () => {
      await api.PATCH('/platform/v1/plugins/{id}', {
        params: { path: { id: String(id) } },
        body: { listed: !isListed },
      });
      await readAgain('/platform/v1/plugins', '/platform/v1/plugins/{id}');
    });
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        isBusy={doing.isBusy}
        aria-label={isListed ? texts.unlistOf(name) : texts.listOf(name)}
        onClick={change}
      >
        {isListed ? texts.unlist : texts.list}
      </Button>
      {doing.words !== undefined && <p role="alert">{doing.words}</p>}
    </>
  );
}
