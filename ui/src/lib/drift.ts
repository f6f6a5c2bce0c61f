import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type DriftListAllData, driftListAll } from "@/api";
import { withoutUnset } from "./search";

export type { DriftOut as Drift, DriftStatus } from "@/api";

type DriftQuery = NonNullable<DriftListAllData["query"]>;

/** What was edited outside, newest first; open ones unless other statuses are asked for. */
export const driftQuery = (query: DriftQuery) =>
  queryOptions({
    queryKey: ["drift", query],
    queryFn: () => driftListAll({ query: withoutUnset(query) }),
    placeholderData: keepPreviousData,
  });
