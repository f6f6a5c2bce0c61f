import { queryOptions } from "@tanstack/react-query";
import { importsGet, importsListImports } from "@/api";

export type {
  ColumnMeaning,
  ColumnOut as ColumnUse,
  ImportChangeIn as ImportChange,
  ImportField,
  ImportOut as ImportDraft,
  ImportPreviewOut as Understood,
} from "@/api";

const MOST = 50;

export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: () => importsListImports({ query: { limit: MOST } }),
  select: (list) => list.items,
});

export const importQuery = (id: string) =>
  queryOptions({ queryKey: ["import", id], queryFn: () => importsGet({ path: { import_id: id } }) });
