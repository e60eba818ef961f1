"use client";
import {
  ArchiveIcon,
  BookOpenIcon,
  FolderIcon,
  FolderPlusIcon,
  HistoryIcon,
  ImagesIcon,
  KeyRoundIcon,
  LayoutDashboardIcon,
  LogOutIcon,
  type LucideIcon,
  PlusIcon,
  SearchIcon,
  SettingsIcon,
  SunMoonIcon,
} from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { Suspense, startTransition, use, useEffect, useState } from "react";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import {
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Kbd } from "@/components/ui/kbd";
import type { ProjectNode } from "./navigation";

const PAGES: readonly [label: string, href: Route, icon: LucideIcon][] = [
  ["Dashboard", "/dashboard", LayoutDashboardIcon],
  ["Projects", "/projects", FolderIcon],
  ["Exports", "/exports", ArchiveIcon],
  ["Activity", "/activity", HistoryIcon],
  ["Settings", "/settings", SettingsIcon],
  ["API keys", "/settings/api-keys", KeyRoundIcon],
  ["Source keys", "/settings/sources", KeyRoundIcon],
  ["API reference", "/docs", BookOpenIcon],
];

/** Projects and their datasets by name. */
function Places({ tree, go }: { tree: Promise<ProjectNode[]>; go: (href: Route) => () => void }) {
  const projects = use(tree);
  if (projects.length === 0) return null;
  return (
    <CommandGroup heading="Projects and datasets">
      {projects.flatMap((project) => [
        <CommandItem
          key={project.id}
          value={`${project.name} ${project.id}`}
          onSelect={go(to(`/projects/${project.id}`))}
        >
          <FolderIcon />
          {project.name}
        </CommandItem>,
        ...project.datasets.map((dataset) => (
          <CommandItem
            key={dataset.id}
            value={`${dataset.name} ${project.name} ${dataset.id}`}
            onSelect={go(to(`/datasets/${dataset.id}`))}
          >
            <ImagesIcon />
            <span className="truncate">{dataset.name}</span>
            <span className="ml-auto truncate text-xs text-muted-foreground">{project.name}</span>
          </CommandItem>
        )),
      ])}
    </CommandGroup>
  );
}

/** The search box of the top bar, and the palette that it and ⌘K open: every page, dataset and action. */
export function CommandPalette({
  tree,
  logOut,
}: {
  tree: Promise<ProjectNode[]>;
  logOut: () => Promise<unknown>;
}) {
  const [isOpen, setOpen] = useState(false);
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);

  const run = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  const go = (href: Route) => run(() => router.push(href));

  return (
    <>
      <Button
        variant="outline"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Meta+K Control+K"
        className="justify-start text-muted-foreground max-md:size-8 max-md:px-0 md:w-56 max-md:pointer-coarse:size-10 max-md:justify-center"
      >
        <SearchIcon />
        <span className="flex-1 text-left font-normal max-md:sr-only">Search</span>
        <Kbd aria-hidden className="max-md:hidden">
          ⌘K
        </Kbd>
      </Button>
      <CommandDialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Search"
        description="Find a page, a dataset or an action."
      >
        <CommandInput placeholder="Find a page, a dataset or an action" />
        <CommandList>
          <CommandEmpty>Nothing goes by that name.</CommandEmpty>
          <CommandGroup heading="Actions">
            <CommandItem onSelect={go("/crawls/new")}>
              <PlusIcon />
              New crawl
            </CommandItem>
            <CommandItem onSelect={go("/projects?new=true")}>
              <FolderPlusIcon />
              New project
            </CommandItem>
            <CommandItem
              onSelect={run(() => setTheme(resolvedTheme === "dark" ? "light" : "dark"))}
            >
              <SunMoonIcon />
              Switch between light and dark
            </CommandItem>
            <CommandItem onSelect={run(() => startTransition(async () => void (await logOut())))}>
              <LogOutIcon />
              Sign out
            </CommandItem>
          </CommandGroup>
          <CommandGroup heading="Pages">
            {PAGES.map(([label, href, Icon]) => (
              <CommandItem key={href} onSelect={go(href)}>
                <Icon />
                {label}
              </CommandItem>
            ))}
          </CommandGroup>
          <Suspense>
            <Places tree={tree} go={go} />
          </Suspense>
        </CommandList>
      </CommandDialog>
    </>
  );
}
