"use client";
import { createContext, type ReactNode, use } from "react";

const Names = createContext<Readonly<Record<string, string>>>({});

/** Tells what is below it how sources are called; `names` is by kind. */
export function SourceNames({
  names,
  children,
}: {
  names: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  return <Names value={names}>{children}</Names>;
}

/** The name of a source by its kind; its kind where nobody told. */
export function useSourceName(): (kind: string) => string {
  const names = use(Names);
  return (kind) => names[kind] ?? kind;
}
