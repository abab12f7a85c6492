import { useQuery } from '@tanstack/react-query';
import { Blocks, ClipboardCheck, UserPlus } from 'lucide-react';
import { read } from '../../api/query.ts';
import { PlacesFrame } from '../../frame/places-frame.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';
import { useOperatorTexts } from './texts.ts';

/** What is around the pages of who runs the product. */
export function OperatorFrame() {
  const { frame } = useTexts();
  const texts = useOperatorTexts();
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const isOther = me?.is_operator === false;
  return (
    <PlacesFrame
      here={frame.hats.operator}
      nav={texts.nav}
      places={[
        { label: texts.places.review, icon: ClipboardCheck, to: paths.reviewQueue() },
        { label: texts.places.plugins, icon: Blocks, to: paths.allPlugins() },
        { label: texts.places.developers, icon: UserPlus, to: paths.developers() },
      ]}
    >
      {isOther ? (
        <PageTitle title={texts.onlyOperators}>{texts.onlyOperatorsText}</PageTitle>
      ) : undefined}
    </PlacesFrame>
  );
}
