import { ShieldOffIcon } from "lucide-react";
import { Note } from "@/components/crawl/note";
import { to } from "@/components/routes";
import { TextLink } from "@/components/text-link";
import type { Project } from "@/lib/domain/project";

/** Reminds whoever works in a project's dataset that it collects against opt-outs; nothing where it does not. */
export function OptOutBanner({ project }: { project: Project }) {
  if (!project.optOutOverride) return null;
  return (
    <Note icon={ShieldOffIcon} tone="warning">
      New crawls here do not respect robots.txt and AI opt-outs, as decided for the project{" "}
      <TextLink href={to(`/projects/${project.id}#opt-outs`)}>{project.name}</TextLink>.
    </Note>
  );
}
