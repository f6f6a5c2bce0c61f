/** Roles with what they may do, the most powerful first. The API decides; this explains. */
export const ROLE_CHOICES = [
  { value: "owner", label: "Owner", hint: "Everything, also handing over the organization" },
  { value: "admin", label: "Admin", hint: "Connections, members, keys, advertisers" },
  { value: "manager", label: "Manager", hint: "Builds, launches, approves" },
  { value: "approver", label: "Approver", hint: "Reads and approves" },
  { value: "analyst", label: "Analyst", hint: "Reads and reports" },
] as const;
