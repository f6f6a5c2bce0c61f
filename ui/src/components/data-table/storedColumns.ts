import { type Dispatch, type SetStateAction, useEffect, useState } from "react";

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

export function useStoredColumns(table: string): [StoredColumns, Dispatch<SetStateAction<StoredColumns>>] {
  const key = `adwright.table.${table}`;
  const [stored, setStored] = useState(() => read(key));
  useEffect(() => localStorage.setItem(key, JSON.stringify(stored)), [key, stored]);
  return [stored, setStored];
}
