import { useForm } from "react-hook-form";
import { authOpenSession } from "@/api";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { PasswordInput } from "@/components/ui/PasswordInput";
import { showProblem } from "@/lib/problem";
import { type Session, keepSession } from "@/lib/session";

/** E-mail and password to a session. Used by the log-in page and by the dialog over a page whose session ended. */
export function LoginForm({ email = "", onDone, aside }: {
  email?: string;
  onDone: (session: Session) => void | Promise<void>;
  aside?: React.ReactNode;
}) {
  const form = useForm({ defaultValues: { email, password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await onDone(keepSession(await authOpenSession({ body: values })));
    } catch (error) {
      showProblem(form, error);
      form.setFocus("password", { shouldSelect: true });
    }
  });

  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="E-mail" error={errors.email?.message} required>
        <Input
          type="email"
          autoComplete="username"
          autoFocus={!email}
          {...form.register("email", { required: "Enter the e-mail you registered with." })}
        />
      </Field>
      <Field label="Password" error={errors.password?.message} aside={aside} required>
        <PasswordInput
          autoComplete="current-password"
          autoFocus={Boolean(email)}
          {...form.register("password", { required: "Enter your password." })}
        />
      </Field>
      <FormProblem message={errors.root?.server?.message} />
      <Button type="submit" look="primary" busy={isSubmitting} className="mt-1 w-full max-sm:h-11">
        Log in
      </Button>
    </form>
  );
}
