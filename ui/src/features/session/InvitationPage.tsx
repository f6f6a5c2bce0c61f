import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, getRouteApi, useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { authOpenSession, authShowSession, invitationsAccept } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { PasswordInput } from "@/components/ui/PasswordInput";
import { PASSWORD_HELP, passwordRule } from "@/lib/passwordRule";
import { showProblem } from "@/lib/problem";
import { type Session, keepSession, sessionQuery } from "@/lib/session";
import { SessionFrame, textLink } from "./SessionFrame";

const route = getRouteApi("/invitation");

/** Accepts an invitation: as who is logged in, or as a new person. */
export function InvitationPage() {
  const { token } = route.useSearch();
  const session = useQuery(sessionQuery);
  if (!token) {
    return (
      <SessionFrame title="Invitation">
        <Notice tone="warning">This link is not complete. Open it from the mail once more, or ask for another one.</Notice>
      </SessionFrame>
    );
  }
  if (session.isPending) return <SessionFrame title="Invitation">{null}</SessionFrame>;
  return session.data ? <AcceptAsMe token={token} email={session.data.me.email} /> : <AcceptAsNew token={token} />;
}

function useEnter() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async (session: Session) => {
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, keepSession(session));
    await navigate({ to: "/overview" });
  };
}

function AcceptAsMe({ token, email }: { token: string; email: string }) {
  const enter = useEnter();
  const form = useForm({ defaultValues: {} });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async () => {
    try {
      await invitationsAccept({ body: { token } });
      await enter(await authShowSession());
    } catch (error) {
      showProblem(form, error);
    }
  });
  return (
    <SessionFrame title="Join the organization" lead={`You are logged in as ${email}.`}>
      <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <FormProblem message={errors.root?.server?.message} />
        <Button type="submit" look="primary" busy={isSubmitting}>
          Join
        </Button>
      </form>
    </SessionFrame>
  );
}

function AcceptAsNew({ token }: { token: string }) {
  const enter = useEnter();
  const form = useForm({ defaultValues: { first_name: "", last_name: "", password: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      const { email } = await invitationsAccept({ body: { token, ...values } });
      await enter(await authOpenSession({ body: { email, password: values.password } }));
    } catch (error) {
      showProblem(form, error);
    }
  });
  return (
    <SessionFrame
      title="Join the organization"
      below={
        <>
          Already registered?{" "}
          <Link to="/login" search={{ next: `/invitation?token=${encodeURIComponent(token)}` }} className={textLink}>
            Log in first
          </Link>
        </>
      }
    >
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <div className="grid grid-cols-2 gap-3">
          <Field label="First name" error={errors.first_name?.message} required>
            <Input autoComplete="given-name" {...form.register("first_name", { required: "Enter your first name." })} />
          </Field>
          <Field label="Last name" error={errors.last_name?.message} required>
            <Input autoComplete="family-name" {...form.register("last_name", { required: "Enter your last name." })} />
          </Field>
        </div>
        <Field label="Password" error={errors.password?.message} help={PASSWORD_HELP} required>
          <PasswordInput autoComplete="new-password" {...form.register("password", passwordRule)} />
        </Field>
        <FormProblem message={errors.root?.server?.message} />
        <Button type="submit" look="primary" busy={isSubmitting} className="w-full max-sm:h-11">
          Join
        </Button>
      </form>
    </SessionFrame>
  );
}
