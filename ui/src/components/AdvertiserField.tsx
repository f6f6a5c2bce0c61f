import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { advertisersCreate } from "@/api";
import { Button } from "@/components/ui/Button";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { type Advertiser, advertisersQuery } from "@/lib/accounts";
import { sentenceOf } from "@/lib/problem";
import { useMay } from "@/lib/session";

/** Choose an advertiser, or make one on the spot. With only one there is nothing to choose, so it is chosen. */
export function AdvertiserField({ value, onChange, help, error }: {
  value: string | null;
  onChange: (id: string) => void;
  help?: ReactNode;
  error?: string;
}) {
  const { data: advertisers } = useQuery(advertisersQuery);
  const mayMake = useMay("admin");
  const [making, setMaking] = useState(false);
  const only = advertisers?.length === 1 ? advertisers[0] : undefined;

  useEffect(() => {
    if (only && value === null) onChange(only.id);
  }, [only, value, onChange]);

  const none = advertisers?.length === 0;
  if (making || (none && mayMake)) {
    return (
      <NewAdvertiser
        help={help}
        onMade={(made) => {
          setMaking(false);
          onChange(made.id);
        }}
        onCancel={none ? undefined : () => setMaking(false)}
      />
    );
  }
  return (
    <Field label="Advertiser" help={help} error={error} required>
      <div className="flex gap-2">
        <Select
          value={value}
          onChange={onChange}
          disabled={!advertisers || none}
          placeholder={none ? "No advertiser yet: ask an admin to add one" : "Choose the advertiser"}
          choices={(advertisers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        {mayMake && (
          <Button onClick={() => setMaking(true)} icon={<Plus aria-hidden className="size-4" />}>
            New
          </Button>
        )}
      </div>
    </Field>
  );
}

function NewAdvertiser({ help, onMade, onCancel }: {
  help?: ReactNode;
  onMade: (advertiser: Advertiser) => void;
  onCancel?: () => void;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function make() {
    setBusy(true);
    setProblem(null);
    try {
      const made = await advertisersCreate({ body: { name: name.trim() } });
      await queryClient.invalidateQueries({ queryKey: ["advertisers"] });
      onMade(made);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Field label="New advertiser" help={help} error={problem} required>
      <div className="flex gap-2">
        <Input
          value={name}
          placeholder="Tasty Chips Co."
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (name.trim()) void make();
          }}
        />
        <Button busy={busy} disabled={!name.trim()} onClick={() => void make()}>
          Add
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </Field>
  );
}
