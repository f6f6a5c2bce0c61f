import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { AdvertiserField } from "@/components/AdvertiserField";
import { DayPicker } from "@/components/date-range/DayPicker";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { CheckboxLine } from "@/components/ui/Checkbox";
import { Combobox } from "@/components/ui/Combobox";
import { Field } from "@/components/ui/Field";
import { Input } from "@/components/ui/Input";
import { Select } from "@/components/ui/Select";
import { adAccountsQuery } from "@/lib/accounts";
import { dayInZone } from "@/lib/days";
import type { ImportChange, ImportDraft } from "./queries";

const NEW = "new";
const DAY_FIELDS: ReadonlySet<string> = new Set(["date", "since", "until"]);
const CURRENCIES = ["USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "INR", "MXN"];

function zoneChoices() {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

function currencyChoices(chosen: string | null) {
  const names = new Intl.DisplayNames(undefined, { type: "currency" });
  const all = [...CURRENCIES, ...Intl.supportedValuesOf("currency").filter((code) => !CURRENCIES.includes(code))];
  const codes = chosen && !all.includes(chosen) ? [chosen, ...all] : all;
  return codes.map((code) => ({ value: code, label: code, hint: names.of(code) }));
}

/** Whose numbers these are, and what the file does not say itself. Each answer reads the file anew. */
export function ChoicesForm({ draft, onChoose }: { draft: ImportDraft; onChoose: (change: ImportChange) => void }) {
  const { preview } = draft;
  const { data: accounts = [] } = useQuery(adAccountsQuery);
  const zones = useMemo(() => zoneChoices(), []);
  const files = accounts.filter((account) => account.platform === "file");
  const currency = draft.currency ?? preview.currency;
  const hasDays = preview.columns.some((column) => column.field !== null && DAY_FIELDS.has(column.field));
  const hasErrors = preview.problems.some((problem) => problem.severity === "error");

  return (
    <Card>
      <CardHeader title="Where it goes" />
      <CardBody className="grid gap-4">
        {files.length > 0 && (
          <Field label="Account" help={draft.ad_account_id ? "The days of this file replace the same days there." : undefined}>
            <Select
              value={draft.ad_account_id ?? NEW}
              onChange={(id) => onChoose({ ad_account_id: id === NEW ? null : id })}
              choices={[
                { value: NEW, label: "A new file account" },
                ...files.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
        )}
        {draft.ad_account_id === null && (
          <>
            <AdvertiserField value={draft.advertiser_id} onChange={(id) => onChoose({ advertiser_id: id })} />
            <Field label="Name of the account" help="As it stands in lists.">
              <Input
                key={draft.account_name}
                defaultValue={draft.account_name ?? draft.file_name.replace(/\.[^.]+$/, "")}
                onBlur={(event) => {
                  const name = event.target.value.trim();
                  if (name && name !== draft.account_name) onChoose({ account_name: name });
                }}
              />
            </Field>
          </>
        )}
        <Field label="Currency" required>
          <Combobox
            choices={currencyChoices(currency)}
            value={currency}
            searchPlaceholder="Code or name"
            onChange={(code) => onChoose({ currency: code })}
          />
        </Field>
        {draft.ad_account_id === null && (
          <Field label="Time zone" help="In which the days of the file are days.">
            <Combobox
              choices={zones}
              value={draft.zone ?? "UTC"}
              searchPlaceholder="City or region"
              onChange={(zone) => onChoose({ zone })}
            />
          </Field>
        )}
        {(preview.needs.includes("date") || draft.date !== null) && (
          <Field label="Day of all rows" help="The file has no day of its own: all its rows count for this one." required>
            <DayPicker value={draft.date} max={dayInZone("UTC")} onChange={(day) => onChoose({ date: day })} />
          </Field>
        )}
        {hasDays && (<Field label="Days like 03/04/2026">
          <Select
            value={draft.day_order ?? "found"}
            onChange={(order) => onChoose({ day_order: order === "found" ? null : order })}
            choices={[
              { value: "found", label: "As found out" },
              { value: "day_first", label: "Day first: 3 April" },
              { value: "month_first", label: "Month first: March 4" },
            ]}
          />
        </Field>)}
        {(hasErrors || draft.leave_out_bad_rows) && (
          <CheckboxLine
            checked={draft.leave_out_bad_rows}
            onChange={(on) => onChoose({ leave_out_bad_rows: on })}
            label="Import without the rows that cannot be read"
          />
        )}
      </CardBody>
    </Card>
  );
}
