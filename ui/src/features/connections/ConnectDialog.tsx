import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { type Provider, connectionsConnectWithToken, connectionsStartConsent } from "@/api";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Textarea } from "@/components/ui/Input";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { Select } from "@/components/ui/Select";
import { platformName } from "@/lib/platforms";
import { sentenceOf, showProblem } from "@/lib/problem";
import { platformOf, providerLabel } from "@/lib/words";
import { type Connection, connectionsQuery } from "./queries";

type Way = "consent" | "token";

const PROVIDERS: readonly Provider[] = ["meta", "google", "meta_sandbox", "google_sandbox"];

/** How a platform is signed in to, and what can be pasted in its place. */
const WAYS = {
  meta: {
    consent: "Meta asks which business and ad accounts Adwright may use, and sends you back here.",
    pasted: "System-user token",
    help: "In Meta Business settings: Users, System users, Generate token, with ads_management, ads_read, business_management and pages_show_list.",
    missing: "Paste the token.",
  },
  google: {
    consent: "Google asks which Google account Adwright may act for, and sends you back here. Manager accounts bring the accounts below them.",
    pasted: "Key file (JSON)",
    help: "The whole JSON key of a service account that has access in Google Ads, or of an authorized user with client_id, client_secret and refresh_token of your own Cloud project.",
    missing: "Paste the key.",
  },
} as const;

/** Connect a provider by its consent page or by a pasted token; `renews` reconnects a connection. */
export function ConnectDialog({ open, onOpenChange, renews }: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  renews?: Connection;
}) {
  const [way, setWay] = useState<Way>("consent");
  const [chosen, setChosen] = useState<Provider | null>(null);
  const { data: connections } = useQuery(connectionsQuery);
  // What is connected already is what is meant most likely.
  const provider = chosen ?? renews?.provider ?? connections?.[0]?.provider ?? "meta";
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={renews ? `Reconnect ${renews.name}` : "Connect a platform"}
      description="The token is encrypted on this installation and never shown again. Nothing changes on the platform by connecting."
    >
      <div className="grid gap-5 pt-1">
        {!renews && (
          <Field label="Provider">
            <Select
              value={provider}
              onChange={setChosen}
              choices={PROVIDERS.map((value) => ({
                value,
                label: providerLabel(value),
                hint: value.endsWith("_sandbox") ? "A simulated ad market: nothing is spent" : undefined,
              }))}
            />
          </Field>
        )}
        <SegmentedControl
          label="How to connect"
          value={way}
          onChange={setWay}
          className="w-full"
          segments={[
            { value: "consent", label: `Sign in with ${platformName(platformOf(provider))}` },
            { value: "token", label: "Paste a key" },
          ]}
        />
        {way === "consent" ? (
          <ConsentWay provider={provider} connectionId={renews?.id} />
        ) : (
          <TokenWay provider={provider} onDone={() => onOpenChange(false)} />
        )}
      </div>
    </Dialog>
  );
}

function ConsentWay({ provider, connectionId }: { provider: Provider; connectionId?: string }) {
  const platform = platformOf(provider);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function begin() {
    setBusy(true);
    setProblem(undefined);
    try {
      const consent = await connectionsStartConsent({
        path: { platform },
        body: { provider, connection_id: connectionId ?? null },
      });
      location.assign(consent.authorize_url);
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  }

  return (
    <div className="grid gap-4">
      <p className="text-base text-ink-soft">
        {WAYS[platform].consent} You choose the accounts to bring in afterwards.
      </p>
      <FormProblem message={problem} />
      <Button look="primary" busy={busy} onClick={() => void begin()} icon={<ExternalLink aria-hidden className="size-4" />}>
        Go to {platformName(platform)}’s consent page
      </Button>
    </div>
  );
}

function TokenWay({ provider, onDone }: { provider: Provider; onDone: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const platform = platformOf(provider);
  const form = useForm({ defaultValues: { token: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ token }) => {
    try {
      const made = await connectionsConnectWithToken({ path: { platform }, body: { provider, token: token.trim() } });
      await queryClient.invalidateQueries({ queryKey: ["connections"] });
      onDone();
      await navigate({ to: "/connections/$connectionId", params: { connectionId: made.id }, search: { choose: "accounts" } });
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        label={WAYS[platform].pasted}
        error={errors.token?.message}
        required
        help={WAYS[platform].help}
      >
        <Textarea
          rows={3}
          spellCheck={false}
          autoComplete="off"
          className="font-mono text-sm break-all"
          {...form.register("token", { required: WAYS[platform].missing })}
        />
      </Field>
      <FormProblem message={errors.root?.server?.message} />
      <Button type="submit" look="primary" busy={isSubmitting}>
        Check and connect
      </Button>
    </form>
  );
}
