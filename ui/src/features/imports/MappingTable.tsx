import { useState } from "react";
import { Button } from "@/components/ui/Button";
import { Card, CardHeader } from "@/components/ui/Card";
import { Select } from "@/components/ui/Select";
import { plural } from "@/lib/format";
import { FIELD_CHOICES, IGNORED, fieldLabel, mappingOf, remap } from "./fields";
import type { ColumnMeaning, ColumnUse } from "./queries";

/** So many columns are all shown; of more, those that mean nothing wait behind a button. */
const FEW = 14;

/** What each column is taken for; a change reads the file anew and is remembered for files with these headers. */
export function MappingTable({ columns, onMap }: {
  columns: ColumnUse[];
  /** Missing when nothing can be changed any more. */
  onMap?: (mapping: ColumnMeaning[]) => void;
}) {
  const mapping = mappingOf(columns);
  const unused = columns.filter((column) => column.field === null);
  const [all, setAll] = useState(columns.length <= FEW);
  const shown = all ? columns : columns.filter((column) => column.field !== null);
  return (
    <Card>
      <CardHeader
        title="Columns"
        description={onMap && "Say what a column means where it was not understood. It is remembered for files with these headers."}
      />
      <div tabIndex={0} role="region" aria-label="Columns of the file" className="overflow-x-auto border-t border-line">
        <table className="w-full text-base">
          <thead>
            <tr className="bg-sunken text-left text-xs text-ink-soft">
              <th scope="col" className="h-9 px-5">
                Header
              </th>
              <th scope="col" className="h-9 px-3">
                Taken for
              </th>
              <th scope="col" className="h-9 px-3">
                First values
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {shown.map((column) => (
              <tr key={column.index}>
                <th scope="row" className="max-w-64 min-w-36 px-5 py-2 text-left font-semibold break-words">
                  {column.header}
                  {column.note && <span className="block text-sm font-normal text-ink-soft">{column.note}</span>}
                </th>
                <td className="px-3 py-2">
                  {onMap ? (
                    <Select
                      compact
                      className="w-52"
                      aria-label={`${column.header} is taken for`}
                      choices={FIELD_CHOICES}
                      value={column.field ?? IGNORED}
                      onChange={(field) => onMap(remap(mapping, column.index, field))}
                    />
                  ) : column.field ? (
                    fieldLabel(column.field)
                  ) : (
                    <span className="text-ink-faint">Not used</span>
                  )}
                </td>
                <td className="max-w-72 truncate px-3 py-2 text-sm text-ink-soft" title={column.samples.join("\n")}>
                  {column.samples.join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {columns.length > FEW && unused.length > 0 && (
        <div className="border-t border-line px-3 py-2">
          <Button look="quiet" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Hide columns that are not used" : `Show ${plural(unused.length, "column")} not used`}
          </Button>
        </div>
      )}
    </Card>
  );
}
