export interface FieldDifference {
  field: string;
  before: string | null;
  after: string | null;
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(", ");
  return JSON.stringify(value);
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of one side, those of a nested record by its name and theirs: `meta.page_external_id`. */
function fieldsOf(side: object, within = ""): [string, string | null][] {
  return Object.entries(side).flatMap(([name, value]: [string, unknown]) => {
    const field = within + name;
    return isRecord(value) ? fieldsOf(value, `${field}.`) : [[field, shown(value)] as [string, string | null]];
  });
}

/** What differs between the two sides of an audit entry; fields alike on both are left out. */
export function differences(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): FieldDifference[] {
  const old = new Map(fieldsOf(before ?? {}));
  const now = new Map(fieldsOf(after ?? {}));
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((each) => each.before !== each.after);
}
