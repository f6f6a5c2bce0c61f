import { type ReactNode, useState } from "react";
import { sentenceOf } from "@/lib/problem";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { FormProblem } from "./Field";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  /** The button says what it does: "Disconnect", never "OK". */
  action: string;
  dangerous?: boolean;
  onConfirm: () => Promise<unknown>;
  children?: ReactNode;
}

/** Asks once, does it, closes; a failure is said in place. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, action, dangerous, onConfirm, children } = props;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function confirm() {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button look={dangerous ? "danger" : "primary"} busy={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        <FormProblem message={problem} />
      </div>
    </Dialog>
  );
}
