import { useQuery } from "@tanstack/react-query";
import { ChangePreviews } from "@/features/previews/ChangePreviews";
import { previewsQuery } from "@/lib/changes";

/** What people will see, for whoever approves an edit of ads. */
export function EditPreviews({ changeId }: { changeId: string }) {
  const { data } = useQuery(previewsQuery(changeId));
  return data ? <ChangePreviews previews={data} /> : null;
}
