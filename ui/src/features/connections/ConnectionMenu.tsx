import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, HeartPulse, RotateCw, TimerReset, Unplug } from "lucide-react";
import { useState } from "react";
import { connectionsCheckConnection, connectionsDisconnect, connectionsRenewConnection } from "@/api";
import { IconButton } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toast, toastProblem } from "@/components/ui/toast";
import { ConnectDialog } from "./ConnectDialog";
import { healthOf } from "./health";
import type { Connection } from "./queries";

/** Check, renew, reconnect, disconnect. */
export function ConnectionMenu({ connection }: { connection: Connection }) {
  const queryClient = useQueryClient();
  const [reconnecting, setReconnecting] = useState(false);
  const [disconnecting, setDisconnecting] = useState(false);
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ["connections"] });
    await queryClient.invalidateQueries({ queryKey: ["connection"] });
  };
  const act = useMutation({
    mutationFn: (verb: "check" | "renew") => {
      const ask = verb === "check" ? connectionsCheckConnection : connectionsRenewConnection;
      return ask({ path: { connection_id: connection.id } });
    },
    onSuccess: async (now, verb) => {
      const { word, advice } = healthOf(now);
      toast.message(verb === "check" ? `Checked: ${word}` : "The token was renewed", { description: advice ?? undefined });
      await refresh();
    },
    onError: async (error) => {
      toastProblem(error);
      await refresh();
    },
  });
  const connected = connection.status !== "disconnected";
  const icon = "size-4 text-ink-faint";
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`Actions for ${connection.name}`} size="small">
            <Ellipsis className="size-4" />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          {connected && (
            <MenuItem onSelect={() => act.mutate("check")}>
              <HeartPulse aria-hidden className={icon} /> Check now
            </MenuItem>
          )}
          {connection.status === "good" && connection.expires_at !== null && (
            <MenuItem onSelect={() => act.mutate("renew")}>
              <TimerReset aria-hidden className={icon} /> Renew the token
            </MenuItem>
          )}
          <MenuItem onSelect={() => setReconnecting(true)}>
            <RotateCw aria-hidden className={icon} /> Reconnect
          </MenuItem>
          {connected && (
            <>
              <MenuSeparator />
              <MenuItem dangerous onSelect={() => setDisconnecting(true)}>
                <Unplug aria-hidden className="size-4" /> Disconnect
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      <ConnectDialog open={reconnecting} onOpenChange={setReconnecting} renews={connection} />
      <ConfirmDialog
        open={disconnecting}
        onOpenChange={setDisconnecting}
        title={`Disconnect ${connection.name}?`}
        description="The token is erased here. Facts and history stay, syncs and launches stop. The same accounts can be connected again."
        action="Disconnect"
        dangerous
        onConfirm={async () => {
          await connectionsDisconnect({ path: { connection_id: connection.id } });
          await refresh();
        }}
      />
    </>
  );
}
