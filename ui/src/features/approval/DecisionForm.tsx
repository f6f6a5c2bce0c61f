import { useMutation } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { type DecidedByLinkOut, approvalsApprove, approvalsReject } from "@/api";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input, Textarea } from "@/components/ui/Input";
import { sentenceOf } from "@/lib/problem";

type Act = "approve" | "reject";

/** Name, comment, and the decision; a rejection needs a reason. */
export function DecisionForm({ token, recipient, onDecided }: {
  token: string;
  recipient: string;
  onDecided: (decided: DecidedByLinkOut) => void;
}) {
  const [name, setName] = useState(recipient);
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState<Act | null>(null);
  const decide = useMutation({
    mutationFn: (act: Act) =>
      act === "approve"
        ? approvalsApprove({ path: { token }, body: { name: name.trim(), comment: comment.trim() || null } })
        : approvalsReject({ path: { token }, body: { name: name.trim(), reason: comment.trim() } }),
    onSuccess: onDecided,
  });
  function act(verdict: Act) {
    setTried(verdict);
    if (name.trim() && (verdict === "approve" || comment.trim())) decide.mutate(verdict);
  }
  const busy = (verdict: Act) => decide.isPending && decide.variables === verdict;
  return (
    <form className="flex flex-col gap-4 border-t border-line pt-4" noValidate onSubmit={(event) => event.preventDefault()}>
      <Field label="Your name" error={tried && !name.trim() ? "Enter your name; it is kept with the decision." : null} required>
        <Input value={name} maxLength={120} autoComplete="name" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Comment" optional error={tried === "reject" && !comment.trim() ? "Say what should be different." : null}>
        <Textarea rows={3} value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
      </Field>
      <FormProblem message={decide.error ? sentenceOf(decide.error) : undefined} />
      <div className="flex flex-wrap gap-2">
        <Button
          className="flex-1 max-sm:h-11"
          disabled={decide.isPending}
          busy={busy("reject")}
          icon={<X aria-hidden className="size-4" />}
          onClick={() => act("reject")}
        >
          Reject
        </Button>
        <Button
          look="primary"
          className="flex-1 max-sm:h-11"
          disabled={decide.isPending}
          busy={busy("approve")}
          icon={<Check aria-hidden className="size-4" strokeWidth={2.5} />}
          onClick={() => act("approve")}
        >
          Approve
        </Button>
      </div>
    </form>
  );
}
