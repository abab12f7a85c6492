/** What names a resource (JSON:API). */
export interface JSONAPIData<Type = string, ID = string> {
  id: ID;
  type: Type;
}

/** A resource (JSON:API). */
export interface JSONAPIModel<Attributes, Relationships extends string, Type = string, ID = string>
  extends JSONAPIData<Type, ID> {
  attributes: Attributes;
  relationships: Record<Relationships, { data: JSONAPIData | JSONAPIData[] | null }>;
}

/** An answer (JSON:API). */
export interface JSONAPIResponse<Model> {
  data: Model;
  included?: unknown[];
  meta?: unknown[];
}

/** Which of a list to answer, and in which order. */
export interface JSONAPIPaginationParams<FilterFields, SortFields extends string> {
  include?: string | undefined;
  filter?: FilterFields | undefined;
  page?: { offset?: number | undefined; limit?: number | undefined } | undefined;
  sort?: SortFields | undefined;
}
