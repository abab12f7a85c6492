import type { Schemas } from '../../../api/client.ts';

/** What a plugin says of itself. */
export type Manifest = Schemas['Manifest'];

/** Where on the web a manifest leads, each once. */
export function originsOf(manifest: Manifest): string[] {
  const origins = textsIn(manifest).flatMap((text) => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return [];
    return [new URL(text).origin];
  });
  return [...new Set(origins)];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The fields of its set-up in which somebody types a password, by what they are called. */
export function passwordsOf({ setup_steps = [] }: Manifest): { step: string; field: string }[] {
  return setup_steps.flatMap((step) =>
    step.type !== 'form'
      ? []
      : step.fields
          .filter(({ type }) => type === 'password')
          .map(({ label }) => ({ step: step.title, field: label })),
  );
}
