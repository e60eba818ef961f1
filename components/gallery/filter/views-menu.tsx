"use client";
import { BookmarkIcon, LinkIcon, XIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useStored } from "../use-stored";
import { readViews, viewOf, withView } from "./saved-views";

/** The filters and the order are the address; this copies it, and keeps some by name in this browser. */
export function ViewsMenu({ datasetId }: { datasetId: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [stored, setStored] = useStored(`gallery-views-${datasetId}`, "[]");
  const views = readViews(stored);
  const path = `/datasets/${datasetId}`;

  async function copy() {
    const view = viewOf(window.location.search);
    const address = `${window.location.origin}${path}${view && `?${view}`}`;
    try {
      await navigator.clipboard.writeText(address);
      toast.success("Link to this view copied");
      setOpen(false);
    } catch {
      toast("The browser does not allow copying here", { description: address });
    }
  }
  function save(event: FormEvent) {
    event.preventDefault();
    const trimmed = name.trim();
    if (!trimmed) return;
    const view = { name: trimmed, search: viewOf(window.location.search) };
    setStored(JSON.stringify(withView(views, view)));
    setName("");
    toast.success(`View “${trimmed}” kept in this browser`);
  }
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" size="icon" aria-label="Views" title="Views">
          <BookmarkIcon />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="grid gap-3" aria-label="Views">
        <Button variant="outline" onClick={() => void copy()}>
          <LinkIcon />
          Copy link to this view
        </Button>
        <form onSubmit={save} className="flex gap-2">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            aria-label="Name of this view"
            placeholder="Name of this view"
            maxLength={60}
          />
          <Button type="submit" variant="outline" disabled={!name.trim()}>
            Keep
          </Button>
        </form>
        {views.length > 0 && (
          <ul className="grid gap-0.5" aria-label="Views kept in this browser">
            {views.map((view) => (
              <li key={view.name} className="flex items-center">
                <Button
                  variant="ghost"
                  className="min-w-0 flex-1 justify-start"
                  onClick={() => {
                    router.push(to(`${path}?${view.search}`));
                    setOpen(false);
                  }}
                >
                  <span className="truncate">{view.name}</span>
                </Button>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Forget the view ${view.name}`}
                  onClick={() => setStored(JSON.stringify(views.filter((other) => other !== view)))}
                >
                  <XIcon />
                </Button>
              </li>
            ))}
          </ul>
        )}
      </PopoverContent>
    </Popover>
  );
}
