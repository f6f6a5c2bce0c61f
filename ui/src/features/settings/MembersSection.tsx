import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { invitationsWithdraw } from "@/api";
import { Age } from "@/components/Instant";
import { Badge } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { toastProblem } from "@/components/ui/toast";
import { useMe } from "@/lib/session";
import { roleLabel } from "@/lib/words";
import { InviteDialog } from "./InviteDialog";
import { MemberDialog } from "./MemberDialog";
import { type Invitation, type Member, invitationsQuery, membersQuery } from "./queries";

export function MembersSection() {
  const { data: members, error, refetch } = useQuery(membersQuery);
  const { data: invitations = [] } = useQuery(invitationsQuery);
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Member | null>(null);
  return (
    <>
      <Card>
        <CardHeader
          title="Members"
          actions={
            <Button icon={<UserPlus aria-hidden className="size-4" />} onClick={() => setInviting(true)}>
              Invite
            </Button>
          }
        />
        {error && !members ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />
        ) : !members ? (
          <Loading what="members">
            <div className="px-5 pb-5">
              <Skeleton className="h-10 w-full" />
            </div>
          </Loading>
        ) : (
          <ul className="divide-y divide-line border-t border-line">
            {members.map((member) => (
              <MemberLine key={member.id} member={member} onEdit={() => setEditing(member)} />
            ))}
          </ul>
        )}
      </Card>
      {invitations.length > 0 && (
        <Card>
          <CardHeader title="Invitations" description="Open until they are accepted, withdrawn or expired." />
          <ul className="divide-y divide-line border-t border-line">
            {invitations.map((invitation) => (
              <InvitationLine key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </Card>
      )}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
      {editing && <MemberDialog key={editing.id} member={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function MemberLine({ member, onEdit }: { member: Member; onEdit: () => void }) {
  const me = useMe();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-semibold">
          {member.name} {member.person_id === me.id && <span className="font-normal text-ink-faint">you</span>}
        </p>
        <p className="truncate text-sm text-ink-soft">{member.email}</p>
      </div>
      <Badge tone={member.role === "owner" ? "amber" : "neutral"}>{roleLabel(member.role)}</Badge>
      {member.advertiser_ids !== null && (
        <span className="text-sm text-ink-soft">
          {member.advertiser_ids.length} {member.advertiser_ids.length === 1 ? "advertiser" : "advertisers"}
        </span>
      )}
      <Button size="small" onClick={onEdit}>
        Change
      </Button>
    </li>
  );
}

function InvitationLine({ invitation }: { invitation: Invitation }) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => invitationsWithdraw({ path: { invitation_id: invitation.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["invitations"] }),
    onError: toastProblem,
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-semibold">{invitation.email}</p>
        <p className="text-sm text-ink-soft">
          invited by {invitation.invited_by}, expires <Age instant={invitation.expires_at} />
        </p>
      </div>
      <Badge>{roleLabel(invitation.role)}</Badge>
      <Button size="small" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
        Withdraw
      </Button>
    </li>
  );
}
