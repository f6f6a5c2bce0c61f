import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Tag } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { advertisersChange, advertisersCreate, advertisersRemove } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { EmptyState, ErrorState, Loading, Skeleton } from "@/components/ui/states";
import { type Advertiser, advertisersQuery } from "@/lib/accounts";
import { showProblem } from "@/lib/problem";
import { useMay } from "@/lib/session";

export function AdvertisersSection() {
  const mayAdmin = useMay("admin");
  const { data, error, refetch } = useQuery(advertisersQuery);
  const [editing, setEditing] = useState<Advertiser | "new" | null>(null);
  return (
    <Card>
      <CardHeader
        title="Advertisers"
        description="The brands or clients whose ads these are. Each owns its ad accounts and campaigns."
        actions={
          mayAdmin && (
            <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing("new")}>
              Add
            </Button>
          )
        }
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="py-6" />
      ) : !data ? (
        <Loading what="advertisers">
          <div className="px-5 pb-5">
            <Skeleton className="h-10 w-full" />
          </div>
        </Loading>
      ) : data.length === 0 ? (
        <EmptyState icon={Tag} title="No advertiser yet" className="py-8">
          A shop has one, an agency one per client.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {data.map((advertiser) => (
            <li key={advertiser.id} className="flex items-center gap-3 px-5 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-semibold">{advertiser.name}</p>
                {advertiser.website_url && <p className="truncate text-sm text-ink-soft">{advertiser.website_url}</p>}
              </div>
              {mayAdmin && (
                <Button size="small" onClick={() => setEditing(advertiser)}>
                  Change
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && (
        <AdvertiserDialog
          key={editing === "new" ? "new" : editing.id}
          advertiser={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

function AdvertiserDialog({ advertiser, onClose }: { advertiser: Advertiser | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const form = useForm({ defaultValues: { name: advertiser?.name ?? "", website_url: advertiser?.website_url ?? "" } });
  const { errors, isSubmitting } = form.formState;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["advertisers"] });

  const submit = form.handleSubmit(async ({ name, website_url }) => {
    const body = { name, website_url: website_url || null };
    try {
      if (advertiser) await advertisersChange({ path: { advertiser_id: advertiser.id }, body });
      else await advertisersCreate({ body });
      await refresh();
      onClose();
    } catch (error) {
      showProblem(form, error);
    }
  });

  if (removing && advertiser) {
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Delete ${advertiser.name}?`}
        description="Only an advertiser without ad accounts and campaigns can be deleted."
        action="Delete advertiser"
        dangerous
        onConfirm={async () => {
          await advertisersRemove({ path: { advertiser_id: advertiser.id } });
          await refresh();
        }}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={advertiser ? advertiser.name : "New advertiser"}
      footer={
        <>
          {advertiser && (
            <Button look="danger" className="mr-auto" onClick={() => setRemoving(true)}>
              Delete
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="advertiser" look="primary" busy={isSubmitting}>
            {advertiser ? "Save" : "Add advertiser"}
          </Button>
        </>
      }
    >
      <form id="advertiser" noValidate className="grid gap-4 pt-1" onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={errors.name?.message} required>
          <Input {...form.register("name", { required: "Give the advertiser a name." })} />
        </Field>
        <Field label="Website" optional error={errors.website_url?.message}>
          <Input type="url" placeholder="https://tastychips.co" {...form.register("website_url")} />
        </Field>
        <FormProblem message={errors.root?.server?.message} />
      </form>
    </Dialog>
  );
}
