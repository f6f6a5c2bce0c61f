import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { authResetPassword } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { PasswordInput } from "@/components/ui/PasswordInput";
import { toast } from "@/components/ui/toast";
import { PASSWORD_HELP, passwordRule } from "@/lib/passwordRule";
import { showProblem } from "@/lib/problem";
import { SessionFrame, textLink } from "./SessionFrame";

const route = getRouteApi("/reset-password");

export function ResetPasswordPage() {
  const { token } = route.useSearch();
  const navigate = useNavigate();
  const form = useForm({ defaultValues: { new_password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await authResetPassword({ body: { token: token ?? "", ...values } });
      toast.success("The new password is set. Log in with it.");
      await navigate({ to: "/login" });
    } catch (error) {
      showProblem(form, error);
    }
  });

  const another = (
    <Link to="/forgot-password" className={textLink}>
      Ask for another link
    </Link>
  );
  if (!token) {
    return (
      <SessionFrame title="New password" below={another}>
        <Notice tone="warning">This link is not complete. Open it from the mail once more, or ask for another one.</Notice>
      </SessionFrame>
    );
  }
  return (
    <SessionFrame title="New password" lead="All other sessions are logged out." below={another}>
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="New password" error={errors.new_password?.message} help={PASSWORD_HELP} required>
          <PasswordInput autoComplete="new-password" autoFocus {...form.register("new_password", passwordRule)} />
        </Field>
        <FormProblem message={errors.root?.server?.message} />
        <Button type="submit" look="primary" busy={isSubmitting} className="w-full max-sm:h-11">
          Set the password
        </Button>
      </form>
    </SessionFrame>
  );
}
