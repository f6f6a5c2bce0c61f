import { useState } from "react";

/** Column choice and widths are the person's habit, not part of what a link shows: they stay in this browser. */
export interface StoredColumns {
  chosen: string[] | null;
  widths: Record<string, number>;
}

const EMPTY: StoredColumns = { chosen: null, widths: {} };

function read(key: string): StoredColumns {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<StoredColumns>) };
  } catch {
    return EMPTY;
  }
}

export function useStoredColumns(table: string): [StoredColumns, (next: StoredColumns) => void] {
  const key = `adwright.table.${table}`;
  const [stored, setStored] = useState(() => read(key));
  return [
    stored,
    (next) => {
      setStored(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  ];
}
