/** What of a model a test gives itself, however deep. */
export type Overrides<Model> = { [Member in keyof Model]?: Overrides<Model[Member]> | undefined };

/** Makes models for tests. */
export interface Factory<Model> {
  build(overrides?: Overrides<Model>): Model;
  buildList(count: number, overrides?: Overrides<Model>): Model[];
  /** A factory whose models differ in this. */
  extend(overrides: Overrides<Model>): Factory<Model>;
}

/** @param make is told the number of the model, from 1 */
export function makeFactory<Model>(make: (number: number) => Model): Factory<Model> {
  let count = 0;
  const build = (overrides?: Overrides<Model>) => overridden(make(++count), overrides) as Model;
  return {
    build,
    buildList: (length, overrides) => Array.from({ length }, () => build(overrides)),
    extend: (overrides) => makeFactory((number) => overridden(make(number), overrides) as Model),
  };
}

function overridden(value: unknown, overrides: unknown): unknown {
  if (!isPlain(value) || !isPlain(overrides)) return overrides === undefined ? value : overrides;
  const members = Object.entries(overrides).map(([name, override]) => [
    name,
    override === undefined ? undefined : overridden(value[name], override),
  ]);
  return { ...value, ...Object.fromEntries(members) };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
