/** A plugin that is a page and nothing else, so that it needs no process of its own: the reception serves it. */
export interface Sheet {
  slug: string;
  name: string;
  intro: string;
  description: string;
  author: string;
  categories: string[];
  plan_level: number | null;
  /** Whether somebody else than the host made it, so that it was reviewed. */
  isPartners: boolean;
  points: string[];
}

/** What nobody has installed yet, for the catalog: one that the host reviewed, and one that the space's plan is not enough for. */
export const SHEETS: Sheet[] = [
  {
    slug: 'house-rules',
    name: 'House rules',
    intro: 'A page in the sidebar with what visitors should know.',
    description:
      'Shows the rules of the house to everybody at the front desk, so that nobody has to look for the folder. It asks for nothing and hears nothing: it is a page.',
    author: 'Example Partner',
    categories: ['front desk'],
    plan_level: null,
    isPartners: true,
    points: [
      'Wear your badge where it is seen',
      'Stay with whoever you came to see',
      'Ask before you take a picture',
      'Give the badge back when you leave',
    ],
  },
  {
    slug: 'evacuation-plan',
    name: 'Evacuation plan',
    intro: 'A page in the sidebar for when the alarm rings.',
    description:
      'What to do, in which order, and where to gather: one click away for everybody at the front desk. It asks for nothing and hears nothing: it is a page.',
    author: 'Plugboard examples',
    categories: ['safety'],
    plan_level: 3,
    isPartners: false,
    points: [
      'Leave everything where it is',
      'Take the stairs, not the lift',
      'Gather at the bicycle stands',
      'Tell the front desk who is missing',
    ],
  },
];
