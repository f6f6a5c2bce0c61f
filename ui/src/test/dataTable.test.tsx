import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { DataTable } from "@/components/data-table/DataTable";
import { type Column, pageState, shownColumns, toggleColumn } from "@/components/data-table/columns";
import type { Sort } from "@/lib/search";

interface Row {
  id: string;
  name: string;
  spend: number;
}

const columns: Column<Row>[] = [
  { key: "name", label: "Campaign", fixed: true, sort: "name", cell: (row) => row.name },
  { key: "spend", label: "Spend", sort: "spend", descendingFirst: true, align: "right", cell: (row) => row.spend },
  { key: "ctr", label: "CTR", hidden: true, cell: () => "1%" },
];
const rows: Row[] = [
  { id: "a", name: "Chips", spend: 10 },
  { id: "b", name: "Salt", spend: 20 },
];

function Selectable() {
  const [selected, setSelected] = useState<Set<string>>(new Set());
  return (
    <DataTable
      label="Campaigns"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      selected={selected}
      onSelect={setSelected}
    />
  );
}

describe("columns", () => {
  test("hidden ones wait until they are chosen, fixed ones stay", () => {
    expect(shownColumns(columns, null).map((column) => column.key)).toEqual(["name", "spend"]);
    expect(shownColumns(columns, []).map((column) => column.key)).toEqual(["name"]);
    expect(shownColumns(columns, toggleColumn(columns, null, "ctr")).map((column) => column.key)).toEqual(["name", "spend", "ctr"]);
  });

  test("the head of the page's selection knows none, some, all", () => {
    expect(pageState(new Set(), ["a", "b"])).toBe(false);
    expect(pageState(new Set(["a", "elsewhere"]), ["a", "b"])).toBe("indeterminate");
    expect(pageState(new Set(["a", "b"]), ["a", "b"])).toBe(true);
  });
});

describe("the table", () => {
  test("a click on a head asks for the sort, and the head says which one is on", async () => {
    const onSort = vi.fn<(sort: Sort | null) => void>();
    render(
      <DataTable
        label="Campaigns"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        sort={{ key: "name", descending: false }}
        onSort={onSort}
      />,
    );
    expect(screen.getByRole("columnheader", { name: /Campaign/ })).toHaveAttribute("aria-sort", "ascending");
    await userEvent.click(screen.getByRole("button", { name: "Spend" }));
    expect(onSort).toHaveBeenCalledWith({ key: "spend", descending: true });
  });

  test("rows are selected one by one and all together", async () => {
    render(<Selectable />);
    await userEvent.click(screen.getByRole("checkbox", { name: "Select Chips" }));
    expect(screen.getByRole("checkbox", { name: "Select all on this page" })).toHaveAttribute("aria-checked", "mixed");
    await userEvent.click(screen.getByRole("checkbox", { name: "Select all on this page" }));
    expect(screen.getByRole("checkbox", { name: "Select Salt" })).toBeChecked();
  });

  test("while loading it keeps its heads and says what is coming", () => {
    render(<DataTable label="Campaigns" columns={columns} rows={undefined} rowId={(row: Row) => row.id} />);
    expect(screen.getByRole("status")).toHaveTextContent("Loading Campaigns");
    expect(screen.getByRole("columnheader", { name: /Spend/ })).toBeInTheDocument();
  });

  test("without rows it shows what the view says about that", () => {
    render(<DataTable label="Campaigns" columns={columns} rows={[]} rowId={(row: Row) => row.id} empty={<p>No campaign yet</p>} />);
    expect(within(screen.getByRole("region", { name: "Campaigns" })).getByText("No campaign yet")).toBeInTheDocument();
  });
});
