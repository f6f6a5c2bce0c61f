import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowDownUp } from "lucide-react";
import { type FileFormat, campaignDocumentsExport } from "@/api";
import { Button } from "@/components/ui/Button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toast, toastProblem } from "@/components/ui/toast";
import { plural } from "@/lib/format";

const FORMATS: readonly { format: FileFormat; label: string }[] = [
  { format: "yaml", label: "Campaigns document (YAML)" },
  { format: "google_editor", label: "Google Ads Editor (CSV)" },
  { format: "meta_bulk", label: "Meta bulk sheet (CSV)" },
];

/** Campaigns as a file, those selected or all of the chosen advertiser and account; and files as campaigns. */
export function ExportMenu({ selected, advertiser, account, mayBuild }: {
  selected: readonly string[];
  advertiser?: string | undefined;
  account?: string | undefined;
  mayBuild: boolean;
}) {
  const download = useMutation({
    mutationFn: (format: FileFormat) =>
      campaignDocumentsExport({
        query: {
          format,
          ...(selected.length > 0
            ? { campaign_id: [...selected] }
            : { ...(advertiser ? { advertiser_id: advertiser } : {}), ...(account ? { ad_account_id: account } : {}) }),
        },
      }),
    onSuccess: (made) => {
      save(made.file_name, made.media_type, made.text);
      const notes = [...made.left_out.map((each) => `${each.name}: ${each.reason}`), ...made.remarks];
      const title = `${plural(made.campaigns, "campaign")} in ${made.file_name}`;
      if (notes.length === 0) toast.success(title);
      else toast.warning(title, { description: notes.slice(0, 4).join(" "), duration: 12000 });
    },
    onError: toastProblem,
  });
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button busy={download.isPending} icon={<ArrowDownUp aria-hidden className="size-4" />}>
          Files
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{selected.length > 0 ? `Export ${plural(selected.length, "selected campaign")}` : "Export campaigns"}</MenuLabel>
        {FORMATS.map(({ format, label }) => (
          <MenuItem key={format} onSelect={() => download.mutate(format)}>
            {label}
          </MenuItem>
        ))}
        {mayBuild && (
          <>
            <MenuSeparator />
            <MenuItem asChild>
              <Link to="/campaigns/import">Import campaigns</Link>
            </MenuItem>
          </>
        )}
      </MenuContent>
    </Menu>
  );
}

function save(name: string, type: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
