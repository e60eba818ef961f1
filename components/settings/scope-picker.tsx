"use client";
import { Checkbox } from "@/components/ui/checkbox";
import type { Scope } from "@/lib/domain/scope";

/** What a key may do: read or write for each resource. Write includes read. */
export function ScopePicker({
  offered,
  scopes,
  onChange,
}: {
  /** The scopes that some operation asks for. */
  offered: readonly Scope[];
  scopes: ReadonlySet<Scope>;
  onChange: (scopes: ReadonlySet<Scope>) => void;
}) {
  function toggle(scope: Scope, isOn: boolean) {
    const next = new Set(scopes);
    if (isOn) next.add(scope);
    else next.delete(scope);
    onChange(next);
  }
  const resources = [...new Set(offered.map((scope) => scope.split(":")[0]))];
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-[13px] font-medium">What it may do</legend>
      <div className="max-h-72 overflow-y-auto rounded-md border">
        <table className="w-full text-[13px]">
          <thead className="text-xs text-muted-foreground">
            <tr className="border-b">
              <th scope="col" className="px-3 py-1.5 text-left font-medium">
                Resource
              </th>
              <th scope="col" className="w-16 font-medium">
                Read
              </th>
              <th scope="col" className="w-16 font-medium">
                Write
              </th>
            </tr>
          </thead>
          <tbody>
            {resources.map((resource) => {
              const read = `${resource}:read` as Scope;
              const write = `${resource}:write` as Scope;
              const canWrite = scopes.has(write);
              return (
                <tr key={resource} className="border-b last:border-0">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    {resource}
                  </th>
                  <td className="text-center">
                    {offered.includes(read) && (
                      <Checkbox
                        aria-label={`Read ${resource}`}
                        checked={canWrite || scopes.has(read)}
                        disabled={canWrite}
                        onCheckedChange={(isOn) => toggle(read, isOn === true)}
                        className="align-middle"
                      />
                    )}
                  </td>
                  <td className="text-center">
                    {offered.includes(write) && (
                      <Checkbox
                        aria-label={`Write ${resource}`}
                        checked={canWrite}
                        onCheckedChange={(isOn) => toggle(write, isOn === true)}
                        className="align-middle"
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </fieldset>
  );
}
