import { Type } from 'typebox';
import { Failure } from '../lib/failures.ts';
import { describedAs } from '../lib/http/schema.ts';
import { rawParts } from '../lib/json.ts';
import { isObject } from '../manifest/parts.ts';
import { ManifestInput } from '../manifest/schema.ts';
import { shapeViolations } from '../manifest/shape.ts';

/** What of a body with a plugin object is kept as it was written. */
export const APP_RAW_PARTS = rawParts(['app/manifest/events/*/filter']);

/** Members of our manifest in a plugin object: what it has no words for, such as events, scopes and set-up steps. */
export const AppManifest = describedAs(
  Type.Partial(ManifestInput, {
    title: 'AppManifest',
    description:
      'Members of the manifest, as PUT `/platform/v1/plugins/{id}/manifest` takes them, and no others. What the plugin object says itself takes precedence',
    additionalProperties: false,
    examples: [{ scopes: [] }],
  }),
);

const NAMED = { name: 'x', slug: 'x' };
const MOST_TOLD = 100;

/**
 * The members of a manifest that a plugin object has, as far as their form is right; none where it has none.
 *
 * @throws Failure `invalid` with all that is wrong.
 */
export function checkedPart(manifest: unknown): Partial<ManifestInput> {
  if (manifest === undefined) return {};
  const violations = isObject(manifest)
    ? shapeViolations({ ...NAMED, ...manifest })
    : [{ pointer: '', message: 'must be an object' }];
  if (violations.length === 0) return manifest as Partial<ManifestInput>;
  const told = violations.slice(0, MOST_TOLD).map((violation) => ({
    ...violation,
    pointer: `/manifest${violation.pointer}`,
  }));
  throw new Failure('invalid', 'The manifest is not one', { violations: told });
}

/** Whether a field is said there. */
export const isOfManifest = (manifest: unknown, field: string): boolean =>
  isObject(manifest) && Object.hasOwn(manifest, field);
