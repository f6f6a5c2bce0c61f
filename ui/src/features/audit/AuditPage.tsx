import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Download, ScrollText } from "lucide-react";
import { auditListEntries } from "@/api";
import { DataTable } from "@/components/data-table/DataTable";
import { Page } from "@/components/Page";
import { SearchInput } from "@/components/SearchInput";
import { Button, buttonClass } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { withoutUnset } from "@/lib/search";
import { auditColumns } from "./columns";

const route = getRouteApi("/shell/audit");
const PAGE_SIZE = 50;

/** Who did what, before and after, and why. Newest first. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = withoutUnset({ action: search.action, actor: search.actor, subject_id: search.subject });
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["audit", filters],
    queryFn: ({ pageParam }) =>
      auditListEntries({ query: { ...filters, cursor: pageParam, limit: PAGE_SIZE } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const exported = `/api/v1/audit/export?${new URLSearchParams(filters as Record<string, string>).toString()}`;
  const setFilter = (change: Record<string, string | undefined>) =>
    void navigate({ replace: true, search: (before) => ({ ...before, ...change }) });

  return (
    <Page
      title="Audit log"
      description="Every act with its before and after. Nothing here can be changed."
      actions={
        <a href={exported} download className={buttonClass()}>
          <Download aria-hidden className="size-4" /> Export CSV
        </a>
      }
    >
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchInput
          className="w-64 max-sm:w-full"
          placeholder="Action, such as change.approved"
          value={search.action}
          onChange={(action) => setFilter({ action })}
        />
        <SearchInput
          className="w-56 max-sm:w-full"
          placeholder="Person or key"
          value={search.actor}
          onChange={(actor) => setFilter({ actor })}
        />
      </div>
      {error && !data ? (
        <Card>
          <ErrorState error={error} onRetry={() => void refetch()} />
        </Card>
      ) : (
        <DataTable
          label="Audit log"
          columns={auditColumns}
          rows={data?.pages.flatMap((page) => page.items)}
          rowId={(row) => row.id}
          empty={
            <EmptyState icon={ScrollText} title="Nothing fits">
              Every act is written here in the moment it happens. Take a filter away to see more.
            </EmptyState>
          }
        />
      )}
      {hasNextPage && (
        <div className="flex justify-center py-4">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </Page>
  );
}
