import { Columns3 } from "lucide-react";
import { buttonClass } from "@/components/ui/Button";
import { Menu, MenuCheckItem, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { type Column, shownColumns, toggleColumn } from "./columns";

export function ColumnChoice<Row>({ columns, chosen, onChoose }: {
  columns: readonly Column<Row>[];
  chosen: readonly string[] | null;
  onChoose: (chosen: string[] | null) => void;
}) {
  const shown = new Set(shownColumns(columns, chosen).map((column) => column.key));
  return (
    <Menu>
      <MenuTrigger className={buttonClass()} aria-label="Columns">
        <Columns3 aria-hidden className="size-4 text-ink-faint" />
        <span className="max-sm:hidden">Columns</span>
      </MenuTrigger>
      <MenuContent align="end" className="max-h-96 overflow-y-auto">
        <MenuLabel>Columns shown</MenuLabel>
        {columns
          .filter((column) => !column.fixed)
          .map((column) => (
            <MenuCheckItem
              key={column.key}
              checked={shown.has(column.key)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => onChoose(toggleColumn(columns, chosen, column.key))}
            >
              {column.label}
            </MenuCheckItem>
          ))}
        <MenuSeparator />
        <MenuItem onSelect={() => onChoose(null)}>Back to the usual columns</MenuItem>
      </MenuContent>
    </Menu>
  );
}
