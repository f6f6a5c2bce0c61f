import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { importsChange, importsCommit, importsDiscard } from "@/api";
import { Page } from "@/components/Page";
import { Notice } from "@/components/ui/Badge";
import { Button, buttonClass } from "@/components/ui/Button";
import { FormProblem } from "@/components/ui/Field";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toast, toastProblem } from "@/components/ui/toast";
import { formatBytes, plural } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { ChoicesForm } from "./ChoicesForm";
import { MappingTable } from "./MappingTable";
import { ProblemList } from "./ProblemList";
import { type ImportChange, importQuery } from "./queries";
import { UnderstoodCard } from "./UnderstoodCard";
import { describeFormat, missing } from "./understanding";

const route = getRouteApi("/shell/imports/$importId");

/** What was understood of a file, what is still needed, and the import. Nothing is written before. */
export function ImportPage() {
  const { importId } = route.useParams();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const mayBuild = useMay("build");
  const { data: draft, error, refetch } = useQuery(importQuery(importId));

  const choose = useMutation({
    mutationFn: (change: ImportChange) => importsChange({ path: { import_id: importId }, body: change }),
    onSuccess: (next) => queryClient.setQueryData(importQuery(importId).queryKey, next),
  });
  const commit = useMutation({
    mutationFn: () =>
      importsCommit({ path: { import_id: importId }, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: async ({ ad_account_id: id }) => {
      toast.success("The file is imported");
      await Promise.all(
        [["ad-accounts"], ["overview"], ["campaigns"], ["imports"], ["import"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
      if (id) await navigate({ to: "/overview", search: { scope: "account", id } });
    },
  });

  async function discard() {
    try {
      await importsDiscard({ path: { import_id: importId } });
      await queryClient.invalidateQueries({ queryKey: ["imports"] });
      await navigate({ to: "/imports" });
    } catch (problem) {
      toastProblem(problem);
    }
  }

  const above = (
    <Link to="/imports" className="inline-flex items-center gap-1 hover:text-ink">
      <ChevronLeft aria-hidden className="size-4" /> Import
    </Link>
  );
  if (error && !draft) {
    return (
      <Page title="Import" above={above}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!draft) {
    return (
      <Page title="Import" above={above}>
        <Loading what="the file">
          <Skeleton className="h-64 w-full rounded-card" />
        </Loading>
      </Page>
    );
  }

  const open = draft.status === "preview";
  const needs = missing(draft);
  return (
    <Page
      title={draft.file_name}
      above={above}
      description={`${formatBytes(draft.file_bytes)}, ${describeFormat(draft.preview.format)}`}
      actions={
        open && mayBuild ? (
          <>
            <Button look="quiet" onClick={() => void discard()}>
              Discard
            </Button>
            <Button look="primary" disabled={needs.length > 0 || choose.isPending} busy={commit.isPending} onClick={() => commit.mutate()}>
              Import {plural(draft.preview.rows_taken, "row")}
            </Button>
          </>
        ) : (
          draft.ad_account_id && (
            <Link to="/overview" search={{ scope: "account", id: draft.ad_account_id }} className={buttonClass({ look: "primary" })}>
              See the numbers
            </Link>
          )
        )
      }
    >
      <div className="grid gap-4" aria-busy={choose.isPending}>
        <FormProblem message={commit.error ? sentenceOf(commit.error) : choose.error ? sentenceOf(choose.error) : undefined} />
        {open && needs.length > 0 && (
          <Notice tone="warning">
            <ul className="grid gap-1">
              {needs.map((need) => (
                <li key={need}>{need}</li>
              ))}
            </ul>
          </Notice>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid min-w-0 gap-4">
            <UnderstoodCard preview={draft.preview} stale={choose.isPending} />
            <ProblemList preview={draft.preview} />
          </div>
          {open && mayBuild && <ChoicesForm draft={draft} onChoose={(change) => choose.mutate(change)} />}
        </div>
        <MappingTable
          columns={draft.preview.columns}
          onMap={open && mayBuild ? (mapping) => choose.mutate({ mapping }) : undefined}
        />
      </div>
    </Page>
  );
}
