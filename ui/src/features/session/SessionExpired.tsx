import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Dialog } from "@/components/ui/Dialog";
import { type Session, sessionQuery } from "@/lib/session";
import { isLoginWanted, setCsrfToken, settleLogin, subscribeLoginWanted } from "@/lib/sessionGate";
import { LoginForm } from "./LoginForm";

/** Logs in over the page when the session has ended: what was typed stays, and what was asked for is done then. */
export function SessionExpired() {
  const wanted = useSyncExternalStore(subscribeLoginWanted, isLoginWanted);
  const queryClient = useQueryClient();
  const before = queryClient.getQueryData<Session>(sessionQuery.queryKey)?.me;

  function done(session: Session) {
    // Another person, or another organization, must not go on with this page's requests.
    if (before && (before.id !== session.me.id || before.organization.id !== session.me.organization.id)) {
      location.assign("/overview");
      return;
    }
    queryClient.setQueryData(sessionQuery.queryKey, session);
    settleLogin(true);
  }

  function giveUp(open: boolean) {
    if (open) return;
    setCsrfToken(null);
    settleLogin(false);
    location.assign("/login");
  }

  return (
    <Dialog
      open={wanted}
      onOpenChange={giveUp}
      title="Your session has ended"
      description="Log in to go on. What you typed is still here."
    >
      <LoginForm email={before?.email} onDone={done} />
    </Dialog>
  );
}
