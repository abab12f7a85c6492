import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { textOfValue } from '../../api/exact.ts';
import { choicesOf, labelsOf } from '../../api/setup.ts';
import type { FieldPlace } from '../types.ts';
import { keyOfValue } from './values.ts';

/** Where the choices of a field come from. */
export interface ChoiceSource {
  place: FieldPlace;
  /** Whose they are; undefined for the host's. */
  plugin?: string;
  /** The left choice of a mapping. */
  parent?: unknown;
  /** All of them, where the manifest has them. */
  options?: readonly { label: string; value: unknown }[] | undefined;
  /** Whoever gives them searches them, too. */
  isSearched: boolean;
  /** The labels of what was chosen earlier can be asked for. */
  knowsLabels: boolean;
}

/** A choice as it is shown. */
export interface ShownChoice {
  label: string;
  value: unknown;
  isDisabled?: boolean;
  /** It was chosen earlier, and nobody knows it any more. */
  isGone?: boolean;
}

/** Choices that are loaded as they are wanted. */
export interface Choices {
  list: ShownChoice[];
  isLoading: boolean;
  isLoadingMore: boolean;
  isFailed: boolean;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** How long typing rests before somebody is asked. */
const REST_MS = 250;

/** The choices that match what was typed. */
export function useChoices(source: ChoiceSource, search: string, isWanted: boolean): Choices {
  const { place, parent, options, isSearched } = source;
  const rested = useRested(search.trim());
  const question = { search: isSearched ? rested : undefined, parent };
  const isAsked = options === undefined;
  const asked = useInfiniteQuery({ ...choicesOf(place, question), enabled: isAsked && isWanted });
  const found = isAsked
    ? (asked.data?.pages.flatMap(({ data }) => data) ?? []).map(({ is_disabled, ...choice }) => ({
        ...choice,
        isDisabled: is_disabled,
      }))
    : [...options];
  const isFiltered = isAsked ? !isSearched : true;
  return {
    list: unique(isFiltered ? matching(found, search.trim()) : found),
    isLoading: isAsked && asked.isFetching && !asked.isFetchingNextPage,
    isLoadingMore: asked.isFetchingNextPage,
    isFailed: isAsked && asked.isError,
    hasMore: isAsked && asked.hasNextPage && !asked.isError,
    loadMore: () => {
      if (!asked.isFetching) asked.fetchNextPage();
    },
    retry: () => (asked.isFetchNextPageError ? asked.fetchNextPage() : asked.refetch()),
  };
}

function matching<One extends { label: string }>(choices: One[], search: string): One[] {
  const wanted = search.toLocaleLowerCase();
  return choices.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
}

function unique(choices: ShownChoice[]): ShownChoice[] {
  return [...new Map(choices.map((choice) => [keyOfValue(choice.value), choice])).values()];
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), text === '' ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** What was chosen, with labels: from the choices that were seen, or asked for. */
export function useChosen(
  source: ChoiceSource,
  values: readonly unknown[],
  { seen, isMultiple }: { seen: readonly ShownChoice[]; isMultiple: boolean },
): { chosen: ShownChoice[]; isFailed: boolean; retry: () => void } {
  const { place, options, knowsLabels } = source;
  const known = useRef({ seen: new Set<string>(), labels: new Map<string, string>() }).current;
  for (const { label, value } of [...(options ?? []), ...seen]) {
    known.seen.add(keyOfValue(value));
    known.labels.set(keyOfValue(value), label);
  }
  const unseen = values.filter((value) => !known.seen.has(keyOfValue(value)));
  const isAsked = options === undefined && knowsLabels && unseen.length > 0;
  const asked = useQuery({
    ...labelsOf(place, isMultiple ? unseen : unseen[0]),
    enabled: isAsked,
  });
  for (const { label, value } of asked.data ?? []) known.labels.set(keyOfValue(value), label);
  const isAnswered = options !== undefined || (isAsked && asked.isSuccess);
  const chosen = values.map((value) => {
    const label = known.labels.get(keyOfValue(value));
    return { value, label: label ?? textOfValue(value), isGone: label === undefined && isAnswered };
  });
  return { chosen, isFailed: isAsked && asked.isError, retry: asked.refetch };
}
