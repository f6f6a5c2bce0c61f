import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useState } from "react";
import { type ApprovalLinkOut, approvalsLinks, approvalsMakeLink, approvalsRevokeLink } from "@/api";
import { Badge, type Tone } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import type { Change } from "@/lib/changes";
import { formatInstant } from "@/lib/days";
import { idempotencyKey } from "@/lib/http";
import { sentenceOf } from "@/lib/problem";

const LIVES = [
  { value: "1", label: "1 day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
];

/** Hands out links by which a client without an account decides. */
export function ShareButton({ change }: { change: Change }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button className="max-sm:flex-1" icon={<Link2 aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
        Share by link
      </Button>
      <ShareDialog change={change} open={open} onOpenChange={setOpen} />
    </>
  );
}

function ShareDialog({ change, open, onOpenChange }: { change: Change; open: boolean; onOpenChange: (open: boolean) => void }) {
  const queryClient = useQueryClient();
  const key = ["change", change.id, "links"];
  const [recipient, setRecipient] = useState("");
  const [days, setDays] = useState("7");
  const [tried, setTried] = useState(false);
  const { data } = useQuery({ queryKey: key, queryFn: open ? () => approvalsLinks({ path: { change_id: change.id } }) : skipToken });
  const refresh = () => queryClient.invalidateQueries({ queryKey: key });
  const make = useMutation({
    mutationFn: () =>
      approvalsMakeLink({
        path: { change_id: change.id },
        body: { recipient: recipient.trim(), days: Number(days) },
        headers: { "Idempotency-Key": idempotencyKey() },
      }),
    onSuccess: async () => {
      setRecipient("");
      setTried(false);
      await refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Approval by link"
      description="Whoever has the link sees the previews, the figures and what changes, and approves or rejects once, without an account. It shows this version only."
      footer={<Button onClick={() => onOpenChange(false)}>Close</Button>}
    >
      <div className="flex flex-col gap-5 pt-1">
        <form
          noValidate
          className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (recipient.trim()) make.mutate();
          }}
        >
          <Field label="For whom" error={tried && !recipient.trim() ? "Say for whom it is." : null} required>
            <Input value={recipient} maxLength={120} placeholder="Ana, Tasty Chips Co." onChange={(event) => setRecipient(event.target.value)} />
          </Field>
          <Field label="Good for">
            <Select choices={LIVES} value={days} onChange={setDays} />
          </Field>
          <Button type="submit" look="primary" className="justify-self-start" busy={make.isPending}>
            Make link
          </Button>
        </form>
        <FormProblem message={make.error ? sentenceOf(make.error) : undefined} />
        {data && data.items.length > 0 && (
          <ul aria-label="Links" className="flex flex-col divide-y divide-line border-t border-line">
            {data.items.toReversed().map((link) => (
              <LinkLine key={link.id} changeId={change.id} link={link} onChanged={refresh} />
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

const STATES: Readonly<Record<ApprovalLinkOut["state"], { label: string; tone: Tone }>> = {
  open: { label: "Open", tone: "amber" },
  used: { label: "Decided", tone: "positive" },
  revoked: { label: "Withdrawn", tone: "neutral" },
  expired: { label: "Expired", tone: "neutral" },
  outdated: { label: "Outdated", tone: "neutral" },
  closed: { label: "Closed", tone: "neutral" },
};

function LinkLine({ changeId, link, onChanged }: { changeId: string; link: ApprovalLinkOut; onChanged: () => Promise<void> }) {
  const revoke = useMutation({
    mutationFn: () => approvalsRevokeLink({ path: { change_id: changeId, link_id: link.id } }),
    onSuccess: onChanged,
  });
  const { label, tone } = STATES[link.state];
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 font-semibold break-words">{link.recipient}</span>
        <Badge tone={tone}>{label}</Badge>
        {link.state === "open" && (
          <Button size="small" look="danger" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            Withdraw
          </Button>
        )}
      </div>
      {link.state === "open" && <CopyField value={link.url} label={`Link for ${link.recipient}`} />}
      <p className="text-sm text-ink-soft">
        {link.decided_at
          ? `${link.decided_by ?? "Somebody"} ${link.verdict ?? "decided"}, ${formatInstant(link.decided_at)}`
          : `Made by ${link.made_by}, good until ${formatInstant(link.expires_at)}`}
      </p>
      <FormProblem message={revoke.error ? sentenceOf(revoke.error) : undefined} />
    </li>
  );
}
