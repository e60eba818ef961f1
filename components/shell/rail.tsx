"use client";
import {
  ArchiveIcon,
  FolderIcon,
  HistoryIcon,
  ImagesIcon,
  LayoutDashboardIcon,
  PlusIcon,
} from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, Suspense, use } from "react";
import { cn } from "@/components/cn";
import { formatCount } from "@/components/format";
import { Logo } from "@/components/logo";
import { to } from "@/components/routes";
import { Skeleton } from "@/components/ui/skeleton";
import type { ProjectNode } from "./navigation";

const PROJECTS_SHOWN = 20;
const DATASETS_SHOWN = 6;

const isWithin = (pathname: string) => (href: string) =>
  pathname === href || pathname.startsWith(`${href}/`);

function RailLink({
  href,
  isCurrent,
  isPrefetched = true,
  className,
  children,
}: {
  href: Route;
  isCurrent: boolean;
  isPrefetched?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      prefetch={isPrefetched ? "auto" : false}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-7 items-center gap-2 rounded-md px-2 text-[13px] text-muted-foreground transition-colors hover:bg-accent hover:text-foreground aria-[current=page]:bg-secondary aria-[current=page]:font-medium aria-[current=page]:text-foreground pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:shrink-0",
        className,
      )}
    >
      {children}
    </Link>
  );
}

function TreeSkeleton() {
  return (
    <div aria-hidden className="mb-2 ml-4 flex flex-col gap-2 border-l py-1.5 pl-4">
      <Skeleton className="h-4 w-28" />
      <Skeleton className="ml-1 h-4 w-32" />
      <Skeleton className="ml-1 h-4 w-24" />
    </div>
  );
}

/** Projects, and the datasets in each. Fetched ahead, each would have the server count its pictures. */
function Tree({ tree }: { tree: Promise<ProjectNode[]> }) {
  const isIn = isWithin(usePathname());
  const projects = use(tree);
  if (projects.length === 0) return null;
  return (
    <ul className="mb-2 ml-4 flex flex-col gap-0.5 border-l pl-2">
      {projects.slice(0, PROJECTS_SHOWN).map((project) => (
        <li key={project.id}>
          <RailLink
            href={to(`/projects/${project.id}`)}
            isCurrent={isIn(`/projects/${project.id}`)}
            isPrefetched={false}
          >
            <span className="truncate">{project.name}</span>
          </RailLink>
          <ul className="flex flex-col gap-0.5">
            {project.datasets.slice(0, DATASETS_SHOWN).map((dataset) => (
              <li key={dataset.id}>
                <RailLink
                  href={to(`/datasets/${dataset.id}`)}
                  isCurrent={isIn(`/datasets/${dataset.id}`)}
                  isPrefetched={false}
                  className="pl-3"
                >
                  <ImagesIcon className="size-3.5!" />
                  <span className="min-w-0 flex-1 truncate">{dataset.name}</span>
                  <span className="text-xs font-normal tabular-nums">
                    {formatCount(dataset.imageCount)}
                  </span>
                </RailLink>
              </li>
            ))}
            {project.datasets.length > DATASETS_SHOWN && (
              <li>
                <RailLink
                  href={to(`/projects/${project.id}`)}
                  isCurrent={false}
                  className="pl-3 text-xs"
                >
                  {formatCount(project.datasets.length - DATASETS_SHOWN)} more
                </RailLink>
              </li>
            )}
          </ul>
        </li>
      ))}
      {projects.length > PROJECTS_SHOWN && (
        <li>
          <RailLink href="/projects" isCurrent={false} className="text-xs">
            All projects
          </RailLink>
        </li>
      )}
    </ul>
  );
}

/** The left rail's content; on a phone the same stands in a sheet. */
export function Rail({ tree, account }: { tree: Promise<ProjectNode[]>; account: ReactNode }) {
  const pathname = usePathname();
  const isIn = isWithin(pathname);
  return (
    <nav aria-label="Main" className="flex h-full flex-col">
      <div className="flex h-12 shrink-0 items-center px-4">
        <Link href="/dashboard" className="rounded-sm">
          <Logo />
        </Link>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto p-3 pt-1">
        <RailLink href="/crawls/new" isCurrent={pathname === "/crawls/new"}>
          <PlusIcon />
          New crawl
        </RailLink>
        <RailLink href="/dashboard" isCurrent={isIn("/dashboard")}>
          <LayoutDashboardIcon />
          Dashboard
        </RailLink>
        <RailLink href="/projects" isCurrent={pathname === "/projects"}>
          <FolderIcon />
          Projects
        </RailLink>
        {/* Takes the room that is left, so that nothing below moves when it comes. */}
        <div className="-mx-3 min-h-32 flex-1 overflow-y-auto px-3">
          <Suspense fallback={<TreeSkeleton />}>
            <Tree tree={tree} />
          </Suspense>
        </div>
        <RailLink href="/exports" isCurrent={isIn("/exports")}>
          <ArchiveIcon />
          Exports
        </RailLink>
        <RailLink href="/activity" isCurrent={isIn("/activity")}>
          <HistoryIcon />
          Activity
        </RailLink>
      </div>
      <div className="border-t p-2">{account}</div>
    </nav>
  );
}
