import { Blocks, Send } from 'lucide-react';
import { PlacesFrame } from '../../frame/places-frame.tsx';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';

/** What is around the pages of who develops plugins. */
export function DeveloperFrame() {
  const { frame } = useTexts();
  return (
    <PlacesFrame
      here={frame.hats.developer}
      nav={frame.developerNav}
      places={[
        { label: frame.plugins, icon: Blocks, to: paths.plugins() },
        { label: frame.deliveries, icon: Send, to: paths.deliveries() },
      ]}
    />
  );
}
