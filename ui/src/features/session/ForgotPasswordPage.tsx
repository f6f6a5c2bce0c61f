import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { authForgotPassword } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { showProblem } from "@/lib/problem";
import { SessionFrame, textLink } from "./SessionFrame";

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ defaultValues: { email: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await authForgotPassword({ body: values });
      setSentTo(values.email);
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <SessionFrame
      title="Forgotten password"
      lead="We send a link by which you choose a new one."
      below={
        <Link to="/login" className={textLink}>
          Back to log in
        </Link>
      }
    >
      {sentTo ? (
        <Notice tone="info">
          If {sentTo} is registered here, a link is on its way. It works once and for a short time. Without a mail server,
          the operator finds the link in the product’s log.
        </Notice>
      ) : (
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <Field label="E-mail" error={errors.email?.message} required>
            <Input
              type="email"
              autoComplete="username"
              autoFocus
              {...form.register("email", { required: "Enter the e-mail you registered with." })}
            />
          </Field>
          <FormProblem message={errors.root?.server?.message} />
          <Button type="submit" look="primary" busy={isSubmitting} className="w-full max-sm:h-11">
            Send the link
          </Button>
        </form>
      )}
    </SessionFrame>
  );
}
