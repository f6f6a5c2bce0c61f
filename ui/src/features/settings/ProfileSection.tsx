import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { authChangePassword, meChange } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { PasswordInput } from "@/components/ui/PasswordInput";
import { toast } from "@/components/ui/toast";
import { PASSWORD_HELP, passwordRule } from "@/lib/passwordRule";
import { showProblem } from "@/lib/problem";
import { sessionQuery, useMe } from "@/lib/session";
import { LogIns } from "./LogIns";

export function ProfileSection() {
  return (
    <>
      <ProfileCard />
      <PasswordCard />
      <LogIns />
    </>
  );
}

function ProfileCard() {
  const me = useMe();
  const queryClient = useQueryClient();
  const form = useForm({
    defaultValues: { first_name: me.first_name, last_name: me.last_name, company: me.company ?? "" },
  });
  const { errors, isSubmitting, isDirty } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await meChange({ body: { ...values, company: values.company || null } });
      form.reset(values);
      toast.success("Profile saved");
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <Card>
      <CardHeader title="Profile" description={me.email} />
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="First name" error={errors.first_name?.message} required>
              <Input autoComplete="given-name" {...form.register("first_name", { required: "Enter your first name." })} />
            </Field>
            <Field label="Last name" error={errors.last_name?.message} required>
              <Input autoComplete="family-name" {...form.register("last_name", { required: "Enter your last name." })} />
            </Field>
          </div>
          <Field label="Company" optional error={errors.company?.message}>
            <Input autoComplete="organization" {...form.register("company")} />
          </Field>
          <FormProblem message={errors.root?.server?.message} />
          <div>
            <Button type="submit" look="primary" busy={isSubmitting} disabled={!isDirty}>
              Save profile
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

function PasswordCard() {
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { current_password: "", new_password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await authChangePassword({ body: values });
      form.reset();
      toast.success("Password changed", { description: "All other sessions were logged out." });
      await queryClient.invalidateQueries({ queryKey: ["log-ins"] });
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <Card>
      <CardHeader title="Password" />
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <Field label="Current password" error={errors.current_password?.message} required>
            <PasswordInput
              autoComplete="current-password"
              {...form.register("current_password", { required: "Enter the password you use now." })}
            />
          </Field>
          <Field
            label="New password"
            error={errors.new_password?.message}
            help={`${PASSWORD_HELP} All other sessions are logged out.`}
            required
          >
            <PasswordInput
              autoComplete="new-password"
              {...form.register("new_password", passwordRule)}
            />
          </Field>
          <FormProblem message={errors.root?.server?.message} />
          <div>
            <Button type="submit" busy={isSubmitting}>
              Change password
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
