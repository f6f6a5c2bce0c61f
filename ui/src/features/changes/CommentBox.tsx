import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changesComment } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import type { ChangeDetail } from "@/lib/changes";
import { formatInstant } from "@/lib/days";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";

/** What people have to say about a change; it stays in the log. */
export function CommentBox({ change, mayComment, zone }: { change: ChangeDetail; mayComment: boolean; zone?: string }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const comments = change.log.filter((entry) => entry.kind === "commented");
  const send = useMutation({
    mutationFn: () =>
      changesComment({ path: { change_id: change.id }, body: { text: text.trim() }, headers: { "Idempotency-Key": idempotencyKey() } }),
    onSuccess: async () => {
      setText("");
      await queryClient.invalidateQueries({ queryKey: ["change", change.id] });
    },
  });
  if (comments.length === 0 && !mayComment) return null;
  return (
    <Card>
      <CardHeader title="Comments" />
      <CardBody className="flex flex-col gap-4">
        {comments.length > 0 && (
          <ul className="flex flex-col gap-3 text-base">
            {comments.map((entry) => (
              <li key={entry.id}>
                <p className="text-sm text-ink-soft">
                  <strong className="text-ink">{entry.actor}</strong>, {formatInstant(entry.at, zone)}
                </p>
                <p className="break-words whitespace-pre-wrap">{entry.text}</p>
              </li>
            ))}
          </ul>
        )}
        {mayComment && (
          <form
            className="flex flex-col gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim()) send.mutate();
            }}
          >
            <Field label="Add a comment">
              <Textarea rows={2} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
            </Field>
            <FormProblem message={send.error ? sentenceOf(send.error) : undefined} />
            <Button type="submit" className="self-start" disabled={!text.trim()} busy={send.isPending}>
              Comment
            </Button>
          </form>
        )}
      </CardBody>
    </Card>
  );
}
