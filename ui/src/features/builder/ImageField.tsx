import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, ImagePlus, Images, Trash2 } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/Button";
import { api } from "@/lib/api";
import { cn } from "@/lib/className";
import { formatBytes } from "@/lib/format";
import { sentenceOf } from "@/lib/problem";
import { LibraryDialog } from "./LibraryDialog";
import { imageProblem } from "./imageFile";
import { type Asset, assetQuery } from "./queries";

/** The picture of an ad: dropped here, chosen from a disk, or from the library; or `there`, on the platform alone. */
export function ImageField({ assetId, there, advertiserId, error, onChange }: {
  assetId: string | null;
  there: string | null;
  advertiserId: string;
  error: string | null;
  onChange: (assetId: string | null) => void;
}) {
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const { data: asset } = useQuery(assetQuery(assetId));
  const [over, setOver] = useState(false);
  const [library, setLibrary] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("advertiser_id", advertiserId);
      form.append("file", file);
      return api.post<Asset>("/assets", form);
    },
    onSuccess: async (made) => {
      queryClient.setQueryData(assetQuery(made.id).queryKey, made);
      onChange(made.id);
      await queryClient.invalidateQueries({ queryKey: ["assets", advertiserId] });
    },
    onError: (problem) => setRefused(sentenceOf(problem)),
  });

  function take(file: File | undefined) {
    if (!file || upload.isPending) return;
    const problem = imageProblem(file);
    setRefused(problem);
    if (!problem) upload.mutate(file);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  const shown = refused ?? error;
  return (
    <div className="flex flex-col gap-1.5">
      <span id="ad-image-label" className="text-sm font-semibold">Image</span>
      <div
        role="group"
        aria-labelledby="ad-image-label"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "flex flex-wrap items-center gap-4 rounded-card border-2 border-dashed p-4 transition-colors",
          over ? "border-amber-line bg-amber-ground" : "border-line-strong bg-surface",
        )}
      >
        {asset ? (
          <img src={asset.thumbnail_url} alt={asset.name} className="size-20 shrink-0 rounded-control bg-sunken object-cover" />
        ) : there ? (
          <img src={there} alt="" className="size-20 shrink-0 rounded-control bg-sunken object-cover" />
        ) : (
          <span className="flex size-20 shrink-0 items-center justify-center rounded-control bg-sunken text-ink-faint">
            <ImagePlus aria-hidden className="size-7" />
          </span>
        )}
        <div className="min-w-0 flex-1 basis-48">
          {asset ? (
            <>
              <p className="truncate text-base font-semibold">{asset.name}</p>
              <p className="figures text-sm text-ink-soft">
                {asset.width} × {asset.height} · {formatBytes(asset.size_bytes)}
              </p>
            </>
          ) : (
            <p className="text-base text-ink-soft">
              {there && "It keeps the image that it has on Meta, unless you choose another. "}
              Drop a JPEG or PNG here. 1080 × 1080 looks right everywhere in the feed.
            </p>
          )}
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="small" busy={upload.isPending} icon={<ImagePlus aria-hidden className="size-4" />} onClick={() => input.current?.click()}>
              {asset || there ? "Replace" : "Choose a file"}
            </Button>
            <Button size="small" icon={<Images aria-hidden className="size-4" />} onClick={() => setLibrary(true)}>
              Library
            </Button>
            {assetId && (
              <Button size="small" look="quiet" icon={<Trash2 aria-hidden className="size-4" />} onClick={() => onChange(null)}>
                Take out
              </Button>
            )}
          </div>
        </div>
        <input
          ref={input}
          type="file"
          accept="image/jpeg,image/png"
          aria-label="Image file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {shown && (
        <p role="alert" className="flex gap-1.5 text-sm text-negative">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {shown}
        </p>
      )}
      {library && (
        <LibraryDialog
          advertiserId={advertiserId}
          chosen={assetId}
          onClose={() => setLibrary(false)}
          onChoose={(chosen) => {
            setRefused(null);
            onChange(chosen);
            setLibrary(false);
          }}
        />
      )}
    </div>
  );
}
