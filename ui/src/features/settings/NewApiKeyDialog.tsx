import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { type KeyScope, apiKeysCreate } from "@/api";
import { Notice } from "@/components/ui/Badge";
import { Button } from "@/components/ui/Button";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { CopyField } from "@/components/ui/CopyField";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { showProblem } from "@/lib/problem";

const SCOPES = [
  { key: "read", hint: "See everything its maker sees" },
  { key: "draft", hint: "Build drafts and propose changes" },
  { key: "approve", hint: "Decide on changes: they reach the platforms" },
  { key: "admin", hint: "Connections, members, keys, advertisers" },
] as const;

const MS_PER_DAY = 86_400_000;
const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "Does not expire" },
];

/** When a key made now ends, as an instant; null when it does not. */
function endOf(life: string): string | null {
  return life === "never" ? null : new Date(Date.now() + Number(life) * MS_PER_DAY).toISOString();
}

/** Makes a key and shows it once. */
export function NewApiKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({ defaultValues: { name: "", scopes: ["read"] as KeyScope[], life: "90" } });
  const { errors, isSubmitting } = form.formState;

  function close(next: boolean) {
    onOpenChange(next);
    if (!next) {
      setMade(null);
      form.reset();
    }
  }

  const submit = form.handleSubmit(async ({ name, scopes, life }) => {
    try {
      const { key } = await apiKeysCreate({ body: { name, scopes, expires_at: endOf(life) } });
      setMade(key);
      await queryClient.invalidateQueries({ queryKey: ["api-keys"] });
    } catch (error) {
      showProblem(form, error, { expires_at: "life" });
    }
  });

  if (made) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        insistent
        title="Copy the key now"
        footer={
          <Button look="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        }
      >
        <div className="grid gap-3">
          <CopyField value={made} label="API key" />
          <Notice tone="warning">It is shown this once. Only a fingerprint of it is stored.</Notice>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="New API key"
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form="new-key" look="primary" busy={isSubmitting}>
            Make key
          </Button>
        </>
      }
    >
      <form id="new-key" noValidate className="grid gap-4 pt-1" onSubmit={(event) => void submit(event)}>
        <Field label="Name" help="What uses it, so that you know it later." error={errors.name?.message} required>
          <Input {...form.register("name", { required: "Give the key a name." })} />
        </Field>
        <Controller
          control={form.control}
          name="scopes"
          rules={{ validate: (scopes) => scopes.length > 0 || "Choose at least one." }}
          render={({ field }) => (
            <fieldset className="grid gap-2.5">
              <legend className="mb-2 text-sm font-semibold">It may</legend>
              {SCOPES.map(({ key, hint }) => (
                <CheckboxLine
                  key={key}
                  label={key}
                  hint={hint}
                  checked={field.value.includes(key)}
                  onChange={(on) => field.onChange(on ? [...field.value, key] : field.value.filter((each) => each !== key))}
                />
              ))}
              {errors.scopes?.message && <p className="text-sm text-negative">{errors.scopes.message}</p>}
            </fieldset>
          )}
        />
        <Controller
          control={form.control}
          name="life"
          render={({ field }) => (
            <Field label="Expires" error={errors.life?.message}>
              <Select value={field.value} onChange={field.onChange} choices={LIVES} />
            </Field>
          )}
        />
        <FormProblem message={errors.root?.server?.message} />
      </form>
    </Dialog>
  );
}
