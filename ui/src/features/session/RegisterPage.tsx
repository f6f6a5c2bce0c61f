import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { authOpenSession, authRegister } from "@/api";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { PasswordInput } from "@/components/ui/PasswordInput";
import { PASSWORD_HELP, passwordRule } from "@/lib/passwordRule";
import { showProblem } from "@/lib/problem";
import { keepSession, sessionQuery } from "@/lib/session";
import { SessionFrame, textLink } from "./SessionFrame";

export function RegisterPage() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const form = useForm({
    defaultValues: { first_name: "", last_name: "", email: "", password: "", organization_name: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await authRegister({ body: values });
      const { email, password } = values;
      const session = keepSession(await authOpenSession({ body: { email, password } }));
      queryClient.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: "/overview" });
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <SessionFrame
      title="Create an organization"
      lead="For one person, a team or an agency. Everything you connect stays on this installation."
      below={
        <>
          Already registered?{" "}
          <Link to="/login" className={textLink}>
            Log in
          </Link>
        </>
      }
    >
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <div className="grid grid-cols-2 gap-3">
          <Field label="First name" error={errors.first_name?.message} required>
            <Input autoComplete="given-name" autoFocus {...form.register("first_name", { required: "Enter your first name." })} />
          </Field>
          <Field label="Last name" error={errors.last_name?.message} required>
            <Input autoComplete="family-name" {...form.register("last_name", { required: "Enter your last name." })} />
          </Field>
        </div>
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" autoComplete="username" {...form.register("email", { required: "Enter your e-mail." })} />
        </Field>
        <Field label="Password" error={errors.password?.message} help={PASSWORD_HELP} required>
          <PasswordInput autoComplete="new-password" {...form.register("password", passwordRule)} />
        </Field>
        <Field label="Organization" help="Your company or agency." error={errors.organization_name?.message} required>
          <Input
            autoComplete="organization"
            {...form.register("organization_name", { required: "Name the company or agency." })}
          />
        </Field>
        <FormProblem message={errors.root?.server?.message} />
        <Button type="submit" look="primary" busy={isSubmitting} className="mt-1 w-full max-sm:h-11">
          Create organization
        </Button>
      </form>
    </SessionFrame>
  );
}
