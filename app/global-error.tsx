"use client";
import { ErrorView } from "@/components/error-view";
import "./globals.css";

/** Stands in for the root layout when that itself fails. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>PixCrawler</title>
        <main>
          <ErrorView {...props} />
        </main>
      </body>
    </html>
  );
}
