import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { importsDiscard, importsUpload } from "@/api";
import { Age } from "@/components/Instant";
import { Page } from "@/components/Page";
import { Badge } from "@/components/ui/Badge";
import { IconButton } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { FormProblem } from "@/components/ui/Field";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toastProblem } from "@/components/ui/toast";
import { formatPeriod } from "@/lib/days";
import { formatBytes, formatCount } from "@/lib/format";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { FileDrop } from "./FileDrop";
import { fileProblem } from "./fileProblem";
import { type ImportDraft, importQuery, importsQuery } from "./queries";

/** Drop a file; files that were read or imported before. */
export function ImportsPage() {
  const mayBuild = useMay("build");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [refused, setRefused] = useState<string | null>(null);
  const { data: imports, error, refetch } = useQuery(importsQuery);
  const upload = useMutation({
    mutationFn: (file: File) => importsUpload({ body: { file }, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: async (made) => {
      queryClient.setQueryData(importQuery(made.id).queryKey, made);
      await queryClient.invalidateQueries({ queryKey: ["imports"] });
      await navigate({ to: "/imports/$importId", params: { importId: made.id } });
    },
  });

  function take(file: File) {
    const problem = fileProblem(file);
    setRefused(problem);
    upload.reset();
    if (!problem) upload.mutate(file);
  }

  return (
    <Page title="Import" width="text" description="Numbers of an account that is not connected, from its export file.">
      <div className="grid gap-4">
        {mayBuild && <FileDrop busy={upload.isPending} onFile={take} />}
        <FormProblem message={refused ?? (upload.error ? sentenceOf(upload.error) : undefined)} />
        {error && !imports ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !imports ? (
          <Loading what="earlier imports">
            <Skeleton className="h-24 w-full rounded-card" />
          </Loading>
        ) : (
          imports.length > 0 && (
            <Card>
              <CardHeader title="Files" />
              <ul className="divide-y divide-line border-t border-line">
                {imports.map((each) => (
                  <ImportLine key={each.id} draft={each} />
                ))}
              </ul>
            </Card>
          )
        )}
      </div>
    </Page>
  );
}

function ImportLine({ draft }: { draft: ImportDraft }) {
  const queryClient = useQueryClient();
  const { rows_taken: rows, since_date: since, until_date: until } = draft.preview;
  const discard = useMutation({
    mutationFn: () => importsDiscard({ path: { import_id: draft.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["imports"] }),
    onError: toastProblem,
  });
  return (
    <li className="flex items-center gap-3 px-5 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link to="/imports/$importId" params={{ importId: draft.id }} className="truncate font-semibold hover:underline">
            {draft.file_name}
          </Link>
          {draft.status === "committed" ? <Badge tone="positive">imported</Badge> : <Badge>not imported yet</Badge>}
        </p>
        <p className="figures text-sm text-ink-soft">
          {formatBytes(draft.file_bytes)} · {formatCount(rows)} rows
          {since && until && ` · ${formatPeriod(since, until)}`} · <Age instant={draft.created_at} /> by {draft.created_by}
        </p>
      </div>
      {draft.status === "preview" && (
        <IconButton label={`Discard ${draft.file_name}`} size="small" disabled={discard.isPending} onClick={() => discard.mutate()}>
          <Trash2 className="size-4" />
        </IconButton>
      )}
    </li>
  );
}
