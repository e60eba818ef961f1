import { z } from "zod";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { OptOutOverride, Project } from "@/lib/domain/project";
import { operation } from "./operation";

const fields = {
  name: Project.shape.name,
  description: Project.shape.description.optional(),
};

export const listProjects = operation({
  id: "listProjects",
  method: "GET",
  path: "/projects",
  summary: "List projects",
  tag: "Projects",
  scope: "projects:read",
  input: z.object(pageInput),
  output: pageOf(Project, "ProjectPage"),
  status: 200,
  errors: [],
});
export const createProject = operation({
  id: "createProject",
  method: "POST",
  path: "/projects",
  summary: "Create a project",
  tag: "Projects",
  scope: "projects:write",
  input: z.object(fields),
  output: Project,
  status: 201,
  errors: [],
});
export const getProject = operation({
  id: "getProject",
  method: "GET",
  path: "/projects/{projectId}",
  summary: "Read a project",
  tag: "Projects",
  scope: "projects:read",
  input: z.object({ projectId: Id }),
  output: Project,
  status: 200,
  errors: ["not-found"],
});
export const updateProject = operation({
  id: "updateProject",
  method: "PATCH",
  path: "/projects/{projectId}",
  summary: "Change a project",
  tag: "Projects",
  scope: "projects:write",
  input: z.object({
    projectId: Id,
    name: fields.name.optional(),
    description: fields.description,
    optOutOverride: OptOutOverride.pick({ reason: true }).strict().nullable().optional().meta({
      description:
        "Collect in this project against robots.txt and AI opt-outs, with the reason that goes into the dataset card; null respects them again.",
    }),
  }),
  output: Project,
  status: 200,
  errors: ["not-found"],
});
export const deleteProject = operation({
  id: "deleteProject",
  method: "DELETE",
  path: "/projects/{projectId}",
  summary: "Delete a project with its datasets",
  tag: "Projects",
  scope: "projects:write",
  input: z.object({ projectId: Id }),
  output: z.void(),
  status: 204,
  errors: ["not-found"],
});
export const batchDeleteProjects = operation({
  id: "batchDeleteProjects",
  method: "POST",
  path: "/projects/batch-delete",
  summary: "Delete several projects with their datasets",
  tag: "Projects",
  scope: "projects:write",
  input: z.object({ projectIds: z.array(Id).min(1).max(100) }),
  output: z.object({ deleted: z.array(Id), notFound: z.array(Id) }),
  status: 200,
  errors: [],
});
