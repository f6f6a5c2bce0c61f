import { type Day, parseDay } from "./days";

/** Readers for what stands in the address. What is not understood is left out, never an error. */
export type RawSearch = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function uuid(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}

export function day(value: unknown): Day | undefined {
  return parseDay(value) ?? undefined;
}

export function oneOf<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => choice === value);
}

export function positiveInteger(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** The part of a list's address that every list has: `?q=chips&sort=-spend&page=2`. */
export interface ListSearch {
  q?: string;
  sort?: string;
  page?: number;
}

export function listSearch(raw: RawSearch): ListSearch {
  return withoutUnset({ q: text(raw.q), sort: text(raw.sort), page: positiveInteger(raw.page) });
}

/** A period stands in the address only as a whole and the right way round. */
export function periodSearch(raw: RawSearch): { since?: Day; until?: Day } {
  const since = day(raw.since);
  const until = day(raw.until);
  return since && until && since <= until ? { since, until } : {};
}

/** Leave out what is not set, so that an address carries only what differs from the default. */
export function withoutUnset<T extends object>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export function parseSort(sort: string | undefined): Sort | null {
  if (!sort) return null;
  return sort.startsWith("-") ? { key: sort.slice(1), descending: true } : { key: sort, descending: false };
}

export function writeSort({ key, descending }: Sort): string {
  return descending ? `-${key}` : key;
}

/** What a click on a column's head does: first the column's own direction, then the other, then no sort. */
export function nextSort(current: Sort | null, key: string, descendingFirst: boolean): Sort | null {
  if (current?.key !== key) return { key, descending: descendingFirst };
  return current.descending === descendingFirst ? { key, descending: !descendingFirst } : null;
}
