import { useForm } from "react-hook-form";
import { organizationsFound } from "@/api";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { showProblem } from "@/lib/problem";

export function NewOrganizationDialog({ open, onOpenChange, onCreated }: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (id: string) => void;
}) {
  const form = useForm({ defaultValues: { name: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const made = await organizationsFound({ body: values });
      form.reset();
      onOpenChange(false);
      onCreated(made.id);
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New organization"
      description="A company or an agency of its own: nothing is shared between organizations."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form="new-organization" look="primary" busy={isSubmitting}>
            Create organization
          </Button>
        </>
      }
    >
      <form id="new-organization" noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={errors.name?.message} required>
          <Input {...form.register("name", { required: "Give it a name." })} />
        </Field>
        <FormProblem message={errors.root?.server?.message} />
      </form>
    </Dialog>
  );
}
