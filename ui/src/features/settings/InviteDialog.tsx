import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { type Role, invitationsInvite } from "@/api";
import { Button } from "@/components/ui/Button";
import { CopyField } from "@/components/ui/CopyField";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { showProblem } from "@/lib/problem";
import { useMay } from "@/lib/session";
import { AdvertiserLimits } from "./AdvertiserLimits";
import { ROLE_CHOICES } from "./roles";

interface Values {
  email: string;
  role: Role;
  advertiser_ids: string[] | null;
}

/** Invites by mail, and shows the link once, so that it can be passed on without a mail server too. */
export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const queryClient = useQueryClient();
  const isOwner = useMay("own");
  const [link, setLink] = useState<string | null>(null);
  const form = useForm<Values>({ defaultValues: { email: "", role: "manager", advertiser_ids: null } });
  const { errors, isSubmitting } = form.formState;

  function close(next: boolean) {
    onOpenChange(next);
    if (!next) {
      setLink(null);
      form.reset();
    }
  }

  const submit = form.handleSubmit(async (values) => {
    try {
      const made = await invitationsInvite({ body: values });
      await queryClient.invalidateQueries({ queryKey: ["invitations"] });
      setLink(made.link);
    } catch (error) {
      showProblem(form, error);
    }
  });

  if (link) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title="Pass this link on"
        description="It works once, for the invited person."
        footer={
          <Button look="primary" onClick={() => close(false)}>
            Done
          </Button>
        }
      >
        <CopyField value={link} label="Invitation link" />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Invite somebody"
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form="invite" look="primary" busy={isSubmitting}>
            Send invitation
          </Button>
        </>
      }
    >
      <form id="invite" noValidate className="grid gap-4 pt-1" onSubmit={(event) => void submit(event)}>
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" autoComplete="off" {...form.register("email", { required: "Enter an e-mail address." })} />
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Field label="Role" error={errors.role?.message} required>
              <Select
                value={field.value}
                onChange={field.onChange}
                choices={ROLE_CHOICES.filter((role) => isOwner || role.value !== "owner")}
              />
            </Field>
          )}
        />
        <Controller
          control={form.control}
          name="advertiser_ids"
          render={({ field }) => <AdvertiserLimits value={field.value} onChange={field.onChange} />}
        />
        <FormProblem message={errors.root?.server?.message} />
      </form>
    </Dialog>
  );
}
