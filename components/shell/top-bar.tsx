"use client";
import { MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment, type ReactNode, Suspense, use, useState } from "react";
import { cn } from "@/components/cn";
import { ThemeToggle } from "@/components/theme-toggle";
import {
  Breadcrumb,
  BreadcrumbItem,
  BreadcrumbLink,
  BreadcrumbList,
  BreadcrumbPage,
  BreadcrumbSeparator,
} from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { crumbsOf, type ProjectNode } from "./navigation";

/** On a phone the rail opens from here, and closes once it has led somewhere. */
function RailSheet({ rail }: { rail: ReactNode }) {
  const [openAt, setOpenAt] = useState<string>();
  const pathname = usePathname();
  return (
    <Sheet
      open={openAt === pathname}
      onOpenChange={(isOpen) => setOpenAt(isOpen ? pathname : undefined)}
    >
      <SheetTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Open the menu" className="-ml-2 md:hidden">
          <MenuIcon />
        </Button>
      </SheetTrigger>
      <SheetContent side="left" className="bg-rail" aria-describedby={undefined}>
        <SheetTitle className="sr-only">Menu</SheetTitle>
        {rail}
      </SheetContent>
    </Sheet>
  );
}

function Crumbs({ tree }: { tree: Promise<ProjectNode[]> }) {
  const crumbs = crumbsOf(usePathname(), use(tree));
  return (
    <Breadcrumb>
      <BreadcrumbList>
        {crumbs.map(({ label, href }, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <Fragment key={href}>
              {index > 0 && <BreadcrumbSeparator className="max-sm:hidden" />}
              <BreadcrumbItem className={cn(!isLast && "max-sm:hidden")}>
                {isLast ? (
                  <BreadcrumbPage>{label}</BreadcrumbPage>
                ) : (
                  <BreadcrumbLink asChild>
                    <Link href={href}>{label}</Link>
                  </BreadcrumbLink>
                )}
              </BreadcrumbItem>
            </Fragment>
          );
        })}
      </BreadcrumbList>
    </Breadcrumb>
  );
}

export function TopBar({
  tree,
  rail,
  search,
}: {
  tree: Promise<ProjectNode[]>;
  rail: ReactNode;
  search: ReactNode;
}) {
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background/95 px-4 backdrop-blur sm:px-6 print:hidden">
      <RailSheet rail={rail} />
      <div className="min-w-0 flex-1">
        <Suspense fallback={<Skeleton className="h-4 w-40" />}>
          <Crumbs tree={tree} />
        </Suspense>
      </div>
      {search}
      <ThemeToggle />
    </header>
  );
}
