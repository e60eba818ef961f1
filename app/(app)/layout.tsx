import type { ReactNode } from "react";
import { loadTree } from "@/app/(app)/shared-loads";
import { logOut } from "@/app/(auth)/actions";
import { AccountMenu } from "@/components/shell/account-menu";
import { CommandPalette } from "@/components/shell/command-palette";
import { Rail } from "@/components/shell/rail";
import { TopBar } from "@/components/shell/top-bar";
import { load } from "@/lib/api/page";
import { getMe } from "@/lib/contract/auth";
import * as auth from "@/lib/services/auth";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const me = await load(getMe, auth.getMe, {});
  // Not waited for: counting takes longer than the page that it stands beside.
  const tree = loadTree();
  const rail = <Rail tree={tree} account={<AccountMenu me={me} logOut={logOut} />} />;
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <div className="sticky top-0 hidden h-dvh w-60 shrink-0 border-r bg-rail md:block print:hidden">
        {rail}
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar tree={tree} rail={rail} search={<CommandPalette tree={tree} logOut={logOut} />} />
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
