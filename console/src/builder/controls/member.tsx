import type { Member } from '../members.ts';
import { useBuilderTexts } from '../texts.ts';
import { ClientSecret } from './client-secret.tsx';
import { Flag, Line, Lines, Words } from './controls.tsx';
import { OptionsEditor } from './options-editor.tsx';
import { ResourceType } from './resource-type.tsx';

/** A member of a step or a field, in whichever way it is written. */
export function MemberControl({
  at,
  member: { name, kind, isOptional },
}: {
  at: string;
  member: Member;
}) {
  const { members, memberHints } = useBuilderTexts();
  const hints: Partial<Record<string, string>> = memberHints;
  const shared = {
    at: `${at}/${name}`,
    label: members[name],
    hint: hints[name],
    isOptional: isOptional === true,
  };
  switch (kind) {
    case 'line':
      return <Line {...shared} />;
    case 'url':
      return <Line {...shared} type="url" />;
    case 'lines':
      return <Lines {...shared} />;
    case 'flag':
      return <Flag {...shared} />;
    case 'words':
      return <Words {...shared} isLeftOut />;
    case 'options':
      return <OptionsEditor at={shared.at} label={shared.label} />;
    case 'resource':
      return <ResourceType {...shared} />;
    case 'secret':
      return <ClientSecret at={shared.at} />;
  }
}
