import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { organizationsChange } from "@/api";
import { Button } from "@/components/ui/Button";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { Field, FormProblem } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { toast } from "@/components/ui/toast";
import { showProblem } from "@/lib/problem";
import { sessionQuery, useMay, useMe } from "@/lib/session";
import { roleLabel } from "@/lib/words";

export function OrganizationSection() {
  const me = useMe();
  const mayAdmin = useMay("admin");
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { name: me.organization.name } });
  const { errors, isSubmitting, isDirty } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await organizationsChange({ body: values });
      form.reset(values);
      toast.success("Organization saved");
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    } catch (error) {
      showProblem(form, error);
    }
  });

  return (
    <Card>
      <CardHeader title="Organization" description={`You are ${roleLabel(me.role).toLowerCase()} here.`} />
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <Field label="Name" error={errors.name?.message} required>
            <Input readOnly={!mayAdmin} {...form.register("name", { required: "Give the organization a name." })} />
          </Field>
          <FormProblem message={errors.root?.server?.message} />
          {mayAdmin && (
            <div>
              <Button type="submit" look="primary" busy={isSubmitting} disabled={!isDirty}>
                Save organization
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}
